import type { Caller } from "./caller";
import type { OperationModel, StructureShape, ValueOf } from "./model/shapes";
import type { Protocol } from "./protocols/protocol";
import type { Random } from "./random";
import type { Settings } from "./settings";
import type { Scope, Store } from "./store";
import type { TaskFault } from "./taskRecord";
import type { TaskKind } from "./tasks";

/**
 * A service, by its name in the credential scope of a signature.
 *
 * @example
 * const service: ServiceName = "ec2";
 */
export type ServiceName = "ec2" | "sts" | "appstream" | "workspaces" | "discovery";

export interface Service {
  readonly name: ServiceName;
  readonly protocol: Protocol;
  readonly operations: readonly Operation[];
  readonly kinds: readonly TaskKind[];
}

/** What an operation has at hand; it returns its output or throws an AwsError. */
export interface Call {
  readonly operation: string;
  readonly caller: Caller;
  readonly nowMs: number;
  readonly scope: Scope;
  readonly store: Store;
  readonly settings: Settings;
  readonly random: Random;
  /** For the task that this call starts. */
  readonly taskFaults: readonly TaskFault[];
}

export interface Operation {
  readonly model: OperationModel;
  readonly handle: (input: Record<string, unknown>, call: Call) => unknown;
}

type Output<O> = O extends StructureShape ? ValueOf<O> : void;

/** Joins a model and its behaviour; the types of both follow from the model. */
export function operation<I extends StructureShape, O extends StructureShape | undefined>(
  model: OperationModel<I, O>,
  handle: (input: ValueOf<I>, call: Call) => Output<O>,
): Operation {
  // The input has been validated against the model when `handle` is called.
  return { model, handle: (input, call) => handle(input as ValueOf<I>, call) };
}
