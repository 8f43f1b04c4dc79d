import assert from "node:assert/strict";
import { PREVIEW_DESCRIBE_MS, diff } from "../../../../provider/lifecycle/diff";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import type { Props, Trouble } from "../../../../provider/lifecycle/ports";
import { awsError, contextWith, IDENTITY, inputs, TASK_ID, taskOf } from "../support/context";
import { type Situation, tell } from "../support/diffing";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const PHASES = ["preview", "update", "unsaid", "none"] as const;
const WAITS = ["diff", "update", "none"] as const;
const TROUBLES: readonly Trouble[] = [
  ...(["throttled", "network", "unavailable", "aborted", "denied", "credentials"] as const),
  ...(["settings", "unsupported", "refused"] as const),
];

describe("diff when AWS fails", () => {
  const troubles = TROUBLES.map((trouble): [string, unknown] => [
    `an error that is ${trouble}`,
    awsError(trouble, "SomeCode"),
  ]);
  const thrown: readonly [string, unknown][] = [
    ...troubles,
    ["an error that is none of AWS's", new TypeError("x is not a function")],
    ["a text", "broken"],
    ["nothing", undefined],
  ];
  for (const [name, error] of thrown) {
    it(`never throws at ${name}`, async () => {
      const aws = () => Promise.reject(error);
      for (const phase of PHASES) {
        for (const wait of WAITS) {
          for (const change of [{}, { imageId: "ami-01234567" }, { tags: { a: "b" } }]) {
            const told = await tell({ recorded: "running", phase, wait, change, aws });
            assert.equal(typeof told.difference.changes, "boolean");
          }
        }
      }
    });
  }

  it("never throws when there is no way to call AWS at all", async () => {
    for (const phase of ["preview", "update", undefined] as const) {
      const context = contextWith();
      const said = phase === undefined ? {} : { phase };
      context.memory.beacons.set(IDENTITY, { ...said, secrets: new Set() });
      const olds = { ...inputs, taskState: "running" };
      assert.equal((await diff(context, exportImageTask, TASK_ID, olds, inputs)).changes, true);
    }
  });

  const odd: readonly Props[] = [
    ...[{ ExportImageTasks: [] }, {}, { ExportImageTasks: [{}] }],
    { ExportImageTasks: [taskOf("active", { ExportImageTaskId: "another" })] },
    { ExportImageTasks: [taskOf("active", { Progress: "soon", Tags: [{}] })] },
  ];
  for (const answer of odd) {
    it(`never throws at the answer ${JSON.stringify(answer).slice(0, 60)}`, async () => {
      for (const phase of PHASES) {
        const aws = () => answer;
        // `none` in the answer's stead, as such a task would be waited for until the time-out.
        const told = await tell({ recorded: "running", phase, wait: "none", aws });
        assert.equal(typeof told.difference.changes, "boolean");
      }
    });
  }

  it("shows the last recorded state in a preview, with one warning per process", async () => {
    const context = contextWith();
    context.memory.beacons.set(IDENTITY, { phase: "preview", secrets: new Set() });
    const olds = { ...inputs, taskState: "running" };
    for (const id of ["export-ami-1", "export-ami-2"]) {
      assert.deepEqual(await diff(context, exportImageTask, id, olds, inputs), { changes: true });
    }
    assert.equal(context.texts.warn.length, 1);
    assert.match(context.texts.warn[0]!, /present states are not known/);
  });

  it("says AWS's reason in that warning", async () => {
    const aws = () => Promise.reject(awsError("denied", "AccessDenied", "not you"));
    const { context } = await tell({ recorded: "running", phase: "preview", aws });
    assert.match(context.texts.warn.join(), /AccessDenied: not you.*Allow AnyOperation/);
  });

  it("keeps the refusal of a wait for the update that follows", async () => {
    const error = awsError("denied", "AccessDenied");
    const told = await tell({
      recorded: "running",
      phase: "update",
      aws: () => Promise.reject(error),
    });
    assert.deepEqual(told.difference, { changes: true });
    const outcome = told.context.memory.takeOutcome(TASK_ID);
    assert.deepEqual(outcome, { ending: "refused", error, polls: 1, elapsedMs: 0 });
    assert.deepEqual(told.context.texts.warn, []);
  });
});

