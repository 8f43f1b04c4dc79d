// What TypeScript must accept and refuse of `workspaces.CustomImageImport`; compiled, never run.
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import { Completion, requireCompleted, workspaces } from "pulumi-aws-tasks";
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
  imageDescription: input<string>(),
  computeType: input<"BASE" | "GRAPHICS_G4DN" | "GRAPHICS_G6">(),
  protocol: input<"PCOIP" | "DCV" | "BYOP">(),
  imageSource: { ec2ImageId: input<string>() },
  infrastructureConfigurationArn: input<string>(),
  platform: input<"WINDOWS">(),
  osVersion: input<"Windows_10" | "Windows_11">(),
};

const task = new workspaces.CustomImageImport("golden", { ...inputs, ...COMMON });
new workspaces.CustomImageImport("golden", {
  ...inputs,
  imageSource: input<{ ec2ImportTaskId: string }>(),
});

interface Task extends CommonTask {
  readonly imageName: pulumi.Output<string>;
  readonly imageDescription: pulumi.Output<string>;
  readonly computeType: pulumi.Output<"BASE" | "GRAPHICS_G4DN" | "GRAPHICS_G6">;
  readonly protocol: pulumi.Output<"PCOIP" | "DCV" | "BYOP">;
  readonly imageSource: pulumi.Output<{
    ec2ImportTaskId?: string;
    imageBuildVersionArn?: string;
    ec2ImageId?: string;
  }>;
  readonly infrastructureConfigurationArn: pulumi.Output<string>;
  readonly platform: pulumi.Output<"WINDOWS">;
  readonly osVersion: pulumi.Output<"Windows_10" | "Windows_11">;
  readonly imageId: pulumi.Output<string>;
  readonly state: pulumi.Output<string>;
  readonly stateMessage: pulumi.Output<string | undefined>;
  readonly progressPercentage: pulumi.Output<number | undefined>;
  readonly created: pulumi.Output<string | undefined>;
  readonly lastUpdatedTime: pulumi.Output<string | undefined>;
  readonly imageBuilderInstanceId: pulumi.Output<string | undefined>;
  readonly errorDetails: pulumi.Output<{ errorCode?: string; errorMessage?: string }[] | undefined>;
  // Only a success has it.
  readonly workspaceImageId: pulumi.Output<string | undefined>;
}
expectTypeOf<Pick<workspaces.CustomImageImport, keyof Task>>().toEqualTypeOf<Flat<Task>>();

interface Own {
  imageId: string;
  imageName: string;
  state: string;
  osVersion: "Windows_10" | "Windows_11";
}
type Result = CommonResult & Own & { workspaceImageId: string | undefined };
type Completed = CommonCompleted & Own & { workspaceImageId: string };

const done = new Completion("golden", { task });
const handed = requireCompleted<workspaces.CustomImageImport>(stack, "golden");
expectTypeOf<Inner<typeof task.result>>().toEqualTypeOf<Flat<Result>>();
expectTypeOf<Inner<typeof done.result>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf<Inner<typeof handed>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf(handed.workspaceImageId).toEqualTypeOf<pulumi.Output<string>>();

// @ts-expect-error: only a success has it
export const certain: pulumi.Output<string> = task.workspaceImageId;
// @ts-expect-error: no such output
export const ami = task.amiId;
// @ts-expect-error: no such member of a result
export const internal = done.result.lastUpdatedTime;
// @ts-expect-error: required
new workspaces.CustomImageImport("golden", { ...inputs, imageSource: undefined });
// @ts-expect-error: no such system
new workspaces.CustomImageImport("golden", { ...inputs, osVersion: "Windows_7" });
// @ts-expect-error: no such input
new workspaces.CustomImageImport("golden", { ...inputs, ingestionProcess: "BYOL" });
// @ts-expect-error: no such member
new workspaces.CustomImageImport("golden", { ...inputs, imageSource: { amiId: "ami-1" } });
