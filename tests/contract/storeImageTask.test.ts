import assert from "node:assert/strict";
import { storeImageTask } from "../../provider/kinds/ec2/storeImageTask";
import type { Props } from "../../provider/lifecycle/ports";
import { HOUR_MS, Scene } from "../support/scene";
import { contract } from "./suite";

const inputs = { imageId: "ami-0123456789abcdef0", bucket: "images", tags: { team: "images" } };

describe("ec2.StoreImageTask", () => {
  contract({
    kind: storeImageTask,
    inputs,
    replacing: { imageId: "ami-0fedcba9876543210", bucket: "others" },
    recorded: {},
    operations: { start: "CreateStoreImageTask", describe: "DescribeStoreImageTasks" },
    other: { ...inputs, imageId: "ami-0fedcba9876543210" },
    proof: "result",
    unlisted: (id) => id.replace(/ami-[0-9a-f]+/, "ami-ffffffffffffffff0"),
    failing: { kind: "fail", statusMessage: "Snapshot not found" },
    reason: "Snapshot not found",
    succeeded: () => ({
      storeTaskState: "Completed",
      objectKey: "ami-0123456789abcdef0.bin",
      s3Uri: "s3://images/ami-0123456789abcdef0.bin",
    }),
  });

  const scene = new Scene(storeImageTask, inputs);
  const START = "CreateStoreImageTask";
  const SHORT = `us-east-1/images/${inputs.imageId}`;
  const up = (more: Props = {}) => scene.stack.up({ ...inputs, ...more });
  const idsInAws = () => scene.tasks.map(({ id }) => id);

  it("is two tasks where one AMI is stored in two buckets", async () => {
    const other = scene.other();
    const elsewhere = { ...inputs, bucket: "others" };
    await scene.succeed();
    await scene.succeed(elsewhere, other);
    assert.deepEqual(idsInAws(), [scene.stack.state!.id, other.state!.id]);
    assert.equal(scene.outputs.s3Uri, `s3://images/${inputs.imageId}.bin`);
    assert.equal(other.state!.outputs.s3Uri, `s3://others/${inputs.imageId}.bin`);
    assert.deepEqual(await scene.stack.refresh(), { changes: false });
    assert.equal(scene.outputs.bucket, "images");
  });

  it("keeps two buckets apart where one describe serves both waits", async () => {
    const other = scene.other();
    const elsewhere = { ...inputs, bucket: "others" };
    await up();
    scene.fault(START, { kind: "fail", statusMessage: "Access Denied" });
    await other.up(elsewhere);
    const context = scene.world.context();
    const waits = [scene.stack.up(inputs, context), other.up(elsewhere, context)] as const;
    const [mine, theirs] = await Promise.all(waits);
    assert.equal(mine.error, undefined);
    assert.match(theirs.error ?? "", /failed \(Failed\): Access Denied/);
  });

  it("takes up a sibling's running store of the same object", async () => {
    await up();
    const other = scene.other();
    assert.equal((await other.up(inputs)).error, undefined);
    assert.equal(other.state!.id, scene.stack.state!.id);
    assert.ok(scene.said("took up the running") > 0);
    assert.equal((await up()).error, undefined);
    assert.equal((await other.up(inputs)).error, undefined);
    assert.equal(other.state!.outputs.taskState, "succeeded");
    assert.equal(scene.tasks.length, 1);
  });

  it("takes up a running store of the same object that was started by hand", async () => {
    const { imageId: ImageId, bucket: Bucket } = inputs;
    await scene.byHand("ec2", START, { ImageId, Bucket });
    assert.equal((await up()).error, undefined);
    assert.deepEqual(idsInAws(), [scene.stack.state!.id]);
  });

  it("starts again what has finished, over the same object", async () => {
    await scene.succeed();
    const other = scene.other();
    assert.equal((await other.up(inputs)).error, undefined);
    assert.notEqual(other.state!.id, scene.stack.state!.id);
    assert.equal(scene.tasks.length, 2);
    assert.deepEqual(await scene.stack.refresh(), { changes: false });
    assert.equal(scene.outputs.taskState, "succeeded");
  });

  it("waits for the end of the running store that it replaces", async () => {
    await up();
    const { id } = scene.stack.state!;
    assert.equal((await up({ triggers: [1] })).error, undefined);
    assert.ok(scene.said(`${id} has to end first`) > 0);
    assert.equal(scene.tasks[0]!.running, false);
    assert.deepEqual(idsInAws(), [id, scene.stack.state!.id]);
  });

  describe("the id", () => {
    it("ends with the time at which AWS says that the task began", async () => {
      await up();
      const { id } = scene.stack.state!;
      assert.equal(id, `${SHORT}/${String(scene.outputs.taskStartTime)}`);
      assert.deepEqual(idsInAws(), [id]);
    });

    it("has no time where the task can't be seen in time, and means that task for ever", async () => {
      await scene.succeed({ ...inputs, triggers: ["earlier"] }, scene.other("earlier"));
      scene.fault(START, { kind: "invisibleMs", ms: 120_000 });
      assert.equal((await up()).error, undefined);
      assert.deepEqual([scene.stack.state!.id, scene.outputs.taskStartTime], [SHORT, undefined]);
      assert.equal((await up()).error, undefined);
      const { id, outputs } = scene.stack.state!;
      assert.equal(`${id}/${String(outputs.taskStartTime)}`, idsInAws()[1]);
      await scene.succeed({ ...inputs, triggers: ["later"] }, scene.other("later"));
      assert.deepEqual(await scene.stack.refresh(), { changes: false });
      assert.equal(scene.outputs.taskStartTime, outputs.taskStartTime);
      assert.equal((await up()).step, "same");
      assert.equal(scene.tasks.length, 3);
    });

    it("without the time means the newest when it is adopted", async () => {
      await scene.succeed();
      await scene.succeed({ ...inputs, triggers: [1] }, scene.other());
      const adopter = scene.other("adopter");
      assert.equal((await adopter.up({ ...inputs, adopt: SHORT })).error, undefined);
      assert.equal(adopter.state!.outputs.taskStartTime, scene.tasks[1]!.startedAt);
      assert.equal(scene.tasks.length, 2);
    });

    it("with the time means that one when it is adopted", async () => {
      await scene.succeed();
      await scene.succeed({ ...inputs, triggers: [1] }, scene.other());
      const adopter = scene.other("adopter");
      const [first] = idsInAws();
      assert.equal((await adopter.up({ ...inputs, adopt: first })).error, undefined);
      assert.equal(adopter.state!.id, first);
    });
  });

  describe("tags", () => {
    it("go on the S3 object with the start, and none of ours with them", async () => {
      await up();
      const { S3ObjectTags } = scene.tasks[0]!.details as { S3ObjectTags: unknown };
      assert.deepEqual(S3ObjectTags, [{ Key: "team", Value: "images" }]);
    });

    it("that change after the start are recorded with a warning", async () => {
      await scene.succeed();
      const tags = { team: "platform" };
      assert.deepEqual(await scene.stack.preview({ ...inputs, tags }), { changes: true });
      assert.equal((await up({ tags })).step, "update");
      assert.equal(scene.said("recorded only: AWS can't change them after the start"), 1);
      assert.deepEqual(scene.outputs.tags, tags);
      assert.equal((await up({ tags })).step, "same");
      assert.equal(scene.tasks.length, 1);
    });
  });

  it("fails with AWS's reason, which stays an output", async () => {
    const error = await scene.fail(START, { kind: "fail", statusMessage: "Snapshot not found" });
    assert.match(error, /failed \(Failed\): Snapshot not found\./);
    const { storeTaskFailureReason, failureReason, objectKey } = scene.outputs;
    assert.deepEqual([storeTaskFailureReason, failureReason], Array(2).fill("Snapshot not found"));
    assert.equal(objectKey, undefined);
  });

  it("stays as it was when AWS has forgotten it after 31 days", async () => {
    await scene.succeed();
    scene.world.clock.jump(30 * 24 * HOUR_MS);
    await scene.stack.refresh();
    assert.equal(scene.outputs.recordExpired, false);
    scene.world.clock.jump(2 * 24 * HOUR_MS);
    assert.deepEqual(await scene.stack.refresh(), { changes: false });
    assert.equal(scene.outputs.recordExpired, true);
    assert.equal((await up()).step, "same");
  });

  it("waits to start while AWS's limit of running stores is reached", async () => {
    scene.fault(START, { kind: "error", code: "ResourceLimitExceeded" }, { times: 3 });
    assert.equal((await up()).error, undefined);
    assert.ok(scene.said("AWS's limit of running tasks is reached") > 0);
    assert.equal(scene.tasks.length, 1);
  });
});
