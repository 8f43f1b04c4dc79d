// Stores an AMI as one object in S3. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const stored = new ec2.StoreImageTask("golden", {
  imageId: config.get("imageId") ?? "ami-0123456789abcdef0",
  bucket: config.require("bucket"),
  // How often to look: seconds to minutes against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "10s" },
  // They go on the S3 object.
  tags: { team: "images" },
});

export const taskId = stored.id;
export const state = stored.taskState;
export const object = stored.s3Uri.apply((uri) => uri ?? "not there yet");
export const result = stored.result;
