// What follows from a secret input is in no state: the class works it out, as a secret.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "../../../../provider";

interface Inner<T> {
  promise(): Promise<T>;
  readonly isSecret: Promise<boolean>;
}

async function told<T>(output: pulumi.Output<T>): Promise<readonly [T, boolean]> {
  const inner = output as unknown as Inner<T>;
  return [await inner.promise(), await inner.isSecret];
}

/** The outputs that the provider stored beside the inputs. */
let stored: Record<string, unknown> = {};

describe("what follows from a secret input", () => {
  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, ...stored } }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    }),
  );
  const imageId = "ami-0123456789abcdef0";

  it("is a store's key and address where its AMI is one", async () => {
    stored = { taskState: "succeeded", taskStartTime: "2026-01-01T00:00:00.000Z" };
    const task = new ec2.StoreImageTask("golden", {
      imageId: pulumi.secret(imageId),
      bucket: "images",
    });
    assert.deepEqual(await told(task.objectKey), [`${imageId}.bin`, true]);
    assert.deepEqual(await told(task.s3Uri), [`s3://images/${imageId}.bin`, true]);
  });

  it("is a store's address where its bucket is one", async () => {
    stored = { taskState: "succeeded", s3objectKey: "ami-1.bin", objectKey: "ami-1.bin" };
    const bucket = pulumi.secret("images");
    const task = new ec2.StoreImageTask("golden", { imageId, bucket });
    assert.deepEqual(await told(task.s3Uri), ["s3://images/ami-1.bin", true]);
  });

  it("is an export's key where its place is one", async () => {
    stored = { taskState: "succeeded", exportImageTaskId: "export-ami-1" };
    const task = new ec2.ExportImageTask("golden", {
      imageId,
      diskImageFormat: "RAW",
      s3ExportLocation: pulumi.secret({ s3Bucket: "exports", s3Prefix: "export" }),
    });
    assert.deepEqual(await told(task.s3Key), ["exportexport-ami-1.raw", true]);
  });

  it("is nothing before the task has succeeded", async () => {
    stored = { taskState: "running" };
    const task = new ec2.StoreImageTask("golden", {
      imageId: pulumi.secret(imageId),
      bucket: "images",
    });
    assert.equal((await told(task.s3Uri))[0], undefined);
  });
});
