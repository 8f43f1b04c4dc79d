// Whatever goes wrong wherever, the next update carries on with the one task. In virtual time, where
// every call of ours is hit; tests/faults shows the same of the provider's process.
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { type Cell, FAULT_NAMES, notApplicable, play, POINTS } from "../support/faultCells";
import { Stack, World } from "../support/stack";
import { SUBJECTS } from "./options/subjects";

describe("the fault matrix", () => {
  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      for (const point of POINTS) {
        let clean: Promise<Cell> | undefined;
        for (const fault of FAULT_NAMES) {
          if (notApplicable(subject, point, fault) !== undefined) continue;
          it(`${point.name}: ${fault}`, async () => {
            clean ??= cell(undefined);
            const { hits, started, lost, outputs } = await cell(fault);
            assert.ok(hits > 0, "no call was hit");
            assert.equal(started, 1);
            assert.equal(lost, 0);
            assert.deepEqual(lasting(outputs), lasting((await clean).outputs));
          });

          const cell = async (what: typeof fault | undefined) => {
            const world = await World.make();
            try {
              const stack = new Stack(world, subject.kind);
              const jump = (ms: number) => world.clock.jump(ms);
              return await play({ emulator: world.emulator, stack, jump }, subject, point, what);
            } finally {
              await world.close();
            }
          };
        }
      }
    });
  }
});

/** Without ids and times, which are another task's. */
function lasting(outputs: Props): unknown {
  const { __hold, __startedAt, ...others } = outputs;
  const text = JSON.stringify(others)
    .replace(/[0-9]{4}-[0-9-]{5}T[0-9:.]+Z/g, "<time>")
    .replace(/[0-9]{8}T[0-9]{6}Z/g, "<time>")
    .replace(/[0-9a-f]{8,}(-[0-9a-f]{4,})*/g, "<id>");
  return JSON.parse(text);
}
