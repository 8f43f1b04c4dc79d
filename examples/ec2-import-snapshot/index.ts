// Imports a disk image from S3 as an EBS snapshot. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const imported = new ec2.ImportSnapshotTask("golden", {
  diskContainer: {
    format: "VMDK",
    userBucket: {
      s3Bucket: config.require("bucket"),
      s3Key: config.get("key") ?? "golden/2026-11.vmdk",
    },
  },
  // How often to look: minutes against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "15s" },
  // They go on the task, and on the snapshot.
  tags: { team: "images" },
});

export const taskId = imported.importTaskId;
export const state = imported.taskState;
export const snapshot = imported.snapshotId.apply((id) => id ?? "not there yet");
export const result = imported.result;
