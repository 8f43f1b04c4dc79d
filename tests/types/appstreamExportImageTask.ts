// What TypeScript must accept and refuse of `appstream.ExportImageTask`; compiled, never run.
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import { appstream, Completion, requireCompleted } from "pulumi-aws-tasks";
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

const inputs = {
  imageName: input<string>(),
  amiName: input<string>(),
  iamRoleArn: input<string>(),
  amiDescription: input<string>(),
};

const task = new appstream.ExportImageTask("golden", { ...inputs, ...COMMON });

interface Task extends CommonTask {
  readonly imageName: pulumi.Output<string>;
  readonly amiName: pulumi.Output<string>;
  readonly iamRoleArn: pulumi.Output<string>;
  readonly amiDescription: pulumi.Output<string | undefined>;
  readonly taskId: pulumi.Output<string>;
  readonly imageArn: pulumi.Output<string | undefined>;
  readonly createdDate: pulumi.Output<string | undefined>;
  readonly state: pulumi.Output<string>;
  readonly tagSpecifications: pulumi.Output<Record<string, string> | undefined>;
  readonly errorDetails: pulumi.Output<{ errorCode?: string; errorMessage?: string }[] | undefined>;
  // Only a success has it.
  readonly amiId: pulumi.Output<string | undefined>;
}
expectTypeOf<Pick<appstream.ExportImageTask, keyof Task>>().toEqualTypeOf<Flat<Task>>();

interface Own {
  taskId: string;
  imageName: string;
  amiName: string;
  imageArn: string | undefined;
  state: string;
}
type Result = CommonResult & Own & { amiId: string | undefined };
type Completed = CommonCompleted & Own & { amiId: string };

const done = new Completion("golden", { task });
const handed = requireCompleted<appstream.ExportImageTask>(stack, "golden");
expectTypeOf<Inner<typeof task.result>>().toEqualTypeOf<Flat<Result>>();
expectTypeOf<Inner<typeof done.result>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf<Inner<typeof handed>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf(handed.amiId).toEqualTypeOf<pulumi.Output<string>>();

// @ts-expect-error: only a success has it
export const certain: pulumi.Output<string> = task.amiId;
// @ts-expect-error: no such output
export const image = task.workspaceImageId;
// @ts-expect-error: no such member of a result
export const internal = done.result.errorDetails;
// @ts-expect-error: required
new appstream.ExportImageTask("golden", { imageName: "desktop", amiName: "desktop" });
// @ts-expect-error: no such input
new appstream.ExportImageTask("golden", { ...inputs, roleName: "vmimport" });
// @ts-expect-error: `tags` is the input for tags
new appstream.ExportImageTask("golden", { ...inputs, tagSpecifications: {} });
