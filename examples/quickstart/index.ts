// Exports an AMI to a disk image file in S3. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const exported = new ec2.ExportImageTask("golden", {
  imageId: config.get("imageId") ?? "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: config.require("bucket"), s3Prefix: "images/" },
  // How often to look: minutes against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "15s" },
  tags: { team: "images" },
});

export const taskId = exported.exportImageTaskId;
export const state = exported.taskState;
export const file = exported.s3Uri.apply((uri) => uri ?? "not there yet");
export const result = exported.result;
