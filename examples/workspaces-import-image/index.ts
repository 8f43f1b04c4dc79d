// Imports an AMI as a WorkSpaces image. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { workspaces } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const imported = new workspaces.CustomImageImport("desktop", {
  imageName: config.get("imageName") ?? "desktop-2026-01",
  imageDescription: "The desktop of January",
  imageSource: { ec2ImageId: config.get("imageId") ?? "ami-0123456789abcdef0" },
  infrastructureConfigurationArn:
    config.get("infrastructureConfigurationArn") ??
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  computeType: "BASE",
  protocol: "DCV",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  // How often to look: minutes against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "30s" },
  tags: { team: "desktops" },
});

export const imageId = imported.imageId;
export const state = imported.taskState;
export const usableImage = imported.workspaceImageId.apply((id) => id ?? "not there yet");
export const result = imported.result;
