/** `ec2.getStoreImageTasks` and `ec2.iterateStoreImageTasks` on an account with hundreds of tasks. */
import assert from "node:assert/strict";
import * as ec2 from "../../../provider/ec2";
import { Account, ami, gathered, refusal, START, times, TO_THE_END_MS } from "./support";

/** In the bucket "images"; three older ones are in "archive". */
const COUNT = 430;

describe("the function for EC2's stores of AMIs", () => {
  const account = new Account(async (made) => {
    made.world.emulator.addFault({
      operation: "CreateStoreImageTask",
      nth: 3,
      effect: { kind: "fail", statusMessage: "Client.S3: no such bucket", at: 0.5 },
    });
    await times(3, (n) => made.storeImage(n, "archive"));
    made.world.clock.jump(TO_THE_END_MS);
    await times(COUNT, (n) => made.storeImage(n));
    made.world.clock.jump(5_000);
  });
  type Args = Omit<ec2.GetStoreImageTasksArgs, "dryRun">;
  const get = (args: Args = {}) => ec2.getStoreImageTasks({ ...account.here, ...args });
  const found = async (args: Args) =>
    (await get(args)).storeImageTaskResults.map(
      ({ amiId, bucket, storeTaskState }) =>
        `${Number.parseInt(amiId.slice(4), 16)} ${bucket} ${storeTaskState}`,
    );
  const by = (name: "task-state" | "bucket", ...values: string[]) => ({
    filters: [{ name, values }],
  });

  it("gives all tasks of all pages, the newest first, in few calls, and no token", async () => {
    const result = await get();
    assert.deepEqual(Object.keys(result), ["storeImageTaskResults"]);
    const amis = result.storeImageTaskResults.map(({ amiId }) => amiId);
    const upTo = (count: number) => Array.from({ length: count }, (_, n) => ami(n + 1));
    assert.deepEqual(amis, [...upTo(3), ...upTo(COUNT)].reverse());
    assert.deepEqual(account.calls(), { DescribeStoreImageTasks: 3 });
  });

  it("gives every member of a task under AWS's name", async () => {
    const { storeImageTaskResults: tasks } = await get(by("bucket", "archive"));
    const task = { bucket: "archive", taskStartTime: START };
    assert.deepEqual(tasks, [
      {
        ...task,
        amiId: ami(3),
        s3objectKey: `${ami(3)}.bin`,
        progressPercentage: 50,
        storeTaskState: "Failed",
        storeTaskFailureReason: "Client.S3: no such bucket",
      },
      ...[2, 1].map((n) => ({
        ...task,
        amiId: ami(n),
        s3objectKey: `${ami(n)}.bin`,
        progressPercentage: 100,
        storeTaskState: "Completed",
      })),
    ]);
  });

  it("gives one page with its token, and takes AWS's empty token for the end", async () => {
    const first = await get({ maxResults: 200 });
    const second = await get({ maxResults: 200, nextToken: first.nextToken! });
    const third = await get({ maxResults: 200, nextToken: second.nextToken! });
    const lengths = [first, second, third].map(
      ({ storeImageTaskResults }) => storeImageTaskResults.length,
    );
    assert.deepEqual(lengths, [200, 200, COUNT + 3 - 400]);
    assert.equal("nextToken" in third, false);
    assert.deepEqual(account.calls(), { DescribeStoreImageTasks: 3 });
  });

  it("filters by both filters, alone and together", async () => {
    assert.deepEqual(await found(by("task-state", "Failed")), ["3 archive Failed"]);
    assert.deepEqual(await found(by("task-state", "Failed", "Completed")), [
      "3 archive Failed",
      "2 archive Completed",
      "1 archive Completed",
    ]);
    assert.equal((await found(by("bucket", "images"))).length, COUNT);
    assert.deepEqual(await found(by("bucket", "image")), []);
    const both = [...by("bucket", "arch*").filters, ...by("task-state", "Comp?eted").filters];
    assert.deepEqual(await found({ filters: both }), [
      "2 archive Completed",
      "1 archive Completed",
    ]);
  });

  it("gives the newest task of each AMI that is named, and leaves out those without", async () => {
    const imageIds = [ami(2), ami(9_999), ami(40)];
    assert.deepEqual(await found({ imageIds }), ["40 images InProgress", "2 images InProgress"]);
    assert.deepEqual(await found({ imageIds: [ami(9_999)] }), []);
  });

  it("applies the filters that AWS ignores beside image ids", async () => {
    const imageIds = [ami(2), ami(40)];
    assert.deepEqual(await found({ imageIds, ...by("bucket", "archive") }), []);
    assert.deepEqual(await found({ imageIds, ...by("task-state", "Failed", "InProgress") }), [
      "40 images InProgress",
      "2 images InProgress",
    ]);
    assert.deepEqual(await found({ imageIds, ...by("bucket", "ima*s") }), [
      "40 images InProgress",
      "2 images InProgress",
    ]);
    const both = [...by("bucket", "images").filters, ...by("task-state", "Completed").filters];
    assert.deepEqual(await found({ imageIds, filters: both }), []);
    const Filters = [{ Name: "bucket", Values: ["archive"] }];
    const raw = await account.send("ec2", "DescribeStoreImageTasks", {
      ImageIds: imageIds,
      Filters,
    });
    assert.equal((raw.StoreImageTaskResults as unknown[]).length, 2, "AWS ignores them");
  });

  it("says of a dry run that it would succeed, by a result", async () => {
    const { wouldSucceed } = await ec2.getStoreImageTasks({ ...account.here, dryRun: true });
    assert.equal(wouldSucceed, true);
  });

  it("iterates over everything, with one page at a time", async () => {
    const all = await gathered(ec2.iterateStoreImageTasks({ ...account.here, maxResults: 100 }));
    assert.deepEqual(all, (await get()).storeImageTaskResults);
    assert.deepEqual(account.calls(), { DescribeStoreImageTasks: 5 + 3 });
    const some = ec2.iterateStoreImageTasks({ ...account.here, ...by("bucket", "archive") });
    assert.equal((await gathered(some)).length, 3);
  });

  it("gives nothing where there is nothing", async () => {
    const elsewhere = { ...account.here, region: "eu-west-1" };
    assert.deepEqual(await ec2.getStoreImageTasks(elsewhere), { storeImageTaskResults: [] });
    assert.deepEqual(await ec2.getExportImageTasks(elsewhere), { exportImageTasks: [] });
    assert.deepEqual(await gathered(ec2.iterateStoreImageTasks(elsewhere)), []);
  });

  it("gives AWS's reason where a token is wrong", async () => {
    const { text, code } = await refusal(get({ nextToken: "nonsense" }));
    assert.equal(code, "InvalidPaginationToken");
    assert.match(text, /Begin again without nextToken\.$/);
  });
});
