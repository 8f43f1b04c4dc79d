import { deepEqual, equal, match } from "node:assert/strict";
import {
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  type DeregisterImageRequest,
  type DescribeSnapshotsRequest,
} from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, refusal } from "./harness";

const snapshot = ami.replace("ami-", "snap-");
const shared = "snap-12345678";

describe("DeregisterImage in the emulator", () => {
  const foreign = { imageId: amiNumber(1), ownerId: "999999999999" };
  const two = { imageId: amiNumber(2), snapshotIds: ["snap-11111111", shared] };
  const twin = { imageId: amiNumber(3), snapshotIds: [shared] };
  const aws = new Emulated({ images: [foreign, two, twin] });
  const deregister = (ImageId: string, input: Partial<DeregisterImageRequest> = {}) =>
    aws.ec2.send(new DeregisterImageCommand({ ImageId, ...input }));
  const describeImage = (id: string, client = aws.ec2) =>
    client.send(new DescribeImagesCommand({ ImageIds: [id] }));

  it("takes the AMI away, in one account and Region", async () => {
    const { Return, DeleteSnapshotResults } = await deregister(ami);
    deepEqual([Return, DeleteSnapshotResults], [true, undefined]);
    equal((await refusal(describeImage(ami))).code, "InvalidAMIID.NotFound");
    equal((await refusal(aws.start())).code, "InvalidAMIID.NotFound");
    await describeImage(ami, aws.ec2As({ region: "eu-west-1" }));
    await describeImage(ami, aws.ec2As({ accountId: "210987654321" }));
  });

  it("is refused the second time, for another's AMI, and for none", async () => {
    await deregister(ami);
    deepEqual(await refusal(deregister(ami)), {
      code: "InvalidAMIID.Unavailable",
      message: `The image ID '${ami}' is no longer available`,
      status: 400,
    });
    const { code, status } = await refusal(deregister(foreign.imageId));
    deepEqual([code, status], ["AuthFailure", 403]);
    equal((await refusal(deregister("ami-1"))).code, "InvalidAMIID.Malformed");
    equal((await refusal(deregister(two.imageId, { DryRun: true }))).code, "DryRunOperation");
    await describeImage(two.imageId);
  });

  it("does not bring an id back when a test speaks of it", async () => {
    await deregister(ami);
    aws.emulator.setImage({ imageId: ami, name: "again" });
    equal((await refusal(describeImage(ami))).code, "InvalidAMIID.NotFound");
  });

  it("deletes the snapshots if told, except those of other AMIs", async () => {
    const answer = await deregister(two.imageId, { DeleteAssociatedSnapshots: true });
    deepEqual(answer.DeleteSnapshotResults, [
      { SnapshotId: "snap-11111111", ReturnCode: "success" },
      { SnapshotId: shared, ReturnCode: "skipped" },
    ]);
    const last = await deregister(twin.imageId, { DeleteAssociatedSnapshots: true });
    deepEqual(last.DeleteSnapshotResults, [{ SnapshotId: shared, ReturnCode: "success" }]);
  });
});

