// The first of two stacks: exports an AMI to a disk image file, and hands its result on.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const exported = new ec2.ExportImageTask("web", {
  imageId: config.get("imageId") ?? "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: config.get("bucket") ?? "my-exports", s3Prefix: "web/" },
  // How often to look: minutes against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "15s" },
});

// All that another stack needs, with `taskState`, which says whether it is there yet.
export const web = exported.result;
