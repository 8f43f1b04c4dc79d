// kill -9 of the engine, of its provider and of both at every point of the lifecycle of all five
// kinds, on the real engine: the next command carries on with the same tasks.
import { operations } from "../engine/support/project";
import { VICTIMS } from "../engine/support/stops";
import { NAMES } from "../engine/support/witness";
import { Ahead } from "./support/ahead";
import { nameOf, play, type Played, Stacks } from "./support/killCases";
import { KILL_POINTS } from "./support/killPoints";
import { notApplicable, record } from "./support/table";

/** Most of their time is waiting, for processes to end and for lost starts to turn up. */
const AT_ONCE = 6;

describe("kill -9 on the real engine", function () {
  this.timeout(300_000);
  const ahead = new Ahead<Played>(AT_ONCE);
  const stacks = new Stacks();
  after(async () => {
    await ahead.ended();
    await stacks.close();
    console.log(`\n  engine operations: ${operations.length}`);
  });

  for (const point of KILL_POINTS) {
    describe(point.name, () => {
      for (const victim of VICTIMS) {
        const fault = victim === "both" ? "kill -9 of both" : `kill -9 of the ${victim}`;
        const place = { point: point.name, fault };
        const isAbsent = point.isLetGo === true && victim !== "engine";
        const played = isAbsent ? undefined : ahead.add(() => play(stacks, point, victim));
        const tell = () => {
          for (const name of NAMES) {
            const reason = isAbsent ? "no provider lives on to hear it" : point.without?.[name];
            if (reason !== undefined) notApplicable({ ...place, kind: nameOf(name), reason });
          }
        };
        if (!played) {
          before(tell);
          continue;
        }
        it(fault, async () => {
          tell();
          const { cases, error } = await played();
          for (const one of cases) record({ ...place, ...one });
          if (error !== undefined) throw error;
        });
      }
    });
  }
});
