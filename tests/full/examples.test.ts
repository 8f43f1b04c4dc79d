// The examples on the real engine, to their end.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SingleExamples } from "../engine/support/singleExamples";

describe("the examples on the real engine, destroyed", function () {
  this.timeout(120_000);
  let singles: SingleExamples;

  before(async () => {
    singles = await SingleExamples.make();
    await singles.each(async (example) => void (await example.operate("up")));
  });
  after(() => singles.close());

  it("leave a task that can't be cancelled running on destroy, and name it", () =>
    singles.each(async (example, { kind, title, isCancelled }) => {
      if (isCancelled) return;
      const said = await example.operate("destroy");
      assert.match(said, new RegExp(`${title} \\S+ can't be cancelled: it is left running in AWS`));
      assert.deepEqual(
        singles.tasksOf(kind).map(({ running }) => running),
        [true],
      );
    }));

  it("end a task that can be cancelled, and wait until it is gone", () =>
    singles.each(async (example, { kind, isCancelled }) => {
      if (!isCancelled) return;
      const [task] = singles.tasksOf(kind);
      let hasEnded = false;
      const destroying = example.operate("destroy").finally(() => (hasEnded = true));
      while (!hasEnded) {
        const isGoing = singles.tasksOf(kind).some(({ status }) => status === "deleting");
        if (isGoing) singles.emulator.clock.advance(10 * 60_000);
        await sleep(100);
      }
      assert.match(await destroying, new RegExp(`cancelling ${task!.id}`));
      assert.deepEqual(
        singles.tasksOf(kind).map(({ status }) => status),
        ["deleted"],
      );
    }));
});
