// What TypeScript must accept and refuse of `ec2.ExportImageTask`; compiled by the type check, never
// run.
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import { Completion, ec2, requireCompleted } from "pulumi-aws-tasks";
import {
  COMMON,
  type CommonCompleted,
  type CommonResult,
  type CommonTask,
  type Flat,
  type Inner,
  input,
  stack,
} from "./support";

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

const every = new ec2.ExportImageTask("golden", {
  imageId: input<string>(),
  diskImageFormat: input<"VMDK" | "RAW" | "VHD">(),
  s3ExportLocation: { s3Bucket: input<string>(), s3Prefix: input<string>() },
  roleName: input<string>(),
  description: input<string>(),
  ...COMMON,
});

interface Task extends CommonTask {
  readonly imageId: pulumi.Output<string>;
  readonly diskImageFormat: pulumi.Output<"VMDK" | "RAW" | "VHD">;
  readonly s3ExportLocation: pulumi.Output<{ s3Bucket: string; s3Prefix?: string }>;
  readonly roleName: pulumi.Output<string | undefined>;
  readonly description: pulumi.Output<string | undefined>;
  readonly exportImageTaskId: pulumi.Output<string>;
  readonly status: pulumi.Output<string>;
  readonly statusMessage: pulumi.Output<string | undefined>;
  readonly progress: pulumi.Output<string | undefined>;
  // Only a success has them.
  readonly s3Bucket: pulumi.Output<string | undefined>;
  readonly s3Key: pulumi.Output<string | undefined>;
  readonly s3KeyPrefix: pulumi.Output<string | undefined>;
  readonly s3Uri: pulumi.Output<string | undefined>;
}
expectTypeOf<Pick<ec2.ExportImageTask, keyof Task>>().toEqualTypeOf<Flat<Task>>();

interface Own {
  exportImageTaskId: string;
  imageId: string;
  diskImageFormat: "VMDK" | "RAW" | "VHD";
  status: string;
  statusMessage: string | undefined;
}
type Success = Record<"s3Bucket" | "s3Key" | "s3KeyPrefix" | "s3Uri", string>;
type Result = CommonResult & Own & { [K in keyof Success]: string | undefined };
type Completed = CommonCompleted & Own & Success;

const done = new Completion("golden", { task: every });
expectTypeOf(done.result.s3Uri).toEqualTypeOf<pulumi.Output<string>>();
const handed = requireCompleted<ec2.ExportImageTask>(stack, "golden");
expectTypeOf(handed.s3Uri).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf<Inner<typeof every.result>>().toEqualTypeOf<Flat<Result>>();
expectTypeOf<Inner<typeof done.result>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf<Inner<typeof handed>>().toEqualTypeOf<Flat<Completed>>();
