// `Completion`: what is a change of it, what `check` refuses, and what nobody may be told.
import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import { exportImageTask as appstreamExport } from "../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { exportImageTask } from "../../provider/kinds/ec2/exportImageTask";
import { customImageImport } from "../../provider/kinds/workspaces/customImageImport";
import { check } from "../../provider/lifecycle/check";
import { diffCompletion } from "../../provider/lifecycle/completion";
import type { Context } from "../../provider/lifecycle/context";
import { create } from "../../provider/lifecycle/create";
import { identityText } from "../../provider/lifecycle/identity";
import type { TaskKind } from "../../provider/lifecycle/kind";
import { read } from "../../provider/lifecycle/read";
import { UNKNOWN } from "../../provider/lifecycle/validate";
import { Completing, resultInState } from "../support/completing";
import { Stack, World } from "../support/stack";
import { SUBJECTS } from "./options/subjects";

describe("a Completion", () => {
  let world: World;
  let context: Context;
  let stack: Stack;
  let done: Completing;

  const of = (kind: TaskKind) => {
    stack = new Stack(world, kind);
    done = new Completing(stack);
  };
  const inputsOf = (kind: TaskKind) => SUBJECTS.find((one) => one.kind === kind)!.inputs;
  const start = () => stack.up(inputsOf(stack.kind), context);
  const fault = (effect: Effect, operation: string) =>
    world.emulator.addFault({ operation, times: 1, effect });

  beforeEach(async () => {
    world = await World.make();
    context = world.context();
    of(exportImageTask);
  });
  afterEach(() => world.close());

  describe("that is there", () => {
    beforeEach(async () => {
      await start();
      await done.create(context);
      world.calls();
    });
    afterEach(() => assert.deepEqual(world.calls(), [], "nothing but its creation asks AWS"));

    it("is no change while the task is the same", () => {
      assert.deepEqual(done.preview(world.context()), { changes: false });
    });

    const byProfile = { taskKind: "ec2:ExportImageTask", region: "us-east-1", profile: "images" };
    for (const [what, more] of [
      ["another time limit", { timeouts: { wait: "1h" } }],
      ["other polling", { polling: { minInterval: "1s" } }],
      ["another profile of the task", { of: byProfile }],
    ] as const) {
      it(`is no change with ${what}`, () => {
        assert.deepEqual(done.preview(world.context(), more), { changes: false });
      });
    }

    it("is replaced for another task", () => {
      const difference = done.preview(world.context(), { task: "export-ami-0fedcba9876543210" });
      assert.deepEqual(difference, { changes: true, replaces: ["task"] });
    });

    it("is shown as replaced while a preview does not know the task's id", () => {
      const difference = done.preview(world.context(), { task: UNKNOWN });
      assert.deepEqual(difference, { changes: true, replaces: ["task"] });
    });

    it("is no change without a check, as when a dependency is looked at, while it is unknown", () => {
      const news = done.inputs({ task: UNKNOWN });
      assert.deepEqual(diffCompletion(world.context(), done.state!.outs, news), { changes: false });
    });

    it("is replaced without a check, too, for another task that is known", () => {
      const news = done.inputs({ task: "export-ami-0fedcba9876543210" });
      const difference = diffCompletion(world.context(), done.state!.outs, news);
      assert.deepEqual(difference.replaces, ["task"]);
    });
  });

  describe("with wrong inputs", () => {
    const wrong = {
      task: "",
      of: {
        taskKind: "ec2:ExportImageTask",
        region: "us-east-1",
        profile: "",
        assumeRole: { roleArn: "hush-role" },
        endpoint: "hush.example.com",
      },
      timeouts: { wait: "hush" },
      polling: { minInterval: "2m", maxInterval: "1m" },
      retries: "hush",
    };
    const paths = [
      ...["task", "of.profile", "of.assumeRole.roleArn", "of.endpoint", "timeouts.wait"],
      ...["retries", "polling.minInterval"],
    ];
    const reasons = (secrets: readonly string[] = []) => {
      const { failures } = done.check(context, "update", done.inputs(wrong), secrets);
      assert.ok(failures.every(({ property }) => property === ""));
      return failures.map(({ reason }) => reason);
    };

    it("is told all of them at once", () => {
      assert.deepEqual(
        reasons().map((reason) => reason.split(": ", 1)[0]),
        paths,
      );
    });

    it("shows [secret] in place of what the program marked secret", () => {
      const told = reasons(Object.keys(wrong));
      assert.equal(told.length, paths.length);
      assert.doesNotMatch(told.join("\n"), /hush/);
    });

    it("is told what is wrong with the configuration, too", () => {
      world.environment.PULUMI_AWS_TASKS_WAIT = "never";
      assert.match(reasons().at(-1)!, /^PULUMI_AWS_TASKS_WAIT .*got "never"$/);
    });

    it("leaves alone what a preview does not know", () => {
      const inputs = done.inputs({ task: UNKNOWN, timeouts: { wait: UNKNOWN }, of: UNKNOWN });
      const { failures, inputs: taken } = done.check(context, "preview", inputs);
      assert.deepEqual(failures, []);
      assert.deepEqual(taken, inputs);
    });
  });

  describe("of a task with secret inputs", () => {
    const location = { s3Bucket: "hush-bucket", s3Prefix: "hush/" };
    const secrets = ["s3ExportLocation"];
    const failing = { kind: "fail", statusMessage: "No such bucket: hush-bucket" } as const;
    const isTold = () => assert.doesNotMatch(world.texts.join("\n"), /hush/);

    beforeEach(async () => {
      const identity = identityText("organization", "", "urn:pulumi:dev::tests::task::golden");
      const { inputs } = check(
        context,
        exportImageTask,
        {},
        {
          ...inputsOf(exportImageTask),
          ...{ s3ExportLocation: location, taskKind: exportImageTask.type },
          ...{ __identity: identity, __beacon: { phase: "update", secrets } },
        },
      );
      const { id, outs } = await world.clock.drive(create(context, exportImageTask, inputs));
      stack.state = { id, inputs, outputs: outs, failed: false };
      world.texts.length = 0;
    });
    const fail = () => world.emulator.addFault({ ids: [stack.state!.id], effect: failing });

    it("has the whole result, and tells nobody", async () => {
      await done.create(context, {}, secrets);
      const { s3Uri } = done.result as { s3Uri: string };
      assert.match(s3Uri, /^s3:\/\/hush-bucket\/hush\/export-ami-/);
      isTold();
    });

    it("redacts AWS's reason", async () => {
      fail();
      const reason = await done.reason(context, {}, secrets);
      assert.match(reason, /No such bucket: \[secret\]/);
      isTold();
    });

    it("redacts the reason on its row, too, where AWS gives it before the end", async () => {
      fail();
      const often = { polling: { minInterval: "0.5s", maxInterval: "0.5s" } };
      await done.reason(context, often, secrets);
      assert.ok(world.texts.some((text) => text.startsWith("deleting ")));
      isTold();
    });

    it("redacts AWS's reason where it does not know which of them are", async () => {
      fail();
      const reason = await done.reason(world.context(), {}, secrets);
      assert.match(reason, /failed \(deleted\): No such bucket: \[secret\]\. There is no result\./);
      isTold();
    });

    it("has the whole result where it does not know which of them are, and tells nobody", async () => {
      await done.create(world.context(), {}, secrets);
      assert.match((done.result as { s3Uri: string }).s3Uri, /^s3:\/\/hush-bucket\/hush\/export-/);
      isTold();
    });

    it("repeats nothing of a refusal either where it does not know which of them are", async () => {
      const message = "hush-bucket is out of reach";
      fault({ kind: "error", code: "InvalidRequest", message }, "DescribeExportImageTasks");
      const reason = await done.reason(world.context(), {}, secrets);
      assert.match(reason, /could not be waited for.*InvalidRequest/);
      assert.doesNotMatch(reason, /hush/);
    });
  });

  it("of an incomplete success warns, says what to do, and has `partial: true`", async () => {
    of(exportTask);
    fault({ kind: "truncate" }, "StartExportTask");
    await start();
    await done.create(context);
    assert.equal((done.result as { partial: boolean }).partial, true);
    const warned = world.texts.filter((text) => /is incomplete\. There was more agent/.test(text));
    assert.equal(warned.length, 1);
    assert.doesNotMatch(JSON.stringify(done.state), /X-Amz-/);
  });

  for (const [kind, operation, reason] of [
    [appstreamExport, "CreateExportImageTask", /the AMI is failed: The copy broke/],
    [customImageImport, "ImportCustomWorkspaceImage", /the image is in ERROR: .*The copy broke/],
  ] as const) {
    it(`fails with the reason where the image of ${kind.type} never becomes usable`, async () => {
      of(kind);
      fault({ kind: "artifactFail", statusMessage: "The copy broke" }, operation);
      await start();
      assert.match(await done.reason(context), reason);
    });
  }

  it("of a task that `get` has read has that task's result", async () => {
    of(exportTask);
    await start();
    const props = { taskKind: exportTask.type, region: "us-east-1" };
    context = world.context();
    const got = await read(context, exportTask, stack.state!.id, props);
    stack.state = { id: got.id, inputs: props, outputs: got.props, failed: false };
    await done.create(context);
    const after = await read(world.context(), exportTask, stack.state!.id, props);
    stack.state = { ...stack.state, outputs: after.props };
    assert.deepEqual(done.result, resultInState(stack));
  });
});