describe("snapshots in the emulator", () => {
  const golden = { imageId: amiNumber(2), snapshotIds: ["snap-11111111", shared] };
  const baking = { imageId: amiNumber(3), state: "pending" };
  const foreign = { imageId: amiNumber(4), ownerId: "999999999999" };
  const aws = new Emulated({ images: [golden, baking, foreign] });
  const describeSnapshots = async (input: DescribeSnapshotsRequest) =>
    (await aws.ec2.send(new DescribeSnapshotsCommand(input))).Snapshots ?? [];
  const idsOf = async (input: DescribeSnapshotsRequest) =>
    (await describeSnapshots(input)).map(({ SnapshotId }) => SnapshotId);
  const remove = (SnapshotId: string) => aws.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
  const deregister = (ImageId: string) => aws.ec2.send(new DeregisterImageCommand({ ImageId }));

  it("are in the AMIs' block device mappings", async () => {
    const ImageIds = [ami, golden.imageId];
    const { Images } = await aws.ec2.send(new DescribeImagesCommand({ ImageIds }));
    deepEqual(
      Images?.map(({ BlockDeviceMappings }) =>
        BlockDeviceMappings?.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.SnapshotId]),
      ),
      [
        [["/dev/sda1", snapshot]],
        [
          ["/dev/sda1", "snap-11111111"],
          ["/dev/sdb", shared],
        ],
      ],
    );
  });

  it("are described with their AMI's state", async () => {
    const [whole] = await describeSnapshots({ SnapshotIds: [snapshot] });
    deepEqual(
      [whole?.SnapshotId, whole?.State, whole?.Progress, whole?.OwnerId, whole?.Tags],
      [snapshot, "completed", "100%", "123456789012", []],
    );
    match(whole?.Description ?? "", new RegExp(ami));
    const [part] = await describeSnapshots({ Filters: [{ Name: "status", Values: ["pending"] }] });
    equal(part?.SnapshotId, amiNumber(3).replace("ami-", "snap-"));
  });

  it("are listed by owner, filter and page", async () => {
    const [bakingId, foreignId] = [3, 4].map((n) => amiNumber(n).replace("ami-", "snap-"));
    deepEqual(await idsOf({}), ["snap-11111111", shared, bakingId, foreignId]);
    deepEqual(await idsOf({ OwnerIds: ["self"] }), ["snap-11111111", shared, bakingId]);
    deepEqual(await idsOf({ RestorableByUserIds: ["self"] }), []);
    deepEqual(await idsOf({ Filters: [{ Name: "snapshot-id", Values: [shared] }] }), [shared]);
    const Filters = [{ Name: "nonsense", Values: ["x"] }];
    equal((await refusal(idsOf({ Filters }))).code, "InvalidParameterValue");
    equal((await idsOf({ MaxResults: 5 })).length, 4);
    equal((await refusal(idsOf({ MaxResults: 4 }))).code, "InvalidParameterValue");
  });

  it("can't be deleted while an AMI needs them, and outlive it", async () => {
    deepEqual(await refusal(remove(snapshot)), {
      code: "InvalidSnapshot.InUse",
      message: `The snapshot ${snapshot} is currently in use by ${ami}`,
      status: 400,
    });
    await deregister(ami);
    deepEqual(await idsOf({ SnapshotIds: [snapshot] }), [snapshot]);
    await remove(snapshot);
    deepEqual(await refusal(remove(snapshot)), {
      code: "InvalidSnapshot.NotFound",
      message: `The snapshot '${snapshot}' does not exist.`,
      status: 400,
    });
    equal((await refusal(idsOf({ SnapshotIds: [snapshot] }))).code, "InvalidSnapshot.NotFound");
  });

  it("have well-formed ids, and are of AMIs that exist", async () => {
    equal((await refusal(remove("vol-12345678"))).code, "InvalidSnapshotID.Malformed");
    // This AMI has others.
    const absent = golden.imageId.replace("ami-", "snap-");
    equal((await refusal(remove(absent))).code, "InvalidSnapshot.NotFound");
    const others = foreign.imageId.replace("ami-", "snap-");
    equal((await refusal(remove(others))).code, "AuthFailure");
  });

  it("can be tagged", async () => {
    const Tags = [{ Key: "a", Value: "1" }];
    await aws.ec2.send(new CreateTagsCommand({ Resources: [shared], Tags }));
    deepEqual((await describeSnapshots({ SnapshotIds: [shared] }))[0]?.Tags, Tags);
    deepEqual(await idsOf({ Filters: [{ Name: "tag:a", Values: ["1"] }] }), [shared]);
    deepEqual((await aws.ec2.send(new DescribeTagsCommand({}))).Tags, [
      { Key: "a", Value: "1", ResourceId: shared, ResourceType: "snapshot" },
    ]);
  });
});
