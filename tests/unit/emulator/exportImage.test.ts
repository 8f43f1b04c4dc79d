import { deepEqual, equal, match } from "node:assert/strict";
import {
  CancelExportTaskCommand,
  DescribeExportImageTasksCommand,
  ExportImageCommand,
} from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, exportOf, refusal } from "./harness";

describe("ExportImage in the emulator", () => {
  const aws = new Emulated();

  it("answers a start with everything it was given", async () => {
    const { $metadata, ...started } = await aws.ec2.send(
      new ExportImageCommand({
        ...exportOf(ami),
        S3ExportLocation: { S3Bucket: "exports", S3Prefix: "golden/" },
        RoleName: "exporter",
        Description: 'é & <b> "q" +%',
        TagSpecifications: [
          { ResourceType: "export-image-task", Tags: [{ Key: "a", Value: "" }, { Key: "é" }] },
        ],
      }),
    );
    match($metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
    match(started.ExportImageTaskId ?? "", /^export-ami-[0-9a-f]{17}$/);
    deepEqual(started, {
      Description: 'é & <b> "q" +%',
      DiskImageFormat: "VMDK",
      ExportImageTaskId: started.ExportImageTaskId,
      ImageId: ami,
      RoleName: "exporter",
      Progress: "0",
      S3ExportLocation: { S3Bucket: "exports", S3Prefix: "golden/" },
      Status: "active",
      StatusMessage: "pending",
      Tags: [
        { Key: "a", Value: "" },
        { Key: "é", Value: "" },
      ],
    });
  });

  it("describes without format and role, and uses vmimport unless told", async () => {
    const started = await aws.ec2.send(new ExportImageCommand(exportOf(ami)));
    equal(started.RoleName, "vmimport");
    const described = await aws.describe(started.ExportImageTaskId ?? "");
    equal("RoleName" in described || "DiskImageFormat" in described, false);
  });

  it("goes through every phase to completed, with progress that never goes back", async () => {
    const id = await aws.start();
    const seen: string[] = [];
    let last = 0;
    for (let second = 0; second <= 21; second += 1) {
      const { Status, StatusMessage, Progress } = await aws.describe(id);
      seen.push(`${Status} ${StatusMessage}`);
      equal(Number(Progress ?? 100) >= last, true, `${Progress} after ${last}`);
      last = Number(Progress ?? 100);
      aws.emulator.clock.advance(1_000);
    }
    deepEqual(
      [...new Set(seen)],
      [
        "active pending",
        "active validating",
        "active converting",
        "active updating",
        "active transferring",
        "completed ",
      ],
    );
  });

  it("gives progress as text, and none at the end", async () => {
    const id = await aws.start();
    aws.emulator.clock.advance(4_321);
    equal((await aws.describe(id)).Progress, "21");
    aws.emulator.clock.advance(20_000);
    const { Progress, Status, StatusMessage } = await aws.describe(id);
    deepEqual([Progress, Status, StatusMessage], [undefined, "completed", ""]);
  });

  it("does not move while the clock stands", async () => {
    const id = await aws.start();
    deepEqual(await aws.describe(id), await aws.describe(id));
  });

  it("keeps accounts and Regions apart", async () => {
    const id = await aws.start();
    for (const who of [{ accountId: "210987654321" }, { region: "eu-west-1" }]) {
      const elsewhere = aws.ec2As(who);
      const all = await elsewhere.send(new DescribeExportImageTasksCommand({}));
      deepEqual(all.ExportImageTasks, []);
      const one = new DescribeExportImageTasksCommand({ ExportImageTaskIds: [id] });
      equal((await refusal(elsewhere.send(one))).code, "InvalidExportTaskID.NotFound");
      await aws.start({}, elsewhere);
    }
    deepEqual(
      aws.emulator.tasks().map(({ accountId, region }) => `${accountId}/${region}`),
      ["123456789012/us-east-1", "210987654321/us-east-1", "123456789012/eu-west-1"],
    );
  });

  it("allows one running export per AMI", async () => {
    const first = await aws.start();
    const second = await refusal(aws.start());
    equal(second.code, "IncorrectState");
    match(second.message, new RegExp(first));
    aws.emulator.clock.advance(20_000);
    await aws.start();
  });

  it("allows five running exports per account and Region", async () => {
    for (let n = 1; n <= 5; n += 1) await aws.start({ ImageId: amiNumber(n) });
    const sixth = await refusal(aws.start({ ImageId: amiNumber(6) }));
    deepEqual([sixth.code, sixth.status], ["ResourceLimitExceeded", 400]);
    await aws.start({ ImageId: amiNumber(6) }, aws.ec2As({ region: "eu-west-1" }));
    aws.emulator.clock.advance(20_000);
    await aws.start({ ImageId: amiNumber(6) });
  });
});

describe("CancelExportTask in the emulator", () => {
  const aws = new Emulated();
  const cancel = (id: string) => aws.ec2.send(new CancelExportTaskCommand({ ExportTaskId: id }));

  it("ends a task by deleting and deleted, and its progress stays", async () => {
    const id = await aws.start();
    aws.emulator.clock.advance(5_000);
    await cancel(id);
    const { Status, StatusMessage } = await aws.describe(id);
    deepEqual([Status, StatusMessage], ["deleting", ""]);
    await cancel(id);
    aws.emulator.clock.advance(1_999);
    equal((await aws.describe(id)).Status, "deleting");
    aws.emulator.clock.advance(1);
    equal((await aws.describe(id)).Status, "deleted");
    aws.emulator.clock.advance(100_000);
    equal((await aws.describe(id)).Status, "deleted");
    equal(aws.emulator.tasks()[0]?.progress, 25);
  });

  it("holds the AMI until the task is deleted", async () => {
    await cancel(await aws.start());
    equal((await refusal(aws.start())).code, "IncorrectState");
    aws.emulator.clock.advance(2_000);
    await aws.start();
  });

  it("is refused in the final transfer and at the end", async () => {
    const id = await aws.start();
    aws.emulator.clock.advance(18_000);
    match((await refusal(cancel(id))).message, /transferring the final disk image/);
    aws.emulator.clock.advance(2_000);
    deepEqual(await refusal(cancel(id)), {
      code: "IncorrectState",
      message: `The export task ${id} can't be cancelled: it is completed`,
      status: 400,
    });
    const other = await aws.start();
    await cancel(other);
    aws.emulator.clock.advance(2_000);
    equal((await refusal(cancel(other))).code, "IncorrectState");
  });

  it("tells malformed ids from unknown ones", async () => {
    const unknown = await refusal(cancel("export-ami-00000000000000000"));
    equal(unknown.code, "InvalidExportTaskID.NotFound");
    for (const id of ["nonsense", "export-ami-xyz", "constructor", "export-i-12345678"]) {
      equal((await refusal(cancel(id))).code, "InvalidExportTaskID.Malformed");
    }
  });
});
