// The examples on the real engine, to their end.
import assert from "node:assert/strict";
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
    singles.each(async (example, { kind, title }) => {
      const said = await example.operate("destroy");
      assert.match(said, new RegExp(`${title} \\S+ can't be cancelled: it is left running in AWS`));
      assert.deepEqual(
        singles.tasksOf(kind).map(({ running }) => running),
        [true],
      );
    }));
});
