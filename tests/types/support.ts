/** What every task of the package has, for the type tests of each kind; compiled, never run. */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonInputs, TaskState } from "pulumi-aws-tasks";

/** A value in every form that an input takes it: as it is, as a promise, as an output. */
export declare function input<T>(): pulumi.Input<T>;

/** The inputs that all kinds have, each an `Input`, nested ones too. */
export const COMMON = {
  triggers: [input<string>(), 1, { any: input<number>() }],
  wait: input<"diff" | "update" | "none">(),
  timeouts: { start: input<string>(), wait: input<string>(), cancel: input<string>() },
  polling: input<{ minInterval: string; maxInterval: string }>(),
  adopt: input<string>(),
  onFailure: input<"replace" | "keep">(),
  onDelete: input<"retain" | "delete">(),
  tags: { team: input<string>() },
  identityTags: input<boolean>(),
  region: input<string>(),
  profile: input<string>(),
  assumeRole: [{ roleArn: input<string>(), tags: input<Record<string, string>>() }],
  endpoint: { ec2: input<string>() },
} satisfies Record<keyof CommonInputs, unknown>;

/** The outputs that all kinds have. */
export interface CommonTask {
  readonly id: pulumi.Output<string>;
  readonly taskKind: pulumi.Output<string>;
  readonly taskState: pulumi.Output<TaskState>;
  readonly progressPercent: pulumi.Output<number | undefined>;
  readonly failureReason: pulumi.Output<string | undefined>;
  readonly failureReported: pulumi.Output<boolean>;
  readonly recordExpired: pulumi.Output<boolean>;
  readonly partial: pulumi.Output<boolean>;
  readonly artifactGone: pulumi.Output<boolean | undefined>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string | undefined>;
  readonly tags: pulumi.Output<Record<string, string> | undefined>;
  readonly tagsAll: pulumi.Output<Record<string, string> | undefined>;
  readonly wait: pulumi.Output<"diff" | "update" | "none" | undefined>;
  readonly onFailure: pulumi.Output<"replace" | "keep" | undefined>;
  readonly onDelete: pulumi.Output<"retain" | "delete" | undefined>;
  readonly adopt: pulumi.Output<string | undefined>;
  readonly profile: pulumi.Output<string | undefined>;
}

/** What the `result` of every task has. */
export interface CommonResult {
  id: string;
  taskKind: string;
  taskState: TaskState;
  partial: boolean;
  recordExpired: boolean;
  failureReason: string | undefined;
  artifactGone: boolean | undefined;
  region: string;
  accountId: string | undefined;
}

/** And once the task has succeeded. */
export interface CommonCompleted {
  id: string;
  taskKind: string;
  taskState: "succeeded";
  partial: boolean;
  recordExpired: boolean;
  region: string;
  accountId: string | undefined;
}

/** One flat object, for a comparison with another. */
export type Flat<T> = { [K in keyof T]: T[K] };

/** What is in an output. */
export type Inner<O> = O extends pulumi.Output<infer T> ? Flat<T> : never;

/** Another stack. */
export declare const stack: pulumi.StackReference;
