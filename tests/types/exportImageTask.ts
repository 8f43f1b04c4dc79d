// What TypeScript must accept and refuse; compiled by the type check, never run.
import type * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

declare const imageId: pulumi.Output<string>;
declare const bucket: Promise<string>;

const inputs = {
  imageId,
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: bucket, s3Prefix: "images/" },
} as const;

const task = new ec2.ExportImageTask("golden", {
  ...inputs,
  triggers: [imageId, 1, { any: "thing" }],
  timeouts: { wait: "90m" },
  wait: "update",
  tags: { team: imageId },
  region: imageId,
});

export const id: pulumi.Output<string> = task.exportImageTaskId;
export const state: pulumi.Output<"running" | "succeeded" | "failed" | "cancelled"> =
  task.taskState;
export const format: pulumi.Output<"VMDK" | "RAW" | "VHD"> = task.diskImageFormat;
export const where: pulumi.Output<{ s3Bucket: string; s3Prefix?: string }> = task.s3ExportLocation;
export const percent: pulumi.Output<number | undefined> = task.progressPercent;
export const uri: pulumi.Output<string | undefined> = task.s3Uri;
export const key: pulumi.Output<string | undefined> = task.result.s3Key;
export const resultState: pulumi.Output<string> = task.result.taskState;

// @ts-expect-error: only a success has it
export const certain: pulumi.Output<string> = task.s3Uri;
// @ts-expect-error: a result has nothing internal
export const internal = task.result.failureReported;
// @ts-expect-error: required
new ec2.ExportImageTask("golden", { imageId, diskImageFormat: "VMDK" });
// @ts-expect-error: no such format
new ec2.ExportImageTask("golden", { ...inputs, diskImageFormat: "OVA" });
// @ts-expect-error: no such input
new ec2.ExportImageTask("golden", { ...inputs, imageID: "ami-0123456789abcdef0" });
// @ts-expect-error: no such wait
new ec2.ExportImageTask("golden", { ...inputs, wait: "create" });
// @ts-expect-error: no such member
new ec2.ExportImageTask("golden", { ...inputs, s3ExportLocation: { bucket: "exports" } });

new ec2.ExportImageTask("golden", {
  ...inputs,
  assumeRole: [{ roleArn: imageId, duration: "1h" }, { roleArn: "arn:aws:iam::1:role/b" }],
  endpoint: { ec2: imageId },
  profile: "prod",
  onDelete: "retain",
});
const found = ec2.ExportImageTask.get("theirs", imageId, { region: "eu-west-1" });
export const theirs: pulumi.Output<string | undefined> = found.s3Uri;
// @ts-expect-error: what is read has no inputs of its own
ec2.ExportImageTask.get("theirs", imageId, { imageId });
