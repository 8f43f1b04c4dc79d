// Stores several AMIs in S3 again whenever `night` changes: a scheduled job sets it and runs
// `pulumi up`. A second run in the same night starts nothing, and waits for what still runs.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const bucket = config.require("bucket");
const night = config.get("night") ?? "2026-01-01";
const images = config.getObject<Record<string, string>>("images") ?? {
  web: "ami-0123456789abcdef0",
  worker: "ami-0123456789abcdef1",
};

const stored = Object.entries(images).map(([name, imageId]) => {
  const task = new ec2.StoreImageTask(name, {
    imageId,
    bucket,
    triggers: [night],
    // How often to look: minutes against AWS, a second against the emulator.
    polling: { minInterval: config.get("lookEvery") ?? "10s" },
  });
  return [name, task] as const;
});

export const states = Object.fromEntries(stored.map(([name, task]) => [name, task.taskState]));
export const objects = Object.fromEntries(
  stored.map(([name, task]) => [name, task.s3Uri.apply((uri) => uri ?? "not there yet")]),
);
