// One golden image for both services: an AppStream image is exported to an AMI, and the AMI becomes
// a WorkSpaces image in the same `pulumi up`, which lasts as long as the export does.
import * as pulumi from "@pulumi/pulumi";
import { appstream, Completion, workspaces } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const name = config.get("imageName") ?? "desktop-2026-01";
// How often to look: minutes against AWS, a second against the emulator.
const polling = { minInterval: config.get("lookEvery") ?? "30s" };

const exported = new appstream.ExportImageTask("golden", {
  imageName: name,
  amiName: name,
  iamRoleArn: config.get("roleArn") ?? "arn:aws:iam::123456789012:role/appstream-export",
  // The AMI is a step on the way: it goes when it is replaced or the stack does.
  onDelete: "delete",
  polling,
});

// Waits here, and knows the AMI: `exported.amiId` does so only from the next `up` on.
const done = new Completion("golden", { task: exported });

const imported = new workspaces.CustomImageImport("golden", {
  imageName: name,
  imageDescription: "The golden image",
  imageSource: { ec2ImageId: done.result.amiId },
  infrastructureConfigurationArn:
    config.get("infrastructureConfigurationArn") ??
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  computeType: "BASE",
  protocol: "DCV",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  polling,
});

export const amiId = done.result.amiId;
export const imageId = imported.imageId;
export const usableImage = imported.workspaceImageId.apply((id) => id ?? "not there yet");
