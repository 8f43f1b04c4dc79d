export * as appstream from "./appstream";
export * as discovery from "./discovery";
export * as ec2 from "./ec2";
export * as workspaces from "./workspaces";
export type { Args, CommonInputs, CommonOutputs } from "./pulumi/resource";
export type { TaskState } from "./lifecycle/kind";
