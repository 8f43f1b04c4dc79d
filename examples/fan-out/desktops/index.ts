// What several stacks use: an AMI for each of the desktops, each with an output of its own.
import * as pulumi from "@pulumi/pulumi";
import { appstream } from "pulumi-aws-tasks";

const config = new pulumi.Config();
const version = config.get("version") ?? "2026-01";

function desktop(name: string): appstream.ExportImageTask {
  return new appstream.ExportImageTask(name, {
    imageName: `${name}-${version}`,
    amiName: `${name}-${version}`,
    iamRoleArn: config.get("roleArn") ?? "arn:aws:iam::123456789012:role/appstream-export",
    // How often to look: a minute against AWS, a second against the emulator.
    polling: { minInterval: config.get("lookEvery") ?? "30s" },
  });
}

export const design = desktop("design").result;
export const office = desktop("office").result;
