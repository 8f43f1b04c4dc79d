// The examples as they stand, on the real engine; the quickstart is run by `npm run demo`.
import assert from "node:assert/strict";
import { SingleExamples } from "./support/singleExamples";

describe("the examples on the real engine", function () {
  this.timeout(120_000);
  let singles: SingleExamples;

  before(async () => {
    singles = await SingleExamples.make();
  });
  after(() => singles.close());

  it("start one task each in the first update, and have their outputs", () =>
    singles.each(async (example, { kind, title, outputs }) => {
      const said = await example.operate("up");
      const [task, ...others] = singles.tasksOf(kind);
      assert.deepEqual(others, []);
      assert.ok(task?.running, said);
      assert.match(said, new RegExp(`started ${title} \\S+ .*; the next \`pulumi up\` waits`));
      assert.doesNotMatch(said, /warning/);
      const { result, ...seen } = await example.outputs();
      assert.deepEqual(seen, { state: "running", ...outputs(task) });
      const { taskKind, taskState } = result as Record<string, unknown>;
      assert.deepEqual([taskKind, taskState], [kind, "running"]);
    }));
});
