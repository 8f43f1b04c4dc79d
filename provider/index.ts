export * as ec2 from "./ec2";
export type { Args, CommonInputs, CommonOutputs } from "./pulumi/resource";
export type { TaskState } from "./lifecycle/kind";
