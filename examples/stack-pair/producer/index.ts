// The first of two stacks: makes an AMI of an AppStream image, and hands the result on.
import * as pulumi from "@pulumi/pulumi";
import { appstream } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const imageName = config.get("imageName") ?? "desktop-2026-01";

const exported = new appstream.ExportImageTask("golden", {
  imageName,
  amiName: config.get("amiName") ?? imageName,
  iamRoleArn: config.get("roleArn") ?? "arn:aws:iam::123456789012:role/appstream-export",
  // How often to look: a minute against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "30s" },
});

// All that another stack needs, with `taskState`, by which `requireCompleted` knows how far it is.
export const golden = exported.result;