describe("diff when AWS does not answer", () => {
  const never = () => new Promise<Props>(() => {});
  const looks: readonly [string, Situation][] = [
    ["a preview", { recorded: "running", phase: "preview" }],
    [
      "a preview of a replacement",
      { recorded: "running", phase: "preview", change: { imageId: "a" } },
    ],
    ["an update's replacement", { recorded: "running", phase: "update", change: { imageId: "a" } }],
    ["an update that asks no wait", { recorded: "running", phase: "update", wait: "none" }],
    ["a check without a beacon", { recorded: "running", phase: "unsaid" }],
  ];
  for (const [name, situation] of looks) {
    it(`lets ${name} go on after five seconds`, async () => {
      const told = await tell({ ...situation, aws: never });
      assert.equal(told.elapsedMs, PREVIEW_DESCRIBE_MS);
      assert.equal(told.elapsedMs, 5_000);
      assert.equal(told.calls, 1);
      assert.match(told.context.texts.warn.join(), /did not answer in time/);
    });
  }

  it("aborts the call that it no longer waits for", async () => {
    let signal: AbortSignal | undefined;
    const aws = (_request: object, given?: AbortSignal) => ((signal = given), never());
    await tell({ recorded: "running", phase: "preview", aws });
    assert.equal(signal?.aborted, true);
  });

  it("takes the delete-first order for a replacement, as the task was running when last seen", async () => {
    const change = { imageId: "ami-01234567" };
    const told = await tell({ recorded: "running", phase: "update", change, aws: never });
    assert.equal(told.difference.deleteBeforeReplace, true);
  });

  it("ends the wait of an update when the engine is gone", async () => {
    const context = contextWith({
      region: "eu-central-1",
      key: "eu-central-1",
      send: never,
      accountId: async () => undefined,
    });
    context.memory.beacons.set(IDENTITY, { phase: "update", secrets: new Set() });
    const olds = { ...inputs, taskState: "running" };
    const difference = diff(context, exportImageTask, TASK_ID, olds, inputs);
    await context.clock.advance(60_000);
    context.leave();
    assert.deepEqual(await difference, { changes: true });
    assert.equal(context.memory.takeOutcome(TASK_ID)?.ending, "aborted");
  });

  it("ends the wait of an update at its limit", async () => {
    const change = { timeouts: { wait: "1h" } };
    const told = await tell({ recorded: "running", phase: "update", change, aws: never });
    assert.deepEqual(told.difference, { changes: true });
    assert.equal(told.context.memory.takeOutcome(TASK_ID)?.ending, "timedOut");
    assert.equal(told.elapsedMs, 3_610_000);
  });
});

describe("diff without a check in this process (a refresh)", () => {
  for (const recorded of ["running", "succeeded", "failed", "reported", "cancelled"] as const) {
    it(`makes no call and sees no change for one that is ${recorded}`, async () => {
      const told = await tell({ recorded, phase: "none", change: { tags: { a: "b" } } });
      assert.deepEqual([told.difference, told.calls], [{ changes: false }, 0]);
    });
  }

  for (const change of [{ imageId: UNKNOWN }, { triggers: [UNKNOWN] }, { triggers: ["v2"] }]) {
    it(`takes ${JSON.stringify(change)} for no difference`, async () => {
      const told = await tell({ recorded: "succeeded", phase: "none", change });
      assert.deepEqual(told.difference, { changes: false });
    });
  }

  it("replaces for another start input, without a call even for a running one", async () => {
    const change = { imageId: "ami-01234567" };
    const told = await tell({ recorded: "running", phase: "none", change });
    assert.deepEqual(told.difference.replaces, ["imageId"]);
    assert.equal(told.calls, 0);
  });
});

describe("a preview's look at a running task", () => {
  it("says status, percentage and what `pulumi up` will do", async () => {
    const aws = () => ({ ExportImageTasks: [taskOf("active", { Progress: "43" })] });
    const { context } = await tell({ recorded: "running", phase: "preview", aws });
    assert.match(context.texts.info.join(), /^active 43 % .*export-ami-.*`pulumi up` waits/);
  });

  it("warns of a status that is new, once", async () => {
    const { context } = await tell({ recorded: "running", phase: "preview", aws: ["verifying"] });
    assert.equal(context.texts.warn.length, 1);
    assert.match(context.texts.warn[0]!, /"verifying".*counts as running/);
  });
});
