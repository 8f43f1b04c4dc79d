// One stack for each team: a WorkSpaces image of the desktop that the team works with.
import * as pulumi from "@pulumi/pulumi";
import { appstream, requireCompleted, workspaces } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const desktops = new pulumi.StackReference(
  config.get("desktops") ?? "organization/aws-tasks-desktops/dev",
);

// The output of the other stack is named by the configuration: other desktops don't concern it.
const desktop = requireCompleted(desktops, config.require("desktop"), {
  kind: appstream.ExportImageTask,
});

const image = new workspaces.CustomImageImport("desktop", {
  imageName: pulumi.interpolate`${pulumi.getStack()}-${desktop.amiName}`,
  imageDescription: pulumi.interpolate`From AppStream image ${desktop.imageName}`,
  imageSource: { ec2ImageId: desktop.amiId },
  // Where the AMI is, wherever this stack's other resources are.
  region: desktop.region,
  infrastructureConfigurationArn:
    config.get("infrastructureConfigurationArn") ??
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  computeType: "BASE",
  protocol: "DCV",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  polling: { minInterval: config.get("lookEvery") ?? "30s" },
});

export const amiId = desktop.amiId;
export const imageId = image.imageId;
export const usableImage = image.workspaceImageId.apply((id) => id ?? "not there yet");
