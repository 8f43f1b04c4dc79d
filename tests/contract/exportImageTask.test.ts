import assert from "node:assert/strict";
import { exportImageTask } from "../../provider/kinds/ec2/exportImageTask";
import { Stack, World } from "../support/stack";
import { contract } from "./suite";

const inputs = {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
  description: "nightly",
  tags: { team: "images" },
};

describe("ec2.ExportImageTask", () => {
  contract({
    kind: exportImageTask,
    inputs,
    replacing: {
      imageId: "ami-0fedcba9876543210",
      diskImageFormat: "RAW",
      s3ExportLocation: { s3Bucket: "others" },
    },
    recorded: { description: "weekly", roleName: "exporter" },
    operations: {
      start: "ExportImage",
      describe: "DescribeExportImageTasks",
      cancel: "CancelExportTask",
    },
    other: { ...inputs, imageId: "ami-0fedcba9876543210" },
    proof: "mark",
    failing: { kind: "fail", statusMessage: "ClientError: Unsupported kernel version" },
    reason: "ClientError: Unsupported kernel version",
    succeeded: (id) => ({
      exportImageTaskId: id,
      status: "completed",
      s3Bucket: "exports",
      s3Key: `images/${id}.vmdk`,
      s3KeyPrefix: `images/${id}`,
      s3Uri: `s3://exports/images/${id}.vmdk`,
    }),
  });

  let world: World;
  let stack: Stack;
  beforeEach(async () => {
    world = await World.make();
    stack = new Stack(world, exportImageTask);
  });
  afterEach(() => world.close());
  const tagsOnTask = () => world.emulator.tasks().at(-1)!.tags;

  it("waits to start until another export of the same AMI has ended", async () => {
    const other = new Stack(world, exportImageTask, "other");
    await stack.up(inputs);
    assert.equal((await other.up(inputs)).error, undefined);
    const [first, second] = world.emulator.tasks();
    assert.equal(first!.running, false);
    assert.equal(second!.id, other.state!.id);
    assert.ok(world.texts.some((text) => text.includes(`${first!.id} has to end first`)));
  });

  it("waits to start while the Region's limit of running exports is reached", async () => {
    await world.close();
    world = await World.make({ runningConversionLimit: 1 });
    stack = new Stack(world, exportImageTask);
    const other = new Stack(world, exportImageTask, "other");
    await stack.up(inputs);
    const elsewhere = { ...inputs, imageId: "ami-0fedcba9876543210" };
    assert.equal((await other.up(elsewhere)).error, undefined);
    assert.equal(world.emulator.tasks().length, 2);
    assert.ok(world.texts.some((text) => text.includes("limit of running tasks")));
  });

  it("gives up starting after timeouts.start, and says that nothing was started", async () => {
    world.emulator.addFault({
      operation: "ExportImage",
      effect: { kind: "error", code: "ResourceLimitExceeded", message: "Too many." },
    });
    const before = world.clock.now();
    const { error } = await stack.up({ ...inputs, timeouts: { start: "10m" } });
    assert.match(error ?? "", /was not started.*ResourceLimitExceeded: Too many/);
    assert.equal(world.clock.now() - before, 600_000);
  });

  it("fails at once with the remedy when AWS documents the cause", async () => {
    world.emulator.setImage({
      imageId: inputs.imageId,
      exportError: { code: "NotExportable", message: "Not an own AMI." },
    });
    const { error } = await stack.up(inputs);
    assert.match(error ?? "", /NotExportable.*AWS exports own AMIs only/s);
  });

  it("names the permission and the switch when tagging at the start is denied", async () => {
    world.emulator.addFault({
      operation: "ExportImage",
      effect: { kind: "deny", onlyWithTags: true },
    });
    const { error } = await stack.up(inputs);
    assert.match(error ?? "", /ec2:CreateTags.*identityTags: false/s);
    const untagged = { ...inputs, tags: {}, identityTags: false };
    assert.equal((await stack.up(untagged)).error, undefined);
    assert.deepEqual(tagsOnTask(), {});
  });

  it("marks the task as its own, beside the program's tags", async () => {
    await stack.up(inputs);
    const tags = tagsOnTask();
    assert.equal(tags.team, "images");
    assert.match(tags["pulumi-aws-tasks:id"]!, /^[0-9a-f]{32}$/);
    assert.equal(tags["pulumi-aws-tasks:stack"], "tests/dev");
    assert.equal(tags["pulumi-aws-tasks:hold"], stack.state!.outputs.__hold);
  });

  it("changes tags in place, and takes off only its own", async () => {
    await stack.up(inputs);
    await stack.up({ ...inputs, tags: { team: "platform", stage: "prod" } });
    assert.equal(tagsOnTask().team, "platform");
    await stack.up({ ...inputs, tags: { stage: "prod" } });
    const { team, stage, "pulumi-aws-tasks:id": id } = tagsOnTask();
    assert.deepEqual([team, stage, id?.length], [undefined, "prod", 32]);
    assert.equal(world.emulator.tasks().length, 1);
  });

  it("takes its marks off a finished task that it leaves behind", async () => {
    await stack.up(inputs);
    await stack.up(inputs);
    await stack.destroy();
    assert.deepEqual(tagsOnTask(), { team: "images" });
  });

  it("cancels the running task before its replacement starts: AWS allows one per AMI", async () => {
    await stack.up(inputs);
    world.calls();
    const { difference } = await stack.up({ ...inputs, triggers: [1] });
    assert.equal(difference?.deleteBeforeReplace, true);
    const calls = world.calls();
    assert.ok(calls.indexOf("CancelExportTask") < calls.indexOf("ExportImage"), String(calls));
  });

  it("leaves a task in its final transfer to finish when it is deleted", async () => {
    await stack.up(inputs);
    world.clock.jump(19_500);
    await stack.destroy();
    assert.equal(world.emulator.tasks()[0]!.status, "completed");
  });

  it("starts no second task when only the token proves the first", async () => {
    const untagged = { ...inputs, identityTags: false };
    await stack.up(untagged);
    const { id } = stack.state!;
    stack.state = undefined;
    await stack.up(untagged);
    assert.equal(stack.state!.id, id);
    assert.equal(world.emulator.tasks().length, 1);
  });

  it("takes up a kept success after `state delete`, by its mark", async () => {
    await stack.up(inputs);
    await stack.up(inputs);
    const { id } = stack.state!;
    stack.state = undefined;
    await stack.up(inputs);
    assert.equal(stack.state!.id, id);
    assert.equal(stack.state!.outputs.taskState, "succeeded");
  });
});
