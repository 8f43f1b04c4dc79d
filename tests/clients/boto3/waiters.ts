/** boto3's waiters, which know statuses and errors by the documented words alone. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import type { Boto3 } from "../support/boto3";
import { ACCOUNT, DURATION_MS, type Props } from "../support/client";

const ami = "ami-0123456789abcdef0";
const once = { Delay: 0, MaxAttempts: 1 };
const exhausted = /Max attempts exceeded/;
const terminal = /terminal failure state/;

export function waiters(it: It<Boto3>): void {
  it("waits for a store of an AMI", async (client) => {
    const wait = { operation: "DescribeStoreImageTasks", name: "store_image_task_complete" };
    await client.call("ec2", "CreateStoreImageTask", { ImageId: ami, Bucket: "a" });
    await gives(client, wait, { ImageIds: [ami] }, exhausted);
    client.emulator.clock.advance(DURATION_MS);
    await gives(client, wait, { ImageIds: [ami] });

    const effect = { kind: "fail", statusMessage: "no", at: 0 } as const;
    client.emulator.addFault({ operation: "CreateStoreImageTask", effect });
    await client.call("ec2", "CreateStoreImageTask", { ImageId: ami, Bucket: "b" });
    await gives(client, wait, { ImageIds: [ami] }, terminal);
  });

  it("waits for an AMI to exist, and to be available with its snapshot", async (client) => {
    const exists = { operation: "DescribeImages", name: "image_exists" };
    const available = { operation: "DescribeImages", name: "image_available" };
    const completed = { operation: "DescribeSnapshots", name: "snapshot_completed" };
    await client.call("appstream", "CreateExportImageTask", {
      ImageName: "desktop",
      AmiName: "golden",
      IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/exporter`,
    });
    const named = { Filters: [{ Name: "name", Values: ["golden"] }] };
    const all = { OwnerIds: ["self"] };
    await gives(client, exists, named, exhausted);
    client.emulator.clock.advance(DURATION_MS);
    await gives(client, exists, named);
    await gives(client, available, named, exhausted);
    await gives(client, completed, all, exhausted);
    client.emulator.clock.advance(DURATION_MS);
    await gives(client, available, named);
    await gives(client, completed, all);

    client.emulator.setImage({ imageId: ami, missing: true });
    // It knows the error by its code, and takes it for "not yet".
    await gives(client, exists, { ImageIds: [ami] }, exhausted);
  });

  it("gives up on an AMI that has failed", async (client) => {
    client.emulator.setImage({ imageId: ami, state: "failed" });
    const available = { operation: "DescribeImages", name: "image_available" };
    await gives(client, available, { ImageIds: [ami] }, terminal);
  });
}

/** Waits with a single look, which has to succeed, or else to give up for this reason. */
async function gives(
  client: Boto3,
  { operation, name }: { readonly operation: string; readonly name: string },
  input: Props,
  reason?: RegExp,
): Promise<void> {
  const options = { waiter: { name, config: once } };
  const { failure, refusal } = await client.ask("ec2", operation, input, options);
  assert.equal(refusal, undefined);
  if (reason) assert.match(failure?.message ?? "it succeeded", reason);
  else assert.equal(failure, undefined);
}
