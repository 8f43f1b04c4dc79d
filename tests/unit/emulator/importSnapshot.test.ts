import { deepEqual, equal } from "node:assert/strict";
import {
  CancelExportTaskCommand,
  DescribeImportSnapshotTasksCommand,
  ImportSnapshotCommand,
  type ImportSnapshotRequest,
  type SnapshotDiskContainer,
} from "@aws-sdk/client-ec2";
import { Emulated, amiNumber, refusal } from "./harness";

const UserBucket = { S3Bucket: "disks", S3Key: "golden" };

describe("ImportSnapshot in the emulator", () => {
  const aws = new Emulated({ runningConversionLimit: 2 });
  const importOf = (input: Partial<ImportSnapshotRequest> = {}, client = aws.ec2) =>
    client.send(new ImportSnapshotCommand({ DiskContainer: { UserBucket }, ...input }));
  const format = (Format: string, more: SnapshotDiskContainer = { UserBucket }) =>
    importOf({ DiskContainer: { ...more, Format } });

  it("takes VHD, VMDK and RAW in either case, and no other format", async () => {
    const taken: (string | undefined)[] = [];
    for (const given of ["VHD", "Vmdk", "raw"]) {
      taken.push((await format(given)).SnapshotTaskDetail?.Format);
      aws.emulator.clock.advance(20_000);
    }
    deepEqual(taken, ["VHD", "VMDK", "RAW"]);
    for (const given of ["OVA", "vhdx", "VHD ", ""]) {
      deepEqual(await refusal(format(given)), {
        code: "InvalidParameterValue",
        message:
          `Value (${given}) for parameter DiskContainer.Format is invalid. ` +
          "Expecting a value that matches ^(VHD|VMDK|RAW)$.",
        status: 400,
      });
    }
    equal(aws.emulator.tasks().length, 3);
  });

  it("is counted together with exports, per account and Region", async () => {
    const tooMany = {
      code: "ResourceLimitExceeded",
      message: "Too many conversion tasks in progress. The limit is 2 for this Region.",
      status: 400,
    };
    await importOf();
    const exported = await aws.start();
    deepEqual(await refusal(importOf()), tooMany);
    deepEqual(await refusal(aws.start({ ImageId: amiNumber(1) })), tooMany);
    await importOf({}, aws.ec2As({ region: "eu-west-1" }));
    // A cancelled export counts until it is deleted.
    await aws.ec2.send(new CancelExportTaskCommand({ ExportTaskId: exported }));
    deepEqual(await refusal(importOf()), tooMany);
    aws.emulator.clock.advance(2_000);
    await importOf();
    aws.emulator.clock.advance(20_000);
    for (const n of [1, 2]) await aws.start({ ImageId: amiNumber(n) });
    deepEqual(await refusal(importOf()), tooMany);
  });

  it("is not counted with stores of AMIs, nor with what has ended", async () => {
    for (let n = 0; n < 4; n += 1) {
      await importOf();
      aws.emulator.clock.advance(20_000);
    }
    const { ImportSnapshotTasks } = await aws.ec2.send(new DescribeImportSnapshotTasksCommand({}));
    deepEqual(
      ImportSnapshotTasks?.map(({ SnapshotTaskDetail }) => SnapshotTaskDetail?.Status),
      ["completed", "completed", "completed", "completed"],
    );
  });
});
