// What TypeScript must accept and refuse of `Completion` and `Provider`; compiled, never run.
import * as pulumi from "@pulumi/pulumi";
import type { appstream, discovery, ec2, workspaces } from "pulumi-aws-tasks";
import { Completion, Provider } from "pulumi-aws-tasks";

declare const file: ec2.ExportImageTask;
declare const object: ec2.StoreImageTask;
declare const ami: appstream.ExportImageTask;
declare const desktop: workspaces.CustomImageImport;
declare const data: discovery.ExportTask;

const done = new Completion("file", { task: file, timeouts: { wait: "90m" } });
export const uri: pulumi.Output<string> = done.result.s3Uri;
export const state: pulumi.Output<string> = done.result.taskState;
export const objectKey: pulumi.Output<string> = new Completion("object", { task: object }).result
  .objectKey;
export const amiId: pulumi.Output<string> = new Completion("ami", { task: ami }).result.amiId;
export const imageId: pulumi.Output<string> = new Completion("desktop", { task: desktop }).result
  .workspaceImageId;
export const exportId: pulumi.Output<string> = new Completion("data", { task: data }).result
  .exportId;

// @ts-expect-error: another kind's
export const other = done.result.amiId;
// @ts-expect-error: a result has nothing internal
export const internal = done.result.failureReported;
// @ts-expect-error: no presigned URL is in a result
export const url = new Completion("data", { task: data }).result.configurationsDownloadUrl;
// @ts-expect-error: not a task
new Completion("none", { task: pulumi.output("export-ami-1") });
// @ts-expect-error: it waits, and starts nothing
new Completion("start", { task: file, timeouts: { start: "5m" } });

const ireland = new Provider("ireland", {
  region: imageId,
  assumeRole: { roleArn: "arn:aws:iam::123456789012:role/images" },
  defaultTags: { tags: { team: imageId } },
});
new Completion("there", { task: file }, { provider: ireland });
// @ts-expect-error: no such setting
new Provider("none", { regoin: "eu-west-1" });
