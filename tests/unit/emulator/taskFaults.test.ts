import { deepEqual, equal } from "node:assert/strict";
import { CancelExportTaskCommand, DescribeExportImageTasksCommand } from "@aws-sdk/client-ec2";
import type { TaskFault } from "../../../emulator";
import { Emulated, amiNumber, refusal } from "./harness";

describe("faults of a task", () => {
  const aws = new Emulated();
  const toNext = (effect: TaskFault): void =>
    aws.emulator.addFault({ operation: "ExportImage", times: 1, effect });
  const statusAfter = async (ms: number, id: string): Promise<string> => {
    aws.emulator.clock.advance(ms);
    const { Status, StatusMessage, Progress } = await aws.describe(id);
    return [Status, StatusMessage, Progress].filter(Boolean).join(" ");
  };

  it("fails at half of its duration, by deleting and deleted, with the reason", async () => {
    toNext({ kind: "fail", statusMessage: "ClientError: no such bucket" });
    const id = await aws.start();
    equal(await statusAfter(9_999, id), "active converting 49");
    equal(await statusAfter(1, id), "deleting ClientError: no such bucket");
    equal(await statusAfter(2_000, id), "deleted ClientError: no such bucket");
    equal(await statusAfter(100_000, id), "deleted ClientError: no such bucket");
  });

  it("fails where it is told", async () => {
    toNext({ kind: "fail", statusMessage: "ServerError", at: 0 });
    equal(await statusAfter(0, await aws.start()), "deleting ServerError");
    const other = await aws.start({ ImageId: amiNumber(1) });
    equal(await statusAfter(20_000, other), "completed");
  });

  it("sticks at a percentage for ever, and can be cancelled", async () => {
    toNext({ kind: "stick", atPercent: 80 });
    const id = await aws.start();
    equal(await statusAfter(10_000, id), "active converting 50");
    equal(await statusAfter(10_000, id), "active updating 80");
    equal(await statusAfter(1e9, id), "active updating 80");
    await aws.ec2.send(new CancelExportTaskCommand({ ExportTaskId: id }));
    equal(await statusAfter(2_000, id), "deleted");
  });

  it("sticks a running task where it is, never behind", async () => {
    const id = await aws.start();
    aws.emulator.clock.advance(12_000);
    aws.emulator.addFault({ ids: [id], effect: { kind: "stick", atPercent: 30 } });
    equal(await statusAfter(60_000, id), "active updating 60");
  });

  it("vanishes when it has finished, or when it is told", async () => {
    toNext({ kind: "vanish" });
    const id = await aws.start();
    equal(await statusAfter(19_999, id), "active transferring 99");
    aws.emulator.clock.advance(1);
    equal((await refusal(aws.describe(id))).code, "InvalidExportTaskID.NotFound");
    const other = await aws.start();
    aws.emulator.addFault({ ids: [other], effect: { kind: "vanish", at: 0 } });
    equal((await refusal(aws.describe(other))).code, "InvalidExportTaskID.NotFound");
    const all = await aws.ec2.send(new DescribeExportImageTasksCommand({}));
    deepEqual(all.ExportImageTasks, []);
    deepEqual(
      aws.emulator.tasks().map(({ running, listed }) => [running, listed]),
      [
        [false, false],
        [true, false],
      ],
    );
  });

  it("shows an unknown status word, for a while or until it ends", async () => {
    toNext({ kind: "status", status: "paused", at: 0.25, until: 0.5 });
    const id = await aws.start();
    equal(await statusAfter(4_999, id), "active converting 24");
    equal(await statusAfter(1, id), "paused converting 25");
    equal(await statusAfter(5_000, id), "active converting 50");
    toNext({ kind: "status", status: "odd" });
    const other = await aws.start({ ImageId: amiNumber(1) });
    equal(await statusAfter(19_999, other), "odd transferring 99");
    equal(await statusAfter(1, other), "completed");
  });

  it("stays unseen for a while", async () => {
    toNext({ kind: "invisibleMs", ms: 3_000 });
    const id = await aws.start();
    equal((await refusal(aws.describe(id))).code, "InvalidExportTaskID.NotFound");
    equal(await statusAfter(3_000, id), "active converting 15");
  });

  it("comes to the tasks that a call names", async () => {
    const id = await aws.start();
    aws.emulator.addFault({
      operation: "DescribeExportImageTasks",
      nth: 2,
      effect: { kind: "fail", statusMessage: "gone wrong", at: 0 },
    });
    equal(await statusAfter(1_000, id), "active validating 5");
    equal(await statusAfter(1_000, id), "deleting gone wrong");
  });

  it("has no power over a task that has ended", async () => {
    const id = await aws.start();
    aws.emulator.clock.advance(20_000);
    aws.emulator.addFault({ ids: [id], effect: { kind: "fail", statusMessage: "late" } });
    aws.emulator.addFault({ ids: [id], effect: { kind: "status", status: "odd", at: 0 } });
    aws.emulator.addFault({ ids: [id], effect: { kind: "stick" } });
    equal(await statusAfter(0, id), "completed");
  });
});
