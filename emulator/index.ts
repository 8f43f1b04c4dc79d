/** @module pulumi-aws-tasks/emulator */
export { startEmulator, type Emulator } from "./emulator";
export type { Clock } from "./clock";
export type { Controls } from "./controls";
export type { AnswerEffect, DelayEffect, Effect, FaultRule } from "./faults";
export type { HeldCall } from "./held";
export type { LogEntry } from "./log";
export type { ServiceName } from "./operation";
export type { EmulatorOptions } from "./options";
export type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";
export type { TaskFault } from "./taskRecord";
export type { TaskView } from "./views";
