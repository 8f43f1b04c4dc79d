import assert from "node:assert/strict";
import { customImageImport } from "../../provider/kinds/workspaces/customImageImport";
import type { Props } from "../../provider/lifecycle/ports";
import { answering, Scene } from "../support/scene";
import { Stack } from "../support/stack";
import { contract } from "./suite";

const inputs = {
  imageName: "desktop",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  tags: { team: "images" },
};

describe("workspaces.CustomImageImport", () => {
  contract({
    kind: customImageImport,
    inputs,
    replacing: {
      imageName: "desktop-2",
      computeType: "GRAPHICS_G6",
      protocol: "BYOP",
      imageSource: { ec2ImageId: "ami-0fedcba9876543210" },
      osVersion: "Windows_10",
    },
    recorded: {
      imageDescription: "Another desktop",
      infrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/others",
    },
    operations: {
      start: "ImportCustomWorkspaceImage",
      describe: "DescribeCustomWorkspaceImageImport",
    },
    other: {
      ...inputs,
      imageName: "desktop-2",
      imageSource: { ec2ImageId: "ami-0fedcba9876543210" },
    },
    proof: "mark",
    holdsName: true,
    discard: "DeleteWorkspaceImage",
    failing: { kind: "fail", statusMessage: "Sysprep failed" },
    reason: "Sysprep failed",
    succeeded: (id) => ({ imageId: id, state: "COMPLETED", workspaceImageId: id }),
  });

  const scene = new Scene(customImageImport, inputs);
  const START = "ImportCustomWorkspaceImage";
  const up = (more: Props = {}) => scene.stack.up({ ...inputs, ...more });
  const startByHand = async () => {
    const ImageSource = { Ec2ImageId: inputs.imageSource.ec2ImageId };
    const members = Object.entries({ ...inputs, imageSource: undefined, tags: undefined });
    const input = Object.fromEntries(
      members.map(([k, v]) => [k[0]!.toUpperCase() + k.slice(1), v]),
    );
    const { ImageId } = await scene.byHand("workspaces", START, { ...input, ImageSource });
    return String(ImageId);
  };
  const tagsOnImage = () => scene.tasks.at(-1)!.tags;
  const failing = { kind: "fail", statusMessage: "Sysprep failed" } as const;

  describe("COMPLETED with the image", () => {
    it("still PENDING goes on waiting, and says so", async () => {
      await scene.remake({ artifactDelayMs: 600_000 });
      await up();
      scene.world.clock.jump(30_000);
      assert.deepEqual(await scene.stack.preview(inputs), { changes: true });
      assert.match(scene.world.texts.at(-1)!, /COMPLETED.*image PENDING/);
      await scene.stack.refresh();
      const { taskState, workspaceImageId } = scene.outputs;
      assert.deepEqual([taskState, workspaceImageId], ["running", undefined]);
      const before = scene.world.clock.now();
      assert.equal((await up()).error, undefined);
      assert.ok(scene.world.clock.now() - before >= 590_000);
      assert.equal(scene.outputs.workspaceImageId, scene.stack.state!.id);
    });

    it("in ERROR is a failure with the image's reasons, and is replaced", async () => {
      const statusMessage = "The image is not generalized";
      const effect = { kind: "artifactFail", statusMessage, code: "NotGeneralized" } as const;
      const error = await scene.fail(START, effect);
      assert.match(error, /the image is in ERROR: NotGeneralized: The image is not generalized/);
      assert.equal(scene.outputs.taskState, "failed");
      const { step, error: again } = await up();
      assert.deepEqual([step, again], ["replace", undefined]);
    });

    it("missing for longer than it may be invisible is a failure", async () => {
      await up();
      const imageId = scene.stack.state!.id;
      scene.world.clock.jump(25_000);
      scene.world.emulator.setWorkspaceImage({ imageId, missing: true });
      const before = scene.world.clock.now();
      assert.match((await up()).error ?? "", /COMPLETED, but its result does not exist/);
      assert.ok(scene.world.clock.now() - before >= 300_000);
    });

    it("not to be described counts by the import's own status, with one warning", async () => {
      await up();
      scene.fault("DescribeWorkspaceImages", { kind: "deny" }, {});
      assert.equal((await up()).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.equal(scene.said("allow workspaces:DescribeWorkspaceImages to make sure"), 1);
    });
  });

  describe("an image in ERROR", () => {
    it("of our own is removed before the new start, when the state was lost", async () => {
      await scene.fail(START, failing);
      scene.stack.state = undefined;
      scene.world.calls();
      assert.equal((await up()).error, undefined);
      const calls = scene.world.calls().filter((call) => /^(Delete|Import)/.test(call));
      assert.deepEqual(calls, ["DeleteWorkspaceImage", START]);
    });

    it("of our own is removed first by the replacement of a failure", async () => {
      await scene.fail(START, failing);
      scene.world.calls();
      const { difference, error } = await up();
      assert.deepEqual([difference?.deleteBeforeReplace, error], [true, undefined]);
      const calls = scene.world.calls().filter((call) => /^(Delete|Import)/.test(call));
      assert.deepEqual(calls, ["DeleteWorkspaceImage", START]);
    });

    it("of our own that is in use fails the start, which says so", async () => {
      await scene.fail(START, failing);
      scene.world.emulator.setWorkspaceImage({ imageId: scene.stack.state!.id, associated: true });
      scene.stack.state = undefined;
      assert.match((await up()).error ?? "", /was not started.*ResourceAssociated.*detach it/);
    });

    it("of another is named, never removed", async () => {
      const imageId = "wsi-0fedcba98";
      const state = "ERROR" as const;
      scene.world.emulator.setWorkspaceImage({ imageId, name: inputs.imageName, state });
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`the name is held by ${imageId}`));
      assert.ok(!scene.world.calls().includes("DeleteWorkspaceImage"));
    });

    it("that is in use fails the destroy, which names it and what to do, until it is free", async () => {
      await scene.fail(START, failing);
      const imageId = scene.stack.state!.id;
      scene.world.emulator.setWorkspaceImage({ imageId, associated: true });
      await assert.rejects(scene.stack.destroy(), (error: Error) => {
        assert.match(error.message, /ResourceAssociatedException.*detach it from its bundles/);
        return error.message.includes(imageId);
      });
      assert.equal(scene.stack.state!.id, imageId);
      scene.world.emulator.setWorkspaceImage({ imageId });
      await scene.stack.destroy();
    });
  });

  describe("a name that is taken", () => {
    it("by a running import made by hand is named with the line that takes it over", async () => {
      const id = await startByHand();
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`the name is being made by ${id}.*adopt: "${id}"`));
      assert.equal((await up({ adopt: id })).error, undefined);
      assert.equal((await up()).error, undefined);
      assert.equal(scene.outputs.taskState, "succeeded");
      assert.equal(scene.tasks.length, 1);
    });

    it("by a finished import made by hand is named with the line that takes it over", async () => {
      const id = await startByHand();
      scene.world.clock.jump(60_000);
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`the name is held by ${id}.*adopt: "${id}"`));
      assert.equal((await up({ adopt: id })).error, undefined);
      assert.equal(scene.outputs.workspaceImageId, id);
    });

    it("by an image that no import made is named, and nothing is started", async () => {
      const imageId = "wsi-0fedcba98";
      scene.world.emulator.setWorkspaceImage({ imageId, name: inputs.imageName });
      const { error } = await up();
      assert.match(error ?? "", new RegExp(`was not started: the name is held by ${imageId}`));
      // There is no import to take over.
      assert.doesNotMatch(error ?? "", /adopt:/);
      assert.equal(scene.tasks.length, 0);
    });
  });

  describe("tags", () => {
    it("go on the image with the start, ours beside the program's", async () => {
      await up();
      const { team, ...ours } = tagsOnImage();
      assert.equal(team, "images");
      assert.match(ours["pulumi-aws-tasks:id"]!, /^[0-9a-f]{32}$/);
      assert.equal(ours["pulumi-aws-tasks:stack"], "tests/dev");
      assert.equal(ours["pulumi-aws-tasks:hold"], scene.outputs.__hold);
    });

    it("are changed in place, and only our own are taken off", async () => {
      await scene.succeed();
      const { id } = scene.stack.state!;
      const Tags = [{ Key: "theirs", Value: "a" }];
      await scene.byHand("workspaces", "CreateTags", { ResourceId: id, Tags });
      assert.equal((await up({ tags: { stage: "prod" } })).step, "update");
      const { team, stage, theirs } = tagsOnImage();
      assert.deepEqual([team, stage, theirs], [undefined, "prod", "a"]);
    });

    it("of ours are taken off the image that a destroy leaves behind", async () => {
      await scene.succeed();
      await scene.stack.destroy();
      assert.deepEqual(tagsOnImage(), { team: "images" });
    });
  });

  it("fails with the state's message and every one of several error details", async () => {
    const ErrorDetails = [
      { ErrorCode: "PendingReboot", ErrorMessage: "Restart it" },
      { ErrorCode: "OutdatedPowershellVersion" },
    ];
    const kind = answering(customImageImport, (answer) => ({
      ...{ ...answer, State: "ERROR", StateMessage: "The tests failed", ErrorDetails },
    }));
    scene.stack = new Stack(scene.world, kind);
    await up();
    const { error } = await up();
    assert.match(error ?? "", /The tests failed; PendingReboot: Restart it; OutdatedPowershell/);
    assert.equal(scene.outputs.stateMessage, "The tests failed");
  });

  it("fails at once with the remedy when the quota of images is used up", async () => {
    await scene.remake({ workspaceImageLimit: 1, workspaceImages: [{ imageId: "wsi-0fedcba98" }] });
    const before = scene.world.clock.now();
    assert.match((await up()).error ?? "", /ResourceLimitExceededException.*raise the quota/);
    assert.equal(scene.world.clock.now(), before);
  });

  it("leaves a running import, which nothing can cancel, and names it", async () => {
    await up();
    const { id } = scene.stack.state!;
    await scene.stack.destroy();
    assert.equal(scene.said(`${id} can't be cancelled: it is left running`), 1);
  });
});
