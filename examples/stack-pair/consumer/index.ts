// The second of two stacks: stores the AMI in S3 that the first has made, and starts nothing before
// that is there.
import * as pulumi from "@pulumi/pulumi";
import { appstream, ec2, requireCompleted } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const producer = new pulumi.StackReference(
  config.get("producer") ?? "organization/aws-tasks-producer/dev",
);

// Fails, and says what to run, unless the export has succeeded.
const golden = requireCompleted(producer, "golden", { kind: appstream.ExportImageTask });

const stored = new ec2.StoreImageTask("golden", {
  imageId: golden.amiId,
  // Where the AMI is, wherever this stack's other resources are.
  region: golden.region,
  bucket: config.require("bucket"),
  polling: { minInterval: config.get("lookEvery") ?? "10s" },
});

export const amiId = golden.amiId;
export const state = stored.taskState;
export const object = stored.s3Uri.apply((uri) => uri ?? "not there yet");
