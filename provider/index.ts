/** @module pulumi-aws-tasks */
export * as appstream from "./appstream";
export * as discovery from "./discovery";
export * as ec2 from "./ec2";
export * as workspaces from "./workspaces";
export { Completion, type CompletionArgs } from "./pulumi/completion";
export { type AssumeRoleWithWebIdentity, Provider, type ProviderSettings } from "./pulumi/provider";
export {
  requireCompleted,
  type RequireCompletedOptions,
  type TaskClass,
} from "./pulumi/requireCompleted";
export type {
  Args,
  AssumeRole,
  CallInputs,
  CommonInputs,
  CommonOutputs,
  Completable,
  CompletedResult,
  CompletedTask,
} from "./pulumi/resource";
export type { TaskState } from "./lifecycle/kind";
