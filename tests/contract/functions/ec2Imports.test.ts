/** `ec2.getImportSnapshotTasks` and `ec2.iterateImportSnapshotTasks` on an account with many tasks. */
import assert from "node:assert/strict";
import * as ec2 from "../../../provider/ec2";
import { begin, settled } from "./outputs";
import { Account, gathered, refusal, times, TO_THE_END_MS } from "./support";

const COUNT = 120;
const KEY = "arn:aws:kms:us-east-1:123456789012:alias/disks";
const URL = "https://disks.example/golden.raw?X-Amz-Date=20260101T000000Z&X-Amz-Signature=f0";

describe("the function for EC2's snapshot imports", () => {
  let ids: string[] = [];
  let byUrl = "";
  const account = new Account(async (made) => {
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
    ];
    const TagSpecifications = [{ ResourceType: "import-snapshot-task", Tags }];
    const encrypted = { Encrypted: true, KmsKeyId: "alias/disks", TagSpecifications };
    ids = [await made.importSnapshot(0, { Description: "nightly", ...encrypted })];
    made.world.emulator.addFault({
      operation: "ImportSnapshot",
      nth: 1,
      effect: { kind: "fail", statusMessage: "ClientError: no such disk" },
    });
    ids.push(await made.importSnapshot(1));
    made.world.clock.jump(TO_THE_END_MS);
    ids.push(...(await times(COUNT - 3, (n) => made.importSnapshot(n + 1))));
    byUrl = await made.importSnapshot(COUNT, { DiskContainer: { Url: URL } });
    ids.push(byUrl);
    made.world.clock.jump(5_000);
  });
  type Args = Omit<ec2.GetImportSnapshotTasksArgs, "dryRun">;
  const get = (args: Args = {}) => ec2.getImportSnapshotTasks({ ...account.here, ...args });
  const idsOf = async (args: Args) =>
    (await get(args)).importSnapshotTasks.map(({ importTaskId }) => importTaskId);
  const by = (name: string, ...values: string[]) => idsOf({ filters: [{ name, values }] });

  it("gives all tasks of all pages, whose size is left to AWS, and no token", async () => {
    assert.deepEqual(Object.keys(await get()), ["importSnapshotTasks"]);
    assert.deepEqual(account.calls(), { DescribeImportSnapshotTasks: 1 });
    assert.deepEqual(await idsOf({}), ids);
  });

  it("gives every member of a task under AWS's name", async () => {
    const [finished, deleted, running] = (await get()).importSnapshotTasks;
    const { snapshotId, ...detail } = finished!.snapshotTaskDetail;
    assert.match(snapshotId!, /^snap-[0-9a-f]{17}$/);
    assert.deepEqual(
      { ...finished, snapshotTaskDetail: detail },
      {
        importTaskId: ids[0],
        description: "nightly",
        snapshotTaskDetail: {
          ...{ status: "completed", description: "nightly", format: "VMDK" },
          ...{ diskImageSize: 705_638_400, encrypted: true, kmsKeyId: KEY },
          userBucket: { s3Bucket: "disks", s3Key: "disk-0.vmdk" },
        },
        tags: [
          { key: "team", value: "images" },
          { key: "empty", value: "" },
        ],
      },
    );
    const { status, statusMessage } = deleted!.snapshotTaskDetail;
    assert.deepEqual([status, statusMessage], ["deleted", "ClientError: no such disk"]);
    const { progress, ...others } = running!.snapshotTaskDetail;
    assert.equal(progress, "25");
    assert.equal("snapshotId" in others, false);
  });

  it("gives one page with its token, and the next one", async () => {
    const first = await get({ maxResults: 7 });
    assert.equal(first.importSnapshotTasks.length, 7);
    const second = await get({ maxResults: 7, nextToken: first.nextToken! });
    assert.deepEqual(
      second.importSnapshotTasks.map(({ importTaskId }) => importTaskId),
      ids.slice(7, 14),
    );
    const last = await get({ maxResults: COUNT });
    assert.equal("nextToken" in last, false);
  });

  it("passes filters on, with several values and several filters", async () => {
    assert.deepEqual(await by("task-state", "completed", "deleted"), ids.slice(0, 2));
    assert.equal((await by("task-state", "act*")).length, COUNT - 2);
    assert.deepEqual(await by("tag:team", "images"), [ids[0]]);
    const team = { name: "tag-key", values: ["team"] };
    const active = { name: "task-state", values: ["active"] };
    assert.deepEqual(await idsOf({ filters: [team, active] }), []);
  });

  it("gives the tasks with these ids, also in pages", async () => {
    const some = [ids[3]!, ids[0]!, ids[COUNT - 1]!];
    assert.deepEqual((await idsOf({ importTaskIds: some })).sort(), [...some].sort());
    assert.equal((await idsOf({ importTaskIds: some, maxResults: 1 })).length, 1);
  });

  it("fails with AWS's reason and code where an id is unknown, or none", async () => {
    const unknown = "import-snap-0fffffffffffffff0";
    const { text, code } = await refusal(get({ importTaskIds: [ids[0]!, unknown] }));
    assert.equal(code, "InvalidConversionTaskId");
    assert.match(text, /^ec2\.getImportSnapshotTasks in us-east-1: DescribeImportSnapshotTasks: /);
    assert.match(text, /import-snap-0fffffffffffffff0.*forgets finished tasks after 7 days\.$/);
    const malformed = await refusal(get({ importTaskIds: ["import-ami-1"] }));
    assert.equal(malformed.code, "InvalidConversionTaskId.Malformed");
    assert.match(malformed.text, /Check the ids: they are "import-snap-"/);
  });

  it("says of a dry run that it would succeed, by a result", async () => {
    const args = { ...account.here, dryRun: true } as const;
    const { wouldSucceed } = await ec2.getImportSnapshotTasks(args);
    assert.equal(wouldSucceed, true);
  });

  it("iterates over everything, with one page at a time", async () => {
    const tasks = ec2.iterateImportSnapshotTasks({ ...account.here, maxResults: 50 });
    const all = await gathered(tasks);
    assert.deepEqual(account.calls(), { DescribeImportSnapshotTasks: 3 });
    assert.deepEqual(all, (await get()).importSnapshotTasks);
    const some = ec2.iterateImportSnapshotTasks({ ...account.here, importTaskIds: [byUrl] });
    assert.equal((await gathered(some))[0]!.snapshotTaskDetail.url, URL);
  });

  it("gives nothing where there is nothing", async () => {
    const elsewhere = { ...account.here, region: "eu-west-1" };
    assert.deepEqual(await ec2.getImportSnapshotTasks(elsewhere), { importSnapshotTasks: [] });
  });

  describe("and its twin", () => {
    beforeEach(() => begin());
    const twin = (id: string) =>
      settled(ec2.getImportSnapshotTasksOutput({ ...account.here, importTaskIds: [id] }));

    it("give the same, which is secret as a whole as soon as there is a URL in it", async () => {
      const open = await twin(ids[0]!);
      assert.equal(open.isSecret, false);
      assert.deepEqual(open.value, await get({ importTaskIds: [ids[0]!] }));
      const secret = await twin(byUrl);
      assert.equal(secret.isSecret, true);
      assert.equal(secret.value!.importSnapshotTasks[0]!.snapshotTaskDetail.url, URL);
      assert.equal((await settled(ec2.getImportSnapshotTasksOutput(account.here))).isSecret, true);
    });
  });
});
