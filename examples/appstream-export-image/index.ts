// Exports an AppStream image to an AMI. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { appstream } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const imageName = config.get("imageName") ?? "desktop-2026-01";

const exported = new appstream.ExportImageTask("desktop", {
  imageName,
  // Unique in the account and Region: another name is another export.
  amiName: config.get("amiName") ?? imageName,
  iamRoleArn: config.get("roleArn") ?? "arn:aws:iam::123456789012:role/appstream-export",
  // How often to look: a minute against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "30s" },
  // They go on the AMI.
  tags: { team: "desktops" },
});

export const taskId = exported.taskId;
export const state = exported.taskState;
export const ami = exported.amiId.apply((id) => id ?? "not there yet");
export const result = exported.result;
