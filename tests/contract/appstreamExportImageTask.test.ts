import assert from "node:assert/strict";
import { exportImageTask } from "../../provider/kinds/appstream/exportImageTask";
import type { Props } from "../../provider/lifecycle/ports";
import { answering, Scene } from "../support/scene";
import { Stack } from "../support/stack";
import { contract } from "./suite";

const inputs = {
  imageName: "desktop",
  amiName: "desktop-1",
  iamRoleArn: "arn:aws:iam::123456789012:role/export",
  tags: { team: "images" },
};

describe("appstream.ExportImageTask", () => {
  contract({
    kind: exportImageTask,
    inputs,
    replacing: { imageName: "desktop-b", amiName: "desktop-2" },
    recorded: {
      iamRoleArn: "arn:aws:iam::123456789012:role/other",
      amiDescription: "weekly",
    },
    operations: { start: "CreateExportImageTask", describe: "GetExportImageTask" },
    other: { ...inputs, amiName: "desktop-2" },
    proof: "mark",
    holdsName: true,
    failing: { kind: "fail", statusMessage: "Sysprep failed" },
    reason: "Sysprep failed",
    succeeded: (id) => ({ taskId: id, state: "COMPLETED" }),
  });

  const scene = new Scene(exportImageTask, inputs);
  const START = "CreateExportImageTask";
  const up = (more: Props = {}) => scene.stack.up({ ...inputs, ...more });
  const startByHand = async (AmiName = inputs.amiName) => {
    const started = await scene.byHand("appstream", START, {
      ImageName: inputs.imageName,
      AmiName,
      IamRoleArn: inputs.iamRoleArn,
    });
    return (started.ExportImageTask as { TaskId: string }).TaskId;
  };
  const amis = async () =>
    (await scene.byHand("ec2", "DescribeImages", { Owners: ["self"] })).Images;
  const tagsOnAmi = async () => {
    const [{ Tags = [] }] = (await amis()) as [{ Tags?: { Key: string; Value: string }[] }];
    return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  };

  describe("COMPLETED with the AMI", () => {
    it("still pending goes on waiting, and says so", async () => {
      await scene.remake({ artifactDelayMs: 600_000 });
      await up();
      scene.world.clock.jump(30_000);
      assert.deepEqual(await scene.stack.preview(inputs), { changes: true });
      assert.match(scene.world.texts.at(-1)!, /COMPLETED.*AMI pending/);
      const before = scene.world.clock.now();
      assert.equal((await up()).error, undefined);
      assert.ok(scene.world.clock.now() - before >= 590_000);
      assert.ok(scene.said("AMI pending") > 1);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.match(String(scene.outputs.amiId), /^ami-/);
    });

    it("still pending is running for a refresh, and tells no amiId yet", async () => {
      await scene.remake({ artifactDelayMs: 600_000 });
      await up();
      scene.world.clock.jump(30_000);
      await scene.stack.refresh();
      const { taskState, state, amiId } = scene.outputs;
      assert.deepEqual([taskState, state, amiId], ["running", "COMPLETED", undefined]);
    });

    it("failed is a failure with its reason, and its name is taken", async () => {
      const error = await scene.fail(START, {
        kind: "artifactFail",
        statusMessage: "Snapshot is corrupt",
      });
      assert.match(error, /failed \(COMPLETED\): the AMI is failed: Snapshot is corrupt\./);
      assert.deepEqual([scene.outputs.taskState, scene.outputs.amiId], ["failed", undefined]);
      const again = await up();
      assert.equal(again.step, "replace");
      assert.match(again.error ?? "", /the name is held by /);
    });

    it("missing for longer than it may be invisible is a failure", async () => {
      await up();
      scene.world.clock.jump(25_000);
      const [{ ImageId }] = (await amis()) as [{ ImageId: string }];
      scene.world.emulator.setImage({ imageId: ImageId, missing: true });
      const before = scene.world.clock.now();
      assert.match((await up()).error ?? "", /COMPLETED, but its result does not exist/);
      assert.ok(scene.world.clock.now() - before >= 300_000);
      assert.ok(scene.said("its result can't be seen yet") > 0);
    });

    it("missing for a moment is waited for", async () => {
      await up();
      scene.world.clock.jump(25_000);
      const notFound = { kind: "error", code: "InvalidAMIID.NotFound" } as const;
      scene.fault("DescribeImages", notFound, { times: 2 });
      assert.equal((await up()).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
    });

    it("deregistered after the success is told by a refresh, and changes nothing", async () => {
      await scene.succeed();
      scene.world.emulator.setImage({ imageId: String(scene.outputs.amiId), missing: true });
      assert.deepEqual(await scene.stack.refresh(), { changes: false });
      const { taskState, artifactGone } = scene.outputs;
      assert.deepEqual([taskState, artifactGone], ["succeeded", true]);
      assert.equal(scene.said("does not exist any more"), 1);
    });

    it("not to be described counts by the task's own status, with one warning", async () => {
      scene.fault("DescribeImages", { kind: "deny" }, {});
      const other = scene.other();
      const elsewhere = { ...inputs, amiName: "desktop-2" };
      await up();
      await other.up(elsewhere);
      const context = scene.world.context();
      assert.equal((await scene.stack.up(inputs, context)).error, undefined);
      assert.equal((await other.up(elsewhere, context)).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.equal(scene.said("allow ec2:DescribeImages to make sure"), 1);
    });
  });

  describe("a name that is taken", () => {
    it("by a running export made by hand is named with the line that takes it over", async () => {
      const id = await startByHand();
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`the name is being made by ${id}.*adopt: "${id}"`));
      assert.equal((await up({ adopt: id })).error, undefined);
      assert.equal((await up()).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.equal(scene.tasks.length, 1);
    });

    it("by a finished export made by hand is named with the line that takes it over", async () => {
      const id = await startByHand();
      scene.world.clock.jump(60_000);
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`the name is held by .*${id}.*adopt: "${id}"`));
      assert.equal((await up({ adopt: id })).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.equal(scene.tasks.length, 1);
    });

    it("by an AMI that no export made is named, and nothing is started", async () => {
      const imageId = "ami-0fedcba9876543210";
      scene.world.emulator.setImage({ imageId, name: inputs.amiName });
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`was not started: the name is held by .*${imageId}`));
      // There is no task to take over.
      assert.doesNotMatch(error ?? "", /adopt:/);
      assert.equal(scene.tasks.length, 0);
    });

    it("by an export that failed is free", async () => {
      await scene.fail(START, { kind: "fail", statusMessage: "Sysprep failed" });
      assert.equal((await scene.other().up(inputs)).error, undefined);
    });
  });

  describe("tags", () => {
    it("go on the AMI with the start, ours beside the program's, and the hold at the end", async () => {
      await scene.succeed();
      const { team, ...ours } = await tagsOnAmi();
      assert.equal(team, "images");
      assert.match(ours["pulumi-aws-tasks:id"]!, /^[0-9a-f]{32}$/);
      assert.equal(ours["pulumi-aws-tasks:stack"], "tests/dev");
      assert.equal(ours["pulumi-aws-tasks:hold"], scene.outputs.__hold);
      const echo = scene.outputs.tagSpecifications as Props;
      assert.equal(echo.team, "images");
    });

    it("are changed in place once the AMI is there, and only our own are taken off", async () => {
      await scene.succeed();
      const [{ ImageId }] = (await amis()) as [{ ImageId: string }];
      const Tags = [{ Key: "theirs", Value: "a" }];
      await scene.byHand("ec2", "CreateTags", { Resources: [ImageId], Tags });
      assert.equal((await up({ tags: { stage: "prod" } })).step, "update");
      const { team, stage, theirs } = await tagsOnAmi();
      assert.deepEqual([team, stage, theirs], [undefined, "prod", "a"]);
      assert.equal(scene.tasks.length, 1);
    });

    it("that changed during the export are brought to the AMI at its end", async () => {
      const running = { wait: "none" };
      await up({ ...running, tags: { team: "images", stage: "test" } });
      await up({ ...running, tags: { team: "platform" } });
      assert.equal((await up({ tags: { team: "platform" } })).error, undefined);
      const { team, stage } = await tagsOnAmi();
      assert.deepEqual([team, stage], ["platform", undefined]);
    });

    it("of ours are taken off the AMI that a destroy leaves behind", async () => {
      await scene.succeed();
      await scene.stack.destroy();
      assert.deepEqual(await tagsOnAmi(), { team: "images" });
    });
  });

  describe("a failure", () => {
    for (const status of ["FAILED", "TIMED_OUT"]) {
      it(`with ${status} has AWS's code and reason, and is replaced create first`, async () => {
        const effect = { kind: "fail", status, code: "Sysprep", statusMessage: "It hung" } as const;
        const error = await scene.fail(START, effect);
        assert.match(error, new RegExp(`failed \\(${status}\\): Sysprep: It hung\\.`));
        assert.deepEqual(scene.outputs.errorDetails, [
          { errorCode: "Sysprep", errorMessage: "It hung" },
        ]);
        const { step, difference } = await up();
        assert.deepEqual([step, difference?.deleteBeforeReplace], ["replace", false]);
        assert.equal(scene.outputs.taskState, "running");
      });
    }

    it("has every one of several error details", async () => {
      const ErrorDetails = [{ ErrorCode: "A", ErrorMessage: "One" }, { ErrorMessage: "Two" }];
      const kind = answering(exportImageTask, ({ ExportImageTask }) => ({
        ExportImageTask: { ...(ExportImageTask as Props), State: "FAILED", ErrorDetails },
      }));
      scene.stack = new Stack(scene.world, kind);
      await up();
      assert.match((await up()).error ?? "", /A: One; Two\./);
    });
  });

  it("leaves a running export, which nothing can cancel, and names it", async () => {
    await up();
    const { id } = scene.stack.state!;
    await scene.stack.destroy();
    assert.equal(scene.said(`${id} can't be cancelled: it is left running`), 1);
    assert.ok(scene.tasks[0]!.running);
  });

  it("fails at once with the remedy at AWS's limit of exports", async () => {
    await scene.remake({ appstreamExportLimit: 1 });
    await startByHand("another");
    const before = scene.world.clock.now();
    assert.match((await up()).error ?? "", /LimitExceededException.*try again when one has ended/);
    assert.equal(scene.world.clock.now(), before);
  });
});
