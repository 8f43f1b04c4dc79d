// What TypeScript must accept and refuse of `ec2.StoreImageTask`; compiled, never run.
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

const inputs = { imageId: input<string>(), bucket: input<string>() };

const task = new ec2.StoreImageTask("golden", { ...inputs, ...COMMON });

interface Task extends CommonTask {
  readonly imageId: pulumi.Output<string>;
  readonly bucket: pulumi.Output<string>;
  readonly amiId: pulumi.Output<string>;
  readonly taskStartTime: pulumi.Output<string | undefined>;
  readonly s3objectKey: pulumi.Output<string | undefined>;
  readonly progressPercentage: pulumi.Output<number | undefined>;
  readonly storeTaskState: pulumi.Output<string>;
  readonly storeTaskFailureReason: pulumi.Output<string | undefined>;
  // Only a success has them.
  readonly objectKey: pulumi.Output<string | undefined>;
  readonly s3Uri: pulumi.Output<string | undefined>;
}
expectTypeOf<Pick<ec2.StoreImageTask, keyof Task>>().toEqualTypeOf<Flat<Task>>();

interface Own {
  imageId: string;
  bucket: string;
  storeTaskState: string;
  taskStartTime: string | undefined;
}
type Result = CommonResult & Own & { objectKey: string | undefined; s3Uri: string | undefined };
type Completed = CommonCompleted & Own & { objectKey: string; s3Uri: string };

const done = new Completion("golden", { task });
const handed = requireCompleted<ec2.StoreImageTask>(stack, "golden");
expectTypeOf<Inner<typeof task.result>>().toEqualTypeOf<Flat<Result>>();
expectTypeOf<Inner<typeof done.result>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf<Inner<typeof handed>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf(handed.s3Uri).toEqualTypeOf<pulumi.Output<string>>();

// @ts-expect-error: only a success has it
export const certain: pulumi.Output<string> = task.s3Uri;
// @ts-expect-error: no such output
export const key = task.s3Key;
// @ts-expect-error: no such member of a result
export const internal = done.result.storeTaskFailureReason;
// @ts-expect-error: required
new ec2.StoreImageTask("golden", { imageId: "ami-0123456789abcdef0" });
// @ts-expect-error: no such input
new ec2.StoreImageTask("golden", { ...inputs, s3Bucket: "images" });
// @ts-expect-error: one bucket
new ec2.StoreImageTask("golden", { ...inputs, bucket: ["images"] });
