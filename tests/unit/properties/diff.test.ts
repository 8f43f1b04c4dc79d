// `diff` of any state, program and AWS: it never throws, and waits only where an update waits.
import assert from "node:assert/strict";
import fc from "fast-check";
import { PREVIEW_DESCRIBE_MS } from "../../../provider/lifecycle/diff";
import { canonical } from "../../../provider/lifecycle/identity";
import { timeoutMs, waitMode } from "../../../provider/lifecycle/inputs";
import { RefusedError } from "../../../provider/lifecycle/errors";
import { isFailure, type TaskKind } from "../../../provider/lifecycle/kind";
import type { Props } from "../../../provider/lifecycle/ports";
import { taskStateOf } from "../../../provider/lifecycle/state";
import { hasUnknown, UNKNOWN } from "../../../provider/lifecycle/validate";
import { isChecked, type Situation, situationOf, told, toldOf } from "./support/diffs";
import { survives } from "./support/host";
import { canBeTold, edited, PROGRAMS } from "./support/programs";
import { runs } from "./support/runs";
import { anyRecord } from "./support/values";

const isPlanning = ({ phase }: Situation) => phase !== "update";

/** What a change starts a new task for, as it was and as it is to be. */
function restarts(kind: TaskKind, olds: Props, news: Props, situation: Situation): string[] {
  const names = [...kind.replaces, "region", ...(isChecked(situation) ? ["triggers"] : [])];
  return names.filter((name) => {
    if (hasUnknown(news[name])) return isChecked(situation);
    const nothing = name === "triggers" ? [] : null;
    return canonical(olds[name] ?? nothing) !== canonical(news[name] ?? nothing);
  });
}

for (const program of PROGRAMS) {
  const { kind } = program;
  const situations = situationOf(program);

  describe(`diff of ${program.name}`, () => {
    it("looks once at most where nobody waits, and no longer than a preview may last", async () => {
      const planned = situations.filter(isPlanning);
      const holds = fc.asyncProperty(planned, async (situation) => {
        const { aws, elapsedMs } = await told(program, situation);
        assert.ok(aws.times.length <= (isChecked(situation) ? 1 : 0));
        assert.equal(elapsedMs, aws.wasSilent ? PREVIEW_DESCRIBE_MS : 0);
      });
      await fc.assert(holds, runs(250));
    });

    it("says nothing of odd numbers", async () => {
      const holds = fc.asyncProperty(situations, async (situation) => {
        const { status, info, warn } = (await told(program, situation)).context.texts;
        for (const text of [...status, ...info, ...warn]) {
          assert.doesNotMatch(text, /NaN|undefined|\[object/);
        }
      });
      await fc.assert(holds, runs(100));
    });

    it("waits within the time limit, and never looks without a pause", async () => {
      const waits = fc.constantFrom<Props>({}, { timeouts: { wait: "20s" } }, { timeouts: {} });
      const updates = fc.tuple(situations, waits).map(([one, change]) => ({
        ...one,
        phase: "update" as const,
        change,
        stored: { ...one.stored, taskState: "running" },
      }));
      const holds = fc.asyncProperty(updates, async (situation) => {
        const { aws, elapsedMs, news } = await told(program, situation);
        if (waitMode(news, situation.override) !== "diff") assert.ok(aws.times.length <= 1);
        const limitMs = timeoutMs(kind, news, "wait");
        // Only a look that is not answered at all may last longer.
        assert.ok(elapsedMs <= limitMs + (aws.wasSilent ? LAST_LOOK_MS : 0), `${elapsedMs} ms`);
        const pauses = aws.times.slice(1, -1).map((time, index) => time - aws.times[index]!);
        for (const pause of pauses) assert.ok(pause >= SHORTEST_PAUSE_MS, `${pause} ms`);
      });
      await fc.assert(holds, runs(200));
    });

    it("replaces a task for what determines it, or for a failure that was reported", async () => {
      const holds = fc.asyncProperty(situations, async (situation) => {
        const { difference, olds, news } = await told(program, situation);
        const names = restarts(kind, olds, news, situation);
        const isOver =
          isChecked(situation) &&
          isFailure(taskStateOf(olds)) &&
          olds.failureReported === true &&
          news.onFailure !== "keep";
        const expected = names.length > 0 ? names : isOver ? ["taskState"] : [];
        assert.deepEqual([...(difference.replaces ?? [])].sort(), expected.sort());
        if (expected.length > 0) assert.equal(difference.changes, true);
      });
      await fc.assert(holds, runs(250));
    });

    it("replaces a task where a preview does not know yet what determines it", async () => {
      const names = [...kind.replaces, "triggers"].filter((name) => name in program.inputs);
      const holds = fc.asyncProperty(situations, fc.subarray(names), async (one, unknown) => {
        const change = Object.fromEntries(unknown.map((name) => [name, UNKNOWN]));
        const { difference, elapsedMs } = await told(program, { ...one, phase: "preview", change });
        for (const name of unknown) assert.ok(difference.replaces?.includes(name), name);
        assert.ok(elapsedMs <= PREVIEW_DESCRIBE_MS);
      });
      await fc.assert(holds, runs(100));
    });

    it("takes whatever is stored, and whatever is given", async () => {
      const any = fc.oneof({ weight: 4, arbitrary: edited(program) }, anyRecord.filter(canBeTold));
      const holds = fc.asyncProperty(situations, any, any, async (situation, olds, news) => {
        const { difference, aws } = await toldOf(program, situation, olds, news);
        survives({ ...difference });
        assert.equal(typeof difference.changes, "boolean");
        if (situation.phase === "preview") assert.ok(aws.times.length <= 1);
      });
      await fc.assert(holds, runs(250));
    });

    it("says what it says without AWS, too", async () => {
      const holds = fc.asyncProperty(situations, edited(program), async (situation, news) => {
        const nobody = () => {
          throw new RefusedError("nobody may call AWS here");
        };
        const { difference } = await toldOf(program, situation, situation.stored, news, nobody);
        assert.equal(typeof difference.changes, "boolean");
      });
      await fc.assert(holds, runs(100));
    });

    it("asks nothing about a success whose inputs are the same", async () => {
      const same = situations.map((one) => ({
        ...one,
        change: {},
        stored: { ...one.stored, taskState: "succeeded", __resultMarked: true },
      }));
      const holds = fc.asyncProperty(same, async (situation) => {
        const { difference, aws } = await told(program, situation);
        assert.deepEqual(difference, { changes: false });
        assert.deepEqual([...aws.times, ...aws.others], []);
      });
      await fc.assert(holds, runs(100));
    });
  });
}

const LAST_LOOK_MS = 10_000;
/** The least of the programs' and of the kinds' shortest intervals, less the spread. */
const SHORTEST_PAUSE_MS = 4_500;
