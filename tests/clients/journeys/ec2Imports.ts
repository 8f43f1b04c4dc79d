/** EC2's imports of snapshots: start, show, list, cancel, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { ACCOUNT, DRY_RUN, DURATION_MS, listed, taken } from "../support/client";
import { REGION, type Client, type Props } from "../support/client";

const userBucket = { S3Bucket: "disks", S3Key: "golden.vmdk" };
const url = "s3://disks/golden.raw";
const taskId = /^import-snap-[0-9a-f]{17}$/;

export function ec2Imports(it: It<Client>): void {
  it("starts an import of a disk and shows it to its end, with its snapshot", async (client) => {
    const ec2 = client.of("ec2");
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
    ];
    const started = await ec2.call("ImportSnapshot", {
      ClientData: {
        Comment: "by hand",
        UploadStart: "2026-05-06T06:00:00Z",
        UploadEnd: "2026-05-06T07:00:00Z",
        UploadSize: 1.5,
      },
      ClientToken: "token-1",
      Description: "nightly",
      DiskContainer: { Description: "a disk", Format: "VMDK", UserBucket: userBucket },
      DryRun: false,
      Encrypted: true,
      KmsKeyId: "alias/disks",
      RoleName: "importer",
      TagSpecifications: [{ ResourceType: "import-snapshot-task", Tags }],
    });
    const id = taken(started, "ImportTaskId", taskId);
    const detail = {
      Description: "a disk",
      Encrypted: true,
      Format: "VMDK",
      KmsKeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/disks`,
      UserBucket: userBucket,
    };
    const begun = { Description: "nightly", ImportTaskId: id, Tags };
    // There is no snapshot yet, and its id comes as "".
    const active = { ...detail, Status: "active", SnapshotId: "" };
    assert.deepEqual(started, {
      ...begun,
      SnapshotTaskDetail: { ...active, DiskImageSize: 0, Progress: "0", StatusMessage: "pending" },
    });

    client.emulator.clock.advance(DURATION_MS / 4);
    const known = { ...detail, DiskImageSize: 705_638_400 };
    assert.deepEqual(await describeTask(client, id), {
      ...begun,
      SnapshotTaskDetail: {
        ...{ ...active, ...known, Progress: "25" },
        StatusMessage: "downloading/converting",
      },
    });

    client.emulator.clock.advance(DURATION_MS);
    const ended = await describeTask(client, id);
    const SnapshotId = taken(ended.SnapshotTaskDetail as Props, "SnapshotId", /^snap-/);
    assert.deepEqual(ended, {
      ...begun,
      SnapshotTaskDetail: { ...known, SnapshotId, Status: "completed", StatusMessage: "" },
    });
    const { Snapshots } = await ec2.call("DescribeSnapshots", { SnapshotIds: [SnapshotId] });
    const [{ State, Encrypted, Description }] = Snapshots as [Props];
    const words = `Created by AWS-VMImport service for ${id}`;
    assert.deepEqual([State, Encrypted, Description], ["completed", true, words]);
    await ec2.call("DeleteSnapshot", { SnapshotId });
  });

  it("finds out bucket, key and format of what a URL names", async (client) => {
    const ec2 = client.of("ec2");
    const started = await ec2.call("ImportSnapshot", { DiskContainer: { Url: url } });
    const id = taken(started, "ImportTaskId", taskId);
    const begun = { DiskImageSize: 0, Encrypted: false, Progress: "0", SnapshotId: "", Url: url };
    assert.deepEqual(started.SnapshotTaskDetail, {
      ...{ ...begun, Status: "active", StatusMessage: "pending" },
    });
    client.emulator.clock.advance(DURATION_MS / 2);
    const { Format, UserBucket, Url } = (await describeTask(client, id))
      .SnapshotTaskDetail as Props;
    const found = { S3Bucket: "disks", S3Key: "golden.raw" };
    assert.deepEqual([Format, UserBucket, Url], ["RAW", found, url]);
  });

  it("lists imports by state and tag, page after page", async (client) => {
    const ec2 = client.of("ec2");
    const tagged = (Value: string) => ({
      TagSpecifications: [{ ResourceType: "import-snapshot-task", Tags: [{ Key: "team", Value }] }],
    });
    const [first, second] = [await start(client, tagged("a")), await start(client, tagged("a"))];
    await start(client, tagged("b"));
    const query = {
      Filters: [
        { Name: "task-state", Values: ["active", "deleting"] },
        { Name: "tag:team", Values: ["a"] },
      ],
      MaxResults: 1,
      DryRun: false,
    };
    const idsOf = (output: Props) =>
      listed(output, "ImportSnapshotTasks").map(({ ImportTaskId }) => ImportTaskId);
    const page = await ec2.call("DescribeImportSnapshotTasks", query);
    const NextToken = taken(page, "NextToken", /^.+$/);
    const rest = await ec2.call("DescribeImportSnapshotTasks", { ...query, NextToken });
    assert.deepEqual([idsOf(page), idsOf(rest), rest.NextToken], [[first], [second], ""]);
  });

  it("cancels an import, and not one that has ended", async (client) => {
    const ec2 = client.of("ec2");
    const id = await start(client);
    const cancelled = await ec2.call("CancelImportTask", {
      CancelReason: "changed my mind",
      DryRun: false,
      ImportTaskId: id,
    });
    const told = { ImportTaskId: id, PreviousState: "active", State: "deleting" };
    assert.deepEqual(cancelled, told);
    client.emulator.clock.advance(DURATION_MS);
    const { Status } = (await describeTask(client, id)).SnapshotTaskDetail as Props;
    assert.equal(Status, "deleted");
    await ec2.refuses(
      "CancelImportTask",
      { ImportTaskId: id },
      { code: "IncorrectState", message: new RegExp(id), status: 400 },
    );
  });

  it("refuses a dry run, wrong sources, formats and keys, and tasks that do not exist", async (client) => {
    const ec2 = client.of("ec2");
    const disk = { UserBucket: userBucket };
    const describing = (id: string) => ({ ImportTaskIds: [id] });
    const refused = (code: string, message: RegExp) => ({ code, message, status: 400 });
    await Promise.all([
      ec2.refuses("ImportSnapshot", { DiskContainer: disk, DryRun: true }, DRY_RUN),
      ec2.refuses("ImportSnapshot", {}, refused("InvalidParameter", /S3 source location/)),
      ec2.refuses(
        "ImportSnapshot",
        { DiskContainer: { ...disk, Url: url } },
        refused("InvalidParameterCombination", /Url.*UserBucket/),
      ),
      ec2.refuses(
        "ImportSnapshot",
        { DiskContainer: { ...disk, Format: "OVA" } },
        refused("InvalidParameterValue", /Value \(OVA\) for parameter DiskContainer\.Format/),
      ),
      ec2.refuses(
        "ImportSnapshot",
        { DiskContainer: disk, KmsKeyId: "alias/disks" },
        refused("InvalidParameterDependency", /Encrypted/),
      ),
      ec2.refuses(
        "DescribeImportSnapshotTasks",
        describing("import-snap-00000000000000001"),
        refused("InvalidConversionTaskId", /import-snap-00000000000000001/),
      ),
      ec2.refuses(
        "DescribeImportSnapshotTasks",
        describing("import-1"),
        refused("InvalidConversionTaskId.Malformed", /import-1/),
      ),
    ]);
    assert.deepEqual(client.emulator.tasks(), []);
  });
}

async function start(client: Client, more: Props = {}): Promise<string> {
  const input = { DiskContainer: { Format: "VMDK", UserBucket: userBucket }, ...more };
  return taken(await client.call("ec2", "ImportSnapshot", input), "ImportTaskId", taskId);
}

async function describeTask(client: Client, id: string): Promise<Props> {
  const query = { ImportTaskIds: [id] };
  const output = await client.call("ec2", "DescribeImportSnapshotTasks", query);
  return listed(output, "ImportSnapshotTasks")[0]!;
}
