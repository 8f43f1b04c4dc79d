/** Makes the resource class of a task kind: typed inputs, typed outputs, and `result`. */
import * as pulumi from "@pulumi/pulumi";
import { commonInputNames } from "../lifecycle/inputs";
import type { TaskKind, TaskState, TypedKind } from "../lifecycle/kind";
import { COMMON_OUTPUTS, ownOutputs } from "../lifecycle/state";
import { signals } from "./beacon";
import { shim } from "./shim";

/** The inputs that every task has beside its own. */
export interface CommonInputs {
  /** Values whose change starts a new task, as in `@pulumi/command`. */
  triggers?: unknown[];
  /** Where `pulumi up` waits for a running task: `"diff"` (default), `"update"` or `"none"`. */
  wait?: "diff" | "update" | "none";
  /** Time limits such as `"90m"`: to get it started, for one wait, to get it cancelled. */
  timeouts?: { start?: string; wait?: string; cancel?: string };
  /** The shortest and the longest time between two looks, such as `"15s"` and `"2m"`. */
  polling?: { minInterval?: string; maxInterval?: string };
  /** The id of a task that exists, to take over instead of starting one; read at creation only. */
  adopt?: string;
  /** What becomes of a failed task: replaced by the next `up` (default), or kept and green. */
  onFailure?: "replace" | "keep";
  /** The Region the task runs in; else the configuration `aws:region`, else `AWS_REGION`. */
  region?: string;
  /** Tags on what AWS can tag; changed in place. */
  tags?: Record<string, string>;
  /** False: no tags of ours, and a start whose answer was lost is found by its token only. */
  identityTags?: boolean;
}

/** The outputs that every task has beside its own. */
export interface CommonOutputs {
  /** Which kind of task it is, such as `ec2:ExportImageTask`. */
  taskKind: string;
  /** What AWS's status means. */
  taskState: TaskState;
  /** 0 to 100, if AWS tells; never a success by itself. */
  progressPercent: number | undefined;
  /** AWS's reason, once failed or cancelled. */
  failureReason: string | undefined;
  /** Whether a `pulumi up` has failed with that reason; the next one replaces the task. */
  failureReported: boolean;
  /** Whether AWS has forgotten the finished task; what was known of it is kept. */
  recordExpired: boolean;
  /** Whether the success is incomplete. */
  partial: boolean;
  /** Whether a refresh saw that what the task made is gone, where AWS tells. */
  artifactGone: boolean | undefined;
  /** The Region the task runs in. */
  region: string;
  /** The account it runs in (STS GetCallerIdentity), if it could be learned. */
  accountId: string | undefined;
}

type Common = "taskKind" | "taskState" | "partial" | "region" | "accountId";
/** Accepts `Input`s at every depth. */
export type Args<T> = { [K in keyof T]: pulumi.Input<Deep<Exclude<T[K], undefined>>> };
type Deep<T> = T extends readonly (infer E)[]
  ? pulumi.Input<E>[]
  : T extends object
    ? { [K in keyof T]: pulumi.Input<Deep<Exclude<T[K], undefined>>> }
    : T;
type Inputs<I> = I & CommonInputs;
/** An input that may be left out is an output that may be undefined. */
type Echo<I> = { [K in keyof I]-?: undefined extends I[K] ? I[K] | undefined : I[K] };
type Maybe<S> = { [K in keyof S]: S[K] | undefined };
type All<I, O, S> = Omit<Echo<Inputs<I>>, keyof CommonOutputs> & CommonOutputs & O & Maybe<S>;
type Outputs<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** An instance: every input and output as an `Output`, and the task's `result`. */
export type TaskResource<I, O, S, R extends PropertyKey> = pulumi.CustomResource &
  Outputs<All<I, O, S>> & {
    /** What downstream stacks want of the task, as one object: nothing internal, no secrets. */
    readonly result: pulumi.Output<Pick<All<I, O, S>, (R | Common) & keyof All<I, O, S>>>;
  };

export interface TaskResourceClass<I, O, S, R extends PropertyKey> {
  new (
    name: string,
    args: Args<Inputs<I>>,
    opts?: pulumi.CustomResourceOptions,
  ): TaskResource<I, O, S, R>;
}

const RESULT: readonly Common[] = ["taskKind", "taskState", "partial", "region", "accountId"];

/** The class of that kind; its type token is `pulumi-nodejs:dynamic/aws-tasks/` and `kind.type`. */
export function taskResource<
  I extends object,
  O extends object,
  S extends object,
  R extends keyof (I & O & S),
>(kind: TypedKind<I, O, S, R>): TaskResourceClass<I, O, S, R> {
  const [service, type] = kind.type.split(":") as [string, string];
  const module = `aws-tasks/${service}`;
  const token = `pulumi-nodejs:dynamic/${module}:${type}`;
  // An input is an output too: without a key the class would not have the property.
  const inputNames = [...Object.keys(kind.fields), ...commonInputNames(kind)];
  const outputs = [...COMMON_OUTPUTS, ...ownOutputs(kind), ...inputNames];
  class Task extends pulumi.dynamic.Resource {
    constructor(
      name: string,
      args: Readonly<Record<string, unknown>>,
      opts?: pulumi.CustomResourceOptions,
    ) {
      const given = Object.entries(args).filter(([, value]) => value !== undefined);
      const inputs = { ...Object.fromEntries(given), taskKind: kind.type };
      // What `get` reads has no program behind it: a beacon would be stored for ever.
      const told = opts?.id === undefined ? signals(name, token, inputs, opts) : {};
      const absent = Object.fromEntries(outputs.map((key) => [key, undefined]));
      super(shim, name, { ...absent, ...inputs, ...told }, keepSecret(kind, opts), module, type);
      const own = this as unknown as Record<string, unknown>;
      derive(kind, own);
      const result = resultOf(kind, own);
      Object.defineProperty(this, "result", { value: result, enumerable: true });
    }
  }
  Object.defineProperty(Task, "name", { value: type });
  return Task as unknown as TaskResourceClass<I, O, S, R>;
}

/** Secret outputs are kept encrypted, whatever else the program asks for. */
function keepSecret(
  kind: TaskKind,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions | undefined {
  if (!kind.secretOutputs) return opts;
  return pulumi.mergeOptions(opts, { additionalSecretOutputs: [...kind.secretOutputs] });
}

/**
 * What follows from a secret input is not in the state; here it is worked out, and is secret as the
 * input is. AWS's own secrets stay out of it: what follows from them need not be one.
 */
function derive(kind: TaskKind, resource: Record<string, unknown>): void {
  const open = ownOutputs(kind).filter((name) => !kind.secretOutputs?.includes(name));
  const names = ["taskState", ...Object.keys(kind.fields), ...open];
  const known = pulumi.all(Object.fromEntries(names.map((name) => [name, resource[name]])));
  const computed = known.apply((values) => {
    const outputs = values as Record<string, unknown>;
    if (outputs.taskState !== "succeeded") return outputs;
    return { ...kind.computed(outputs), ...present(outputs) };
  });
  for (const name of kind.successOutputs.filter((one) => open.includes(one))) {
    resource[name] = computed.apply((all) => all[name]);
  }
}

function present(outputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}

/** Made from the outputs in the program: nothing is twice in the state. */
function resultOf(kind: TaskKind, resource: Record<string, unknown>): pulumi.Output<unknown> {
  const names = [...RESULT, ...kind.result];
  return pulumi.all(Object.fromEntries(names.map((name) => [name, resource[name]])));
}
