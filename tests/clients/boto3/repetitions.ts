/** boto3 repeats what was throttled or lost: the emulator has to take that as AWS does. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import type { Boto3 } from "../support/boto3";

const retries = { mode: "standard", total_max_attempts: 2 };
const exportInput = {
  ImageId: "ami-0123456789abcdef0",
  DiskImageFormat: "VMDK",
  S3ExportLocation: { S3Bucket: "exports" },
};

export function repetitions(it: It<Boto3>): void {
  it("comes again after a throttle, and says that it does", async (client) => {
    client.emulator.addFault({ effect: { kind: "throttle" }, times: 1 });
    const options = { retries };
    assert.deepEqual(await client.call("ec2", "DescribeImages", {}, options), { Images: [] });
    const log = client.emulator.log();
    assert.deepEqual(
      log.map(({ outcome, httpStatus, attempt }) => [outcome, httpStatus, attempt]),
      [
        ["RequestLimitExceeded", 503, 1],
        ["ok", 200, 2],
      ],
    );
  });

  it("starts one export only when the first answer is lost: its token is the same", async (client) => {
    client.emulator.addFault({ effect: { kind: "resetAfter" }, times: 1 });
    const started = await client.call("ec2", "ExportImage", exportInput, { retries });
    assert.deepEqual(
      client.emulator.tasks().map(({ id }) => id),
      [started.ExportImageTaskId],
    );
  });

  it("gives each export a token of its own", async (client) => {
    await client.call("ec2", "ExportImage", exportInput);
    await client.refuses("ec2", "ExportImage", exportInput, {
      code: "IncorrectState",
      message: /in progress/,
      status: 400,
    });
  });
}
