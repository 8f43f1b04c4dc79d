import { deepEqual, equal, notEqual } from "node:assert/strict";
import { CancelExportTaskCommand, ExportImageCommand } from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, exportOf, refusal } from "./harness";

describe("client tokens in the emulator", () => {
  const aws = new Emulated({ tokenLifetimeMs: 60_000, recordLifetimeMs: 30_000 });
  const ClientToken = "token-1";

  it("gives the same task again, as it is by then", async () => {
    const id = await aws.start({ ClientToken });
    aws.emulator.clock.advance(10_000);
    const again = await aws.ec2.send(new ExportImageCommand({ ...exportOf(ami), ClientToken }));
    deepEqual([again.ExportImageTaskId, again.Progress], [id, "50"]);
    equal(again.DiskImageFormat, "VMDK");
    equal(aws.emulator.tasks().length, 1);
  });

  it("gives the same task again when it was cancelled", async () => {
    const id = await aws.start({ ClientToken });
    await aws.ec2.send(new CancelExportTaskCommand({ ExportTaskId: id }));
    const again = await aws.ec2.send(new ExportImageCommand({ ...exportOf(ami), ClientToken }));
    deepEqual([again.ExportImageTaskId, again.Status], [id, "deleting"]);
  });

  it("refuses the token with other parameters, tags among them", async () => {
    await aws.start({ ClientToken });
    const others = [
      { ImageId: amiNumber(1) },
      { Description: "other" },
      { S3ExportLocation: { S3Bucket: "exports", S3Prefix: "x" } },
      {
        TagSpecifications: [
          { ResourceType: "export-image-task" as const, Tags: [{ Key: "k", Value: "v" }] },
        ],
      },
    ];
    for (const other of others) {
      const { code, status } = await refusal(aws.start({ ClientToken, ...other }));
      deepEqual([code, status], ["IdempotentParameterMismatch", 400]);
    }
  });

  it("belongs to one account and Region", async () => {
    const id = await aws.start({ ClientToken });
    notEqual(await aws.start({ ClientToken }, aws.ec2As({ region: "eu-west-1" })), id);
    notEqual(await aws.start({ ClientToken }, aws.ec2As({ accountId: "210987654321" })), id);
  });

  it("is forgotten after its time", async () => {
    const id = await aws.start({ ClientToken });
    aws.emulator.clock.advance(59_999);
    equal(await aws.start({ ClientToken }), id);
    aws.emulator.clock.advance(1);
    notEqual(await aws.start({ ClientToken }), id);
  });

  it("outlives the record, which is aged out on its own time", async () => {
    const id = await aws.start({ ClientToken });
    aws.emulator.clock.advance(49_999);
    equal((await aws.describe(id)).Status, "completed");
    aws.emulator.clock.advance(1);
    equal((await refusal(aws.describe(id))).code, "InvalidExportTaskID.NotFound");
    equal(await aws.start({ ClientToken }), id);
    deepEqual(
      aws.emulator.tasks().map(({ listed }) => listed),
      [false],
    );
  });

  it("refuses a token that AWS would not take, and ignores an empty one", async () => {
    equal((await refusal(aws.start({ ClientToken: "é" }))).code, "InvalidClientToken");
    equal((await refusal(aws.start({ ClientToken: "x".repeat(65) }))).code, "InvalidClientToken");
    await aws.start({ ClientToken: "x".repeat(64) });
    await aws.start({ ClientToken: "", ImageId: amiNumber(1) });
    await aws.start({ ClientToken: "", ImageId: amiNumber(2) });
  });

  it("is not spent by a refused start or a dry run", async () => {
    const id = await aws.start();
    equal((await refusal(aws.start({ ClientToken }))).code, "IncorrectState");
    const dry = await refusal(aws.start({ ClientToken, DryRun: true }));
    deepEqual([dry.code, dry.status], ["DryRunOperation", 412]);
    aws.emulator.clock.advance(20_000);
    notEqual(await aws.start({ ClientToken }), id);
  });
});

describe("delayed visibility in the emulator", () => {
  const aws = new Emulated({ visibilityDelayMs: 3_000 });

  it("hides a started task from all but the token", async () => {
    const id = await aws.start({ ClientToken: "t" });
    equal((await refusal(aws.describe(id))).code, "InvalidExportTaskID.NotFound");
    equal(await aws.start({ ClientToken: "t" }), id);
    equal((await refusal(aws.start({ ClientToken: "u" }))).code, "IncorrectState");
    aws.emulator.clock.advance(3_000);
    equal((await aws.describe(id)).Status, "active");
  });
});
