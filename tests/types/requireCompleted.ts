// What TypeScript must accept and refuse of `requireCompleted`; compiled, never run.
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import {
  type appstream,
  type CompletedResult,
  type CompletedTask,
  ec2,
  requireCompleted,
} from "pulumi-aws-tasks";
import { type CommonCompleted, type Flat, type Inner, input, stack } from "./support";

// The class says what it is, and is checked; a type argument says it only.
const file = requireCompleted(stack, "file", { kind: ec2.ExportImageTask });
expectTypeOf(file).toEqualTypeOf(requireCompleted<ec2.ExportImageTask>(stack, "file"));
expectTypeOf<Inner<typeof file>>().toEqualTypeOf<Flat<CompletedResult<ec2.ExportImageTask>>>();
expectTypeOf(file.s3Bucket).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(file.s3Key).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(file.s3KeyPrefix).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(file.s3Uri).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(file.exportImageTaskId).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(file.diskImageFormat).toEqualTypeOf<pulumi.Output<"VMDK" | "RAW" | "VHD">>();
expectTypeOf(file.statusMessage).toEqualTypeOf<pulumi.Output<string | undefined>>();
expectTypeOf(file.taskState).toEqualTypeOf<pulumi.Output<"succeeded">>();

// Without either it is what every task has.
const some = requireCompleted(stack, "file");
expectTypeOf<Inner<typeof some>>().toEqualTypeOf<Flat<CommonCompleted>>();
expectTypeOf<Flat<CompletedTask>>().toEqualTypeOf<Flat<CommonCompleted>>();

requireCompleted(stack, input<string>(), { allowPartial: true });
requireCompleted<appstream.ExportImageTask>(stack, "ami", { allowPartial: false });
declare const setting: boolean | undefined;
requireCompleted(stack, "file", { kind: ec2.StoreImageTask, allowPartial: setting });

/** A function of a program's own that takes a result. */
export const sizeOf = (result: CompletedResult<ec2.StoreImageTask>): number =>
  result.s3Uri.length + result.objectKey.length;
requireCompleted(stack, "object", { kind: ec2.StoreImageTask }).apply(sizeOf);

// @ts-expect-error: not of every task
export const unknownKind = some.s3Uri;
// @ts-expect-error: another kind's
export const other = file.amiId;
// @ts-expect-error: there is none of a success
export const reason = file.failureReason;
// @ts-expect-error: nothing internal
export const internal = file.failureReported;
// @ts-expect-error: no stack
requireCompleted("acme/images/prod", "file");
// @ts-expect-error: no such option
requireCompleted(stack, "file", { allowRunning: true });
// @ts-expect-error: not a class of tasks
requireCompleted(stack, "file", { kind: "ec2:ExportImageTask" });
// @ts-expect-error: not a task
requireCompleted<pulumi.CustomResource>(stack, "file");
// @ts-expect-error: another class than the type
requireCompleted<ec2.ExportImageTask>(stack, "file", { kind: ec2.StoreImageTask });
// @ts-expect-error: another kind's result
requireCompleted(stack, "object", { kind: ec2.ExportImageTask }).apply(sizeOf);
