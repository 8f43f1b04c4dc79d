// The examples as they stand, on the real engine; the quickstart is run by `npm run demo`.
import assert from "node:assert/strict";
import { type Emulator, startEmulator, type TaskView } from "../../emulator";
import { Example } from "./support/example";

interface Expected {
  readonly kind: string;
  readonly title: string;
  /** What the example exports while its task runs, beside `state` and `result`. */
  outputs(task: TaskView): Readonly<Record<string, unknown>>;
}

const EXAMPLES: Readonly<Record<string, Expected>> = {
  "ec2-store-image": {
    kind: "ec2:StoreImageTask",
    title: "EC2 image store",
    outputs: ({ startedAt }) => ({
      taskId: `us-east-1/my-images/ami-0123456789abcdef0/${startedAt}`,
      object: "not there yet",
    }),
  },
  "appstream-export-image": {
    kind: "appstream:ExportImageTask",
    title: "AppStream image export",
    outputs: ({ id }) => ({ taskId: id, ami: "not there yet" }),
  },
  "workspaces-import-image": {
    kind: "workspaces:CustomImageImport",
    title: "WorkSpaces image import",
    outputs: ({ id }) => ({ imageId: id, usableImage: "not there yet" }),
  },
  "discovery-export": {
    kind: "discovery:ExportTask",
    title: "Application Discovery export",
    outputs: ({ id }) => ({ exportId: id, url: "not there yet", urlExpiresAt: "" }),
  },
};

describe("the examples on the real engine", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let examples: readonly Example[] = [];
  const tasksOf = (kind: string) => emulator.tasks().filter((one) => one.kind === kind);
  /** All at once, each to its end: one that fails must not meet the next test's operations. */
  const each = async (work: (example: Example, expected: Expected) => Promise<void>) => {
    const ends = await Promise.allSettled(examples.map((one) => work(one, EXAMPLES[one.name]!)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };

  before(async () => {
    // In real time, but too long to end meanwhile.
    emulator = await startEmulator({ durationMs: 3_600_000 });
    const names = Object.keys(EXAMPLES);
    examples = await Promise.all(names.map((name) => Example.make(name, emulator)));
  });
  after(async () => {
    for (const example of examples) example.close();
    await emulator.close();
  });

  it("start one task each in the first update, and have their outputs", () =>
    each(async (example, { kind, title, outputs }) => {
      const said = await example.operate("up");
      const [task, ...others] = tasksOf(kind);
      assert.deepEqual(others, []);
      assert.ok(task?.running, said);
      assert.match(said, new RegExp(`started ${title} \\S+ .*; the next \`pulumi up\` waits`));
      assert.doesNotMatch(said, /warning/);
      const { result, ...seen } = await example.outputs();
      assert.deepEqual(seen, { state: "running", ...outputs(task) });
      const { taskKind, taskState } = result as Record<string, unknown>;
      assert.deepEqual([taskKind, taskState], [kind, "running"]);
    }));

  it("leave a task that can't be cancelled running on destroy, and name it", () =>
    each(async (example, { kind, title }) => {
      const said = await example.operate("destroy");
      assert.match(said, new RegExp(`${title} \\S+ can't be cancelled: it is left running in AWS`));
      assert.deepEqual(
        tasksOf(kind).map(({ running }) => running),
        [true],
      );
    }));
});
