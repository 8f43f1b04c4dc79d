/** Makes the resource class of a task kind: typed inputs, typed outputs, and `result`. */
import * as pulumi from "@pulumi/pulumi";
import type { Service } from "../lifecycle/caller";
import { commonInputNames } from "../lifecycle/inputs";
import type { TaskKind, TaskState, TypedKind } from "../lifecycle/kind";
import { COMMON_OUTPUTS, HINDRANCES, ownOutputs, RESULT_OUTPUTS } from "../lifecycle/state";
import { type Field, isSensitive } from "../lifecycle/validate";
import { signals } from "./beacon";
import { Frames } from "./frames";
import { shim } from "./shim";

/** As whom and where a task's calls are made; each goes before what the configuration says. */
export interface CallInputs {
  /**
   * The Region the task runs in; else that of the configuration (`aws:region`), `AWS_REGION`,
   * `AWS_DEFAULT_REGION` or the profile.
   */
  region?: string;
  /** A profile of the AWS shared files. Configured roles are not assumed then. */
  profile?: string;
  /** A role to assume (STS AssumeRole), or several, one with the credentials of the other. */
  assumeRole?: AssumeRole | AssumeRole[];
  /** The URL of another endpoint, for all services that are called or for those named. */
  endpoint?: string | Partial<Record<Service, string>>;
}

/** STS AssumeRole's members, named as in @pulumi/aws. */
export interface AssumeRole {
  /** The role (`RoleArn`). */
  roleArn: string;
  /** Else `pulumi-aws-tasks`. */
  sessionName?: string;
  externalId?: string;
  /** From `"15m"` to `"12h"`; else an hour. */
  duration?: string;
  /** A session policy, as JSON. */
  policy?: string;
  /** Managed session policies, at most 10 (`PolicyArns`). */
  policyArns?: string[];
  /** (`SourceIdentity`.) */
  sourceIdentity?: string;
  /** Session tags, at most 50 (`Tags`). */
  tags?: Record<string, string>;
  /** Keys of session tags that go on to the next role (`TransitiveTagKeys`). */
  transitiveTagKeys?: string[];
}

/** The inputs that every task has beside its own. */
export interface CommonInputs extends CallInputs {
  /** Values whose change starts a new task, as in `@pulumi/command`. */
  triggers?: unknown[];
  /** Where `pulumi up` waits for a running task: `"diff"` (default), `"update"` or `"none"`. */
  wait?: "diff" | "update" | "none";
  /**
   * Time limits such as `"90m"`: to get it started, for one wait, to get it cancelled or its result
   * deleted (where AWS can).
   */
  timeouts?: { start?: string; wait?: string; cancel?: string };
  /**
   * The shortest and the longest time between two looks, such as `"15s"` and `"2m"`. Without a
   * `maxInterval` of yours looks are up to five times its default apart (or five times a
   * `minInterval` that is longer) while AWS's percentage says that the end is far. Where AWS asks
   * for fewer calls they are up to eight times the shortest apart.
   */
  polling?: { minInterval?: string; maxInterval?: string };
  /** The id of a task that exists, to take over instead of starting one; read at creation only. */
  adopt?: string;
  /** What becomes of a failed task: replaced by the next `up` (default), or kept and green. */
  onFailure?: "replace" | "keep";
  /** What becomes of an AMI, snapshot or WorkSpaces image that it made: kept (default), or deleted. */
  onDelete?: "retain" | "delete";
  /** Tags on what AWS can tag; changed in place where AWS can, else recorded with a warning. */
  tags?: Record<string, string>;
  /**
   * False: no tags of ours. A start whose answer was lost is then found by EC2's client token (an
   * image export or snapshot import that still runs) or by this machine's note of it only.
   */
  identityTags?: boolean;
}

/** The outputs that every task has beside its own. */
export interface CommonOutputs {
  /** Which kind of task it is, such as `ec2:ExportImageTask`. */
  taskKind: string;
  /**
   * What AWS's status means: `running`, `succeeded` or `failed`. Of today's kinds none is ever
   * `cancelled`: AWS tells of no such end, and what was cancelled has failed.
   */
  taskState: TaskState;
  /** 0 to 100, if AWS tells; 100 once it has succeeded; never a success by itself. */
  progressPercent: number | undefined;
  /** AWS's reason, once it has failed. */
  failureReason: string | undefined;
  /**
   * Whether a `pulumi up` has told that reason; the next one replaces the task, unless `onFailure`
   * is `"keep"`.
   */
  failureReported: boolean;
  /** Whether AWS has forgotten the finished task; what was known of it is kept. */
  recordExpired: boolean;
  /** Whether the success is incomplete. */
  partial: boolean;
  /** Whether a refresh saw that what the task made is gone, where AWS tells. */
  artifactGone: boolean | undefined;
  /** The Region the task runs in. */
  region: string;
  /** `tags`, and the default tags of the configuration (`aws:defaultTags`). */
  tagsAll: Record<string, string> | undefined;
  /** The account it runs in (STS GetCallerIdentity), if it could be learned. */
  accountId: string | undefined;
}

type Common = (typeof RESULT_OUTPUTS)[number];
type Hindrance = (typeof HINDRANCES)[number];
/** Accepts `Input`s at every depth. */
export type Args<T> = { [K in keyof T]: pulumi.Input<Deep<Exclude<T[K], undefined>>> };
type Deep<T> = T extends readonly (infer E)[]
  ? pulumi.Input<Deep<E>>[]
  : T extends object
    ? { [K in keyof T]: pulumi.Input<Deep<Exclude<T[K], undefined>>> }
    : T;
type Inputs<I> = I & CommonInputs;
/** An input that may be left out is an output that may be undefined. */
type Echo<I> = { [K in keyof I]-?: undefined extends I[K] ? I[K] | undefined : I[K] };
type Maybe<S> = { [K in keyof S]: S[K] | undefined };
type All<I, O, S> = Omit<Echo<Inputs<I>>, keyof CommonOutputs> & CommonOutputs & O & Maybe<S>;
type Outputs<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** What every result has, whatever the kind of the task. */
export interface CompletedTask extends Omit<Pick<CommonOutputs, Common>, "taskState"> {
  /** The task's, as the resource has it. */
  id: string;
  taskState: "succeeded";
}

/** What `result` is once the task has succeeded. */
type Completed<I, O, S, R extends PropertyKey> = CompletedTask &
  Omit<Pick<All<I, O, S>, R & keyof All<I, O, S>>, keyof S> &
  Pick<S, R & keyof S>;

declare const completed: unique symbol;

/** Any task; of its type a `Completion` takes what its result is. */
export interface Completable<C> extends pulumi.CustomResource {
  /** @internal Never there at run time; carries the type. */
  readonly [completed]: C;
  readonly region: pulumi.Output<string>;
}

/** The result of a task of that class once it has succeeded: `CompletedResult<ec2.StoreImageTask>`. */
export type CompletedResult<T> = T extends Completable<infer C> ? C : never;

/** An instance: every input and output as an `Output`, and the task's `result`. */
export type TaskResource<I, O, S, R extends PropertyKey> = Completable<Completed<I, O, S, R>> &
  Outputs<All<I, O, S>> & {
    /** What downstream stacks want of the task, as one object: nothing internal, no secrets. */
    readonly result: pulumi.Output<
      { id: string } & Pick<All<I, O, S>, (R | Common | Hindrance) & keyof All<I, O, S>>
    >;
  };

export interface TaskResourceClass<I, O, S, R extends PropertyKey> {
  /** The `taskKind` of its tasks, such as `ec2:ExportImageTask`. */
  readonly taskKind: string;
  new (
    name: string,
    args: Args<Inputs<I>>,
    opts?: pulumi.CustomResourceOptions,
  ): TaskResource<I, O, S, R>;
  /**
   * Reads a task that exists, whoever started it, without managing it. Fails where AWS does not
   * list it.
   */
  get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    args?: Args<CallInputs>,
    opts?: pulumi.CustomResourceOptions,
  ): TaskResource<I, O, S, R>;
}

/** What the program said of a task: constants, known also while its outputs are not. */
export interface Program {
  readonly kind: TaskKind;
  readonly token: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Found by its name, as a program may hold two copies of this package. */
const PROGRAM = Symbol.for("pulumi-aws-tasks/program");

export function programOf(task: object): Program | undefined {
  return (task as { [PROGRAM]?: Program })[PROGRAM];
}

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
  const outputs = [...COMMON_OUTPUTS, "tagsAll", ...ownOutputs(kind), ...inputNames];
  class Task extends pulumi.dynamic.Resource {
    static readonly taskKind = kind.type;

    constructor(
      name: string,
      args: Readonly<Record<string, unknown>>,
      opts?: pulumi.CustomResourceOptions,
    ) {
      const inputs: Record<string, unknown> = {
        ...concealed(kind.fields, present(args)),
        taskKind: kind.type,
      };
      // What goes into all tags is as secret as they are; `check` adds the default ones.
      if (hasSecretDefaultTags()) inputs.tagsAll = pulumi.secret(inputs.tags ?? {});
      else if (inputs.tags !== undefined) inputs.tagsAll = inputs.tags;
      // What `get` reads has no program behind it: a beacon would be stored for ever.
      const told = opts?.id === undefined ? signals(name, token, inputs, opts) : {};
      const absent = Object.fromEntries(outputs.map((key) => [key, undefined]));
      const frames = Frames.withheld();
      try {
        super(shim, name, { ...absent, ...inputs, ...told }, keepSecret(kind, opts), module, type);
      } catch (error) {
        throw frames.given(error);
      } finally {
        frames.restore();
      }
      const own = this as unknown as Record<string, unknown>;
      derive(kind, own);
      lazily(own, "result", () => resultOf(kind, this.id, own));
      const program: Program = { kind, token, inputs };
      Object.defineProperty(this, PROGRAM, { value: program });
    }

    static get(
      name: string,
      id: pulumi.Input<pulumi.ID>,
      args: Readonly<Record<string, unknown>> = {},
      opts?: pulumi.CustomResourceOptions,
    ) {
      return new this(name, args, { ...opts, id });
    }
  }
  Object.defineProperty(Task, "name", { value: type });
  return Task as unknown as TaskResourceClass<I, O, S, R>;
}

/** The members with all as a secret that is one by its nature, at whatever depth. */
function concealed(
  fields: Readonly<Record<string, Field>>,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name]! : undefined;
    return [name, field ? concealedValue(field, value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function concealedValue(field: Field, value: unknown): unknown {
  if (value === undefined || value === null || !isSensitive(field)) return value;
  if (field.type === "string") return pulumi.secret(value);
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return pulumi.output(value).apply((known: unknown) => concealedValue(field, known));
  }
  if (field.type === "list" && Array.isArray(value)) {
    return value.map((item) => concealedValue(field.items!, item));
  }
  const members = membersOf(field, value);
  // What it is not meant to be may be anything.
  return members ? concealed(members, { ...(value as object) }) : pulumi.secret(value);
}

/** The fields of an object or a map, if it is one. */
function membersOf(field: Field, value: unknown): Readonly<Record<string, Field>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (field.type === "object") return field.fields;
  if (field.type !== "map") return undefined;
  return Object.fromEntries(Object.keys(value).map((key) => [key, field.value]));
}

/** Not in the SDK's types; where it is missing nobody can tell. */
function hasSecretDefaultTags(): boolean {
  const runtime = pulumi.runtime as { isConfigSecret?(key: string): boolean };
  return runtime.isConfigSecret?.("aws:defaultTags") ?? false;
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
  const stored = Object.fromEntries(names.map((name) => [name, resource[name]]));
  let known: pulumi.Output<Record<string, unknown>> | undefined;
  const computed = () =>
    (known ??= pulumi.all(stored).apply((outputs) => {
      if (outputs.taskState !== "succeeded") return outputs;
      return { ...kind.computed(outputs), ...present(outputs) };
    }));
  // The others are in the state as they are.
  const following = (name: string) => open.includes(name) && Object.hasOwn(kind.followsFrom, name);
  for (const name of kind.successOutputs.filter(following)) {
    lazily(resource, name, () => computed().apply((all) => all[name]));
  }
}

/** Worked out when it is asked for: of a hundred tasks most programs look at no more than a few. */
function lazily(
  resource: Record<string, unknown>,
  name: string,
  work: () => pulumi.Output<unknown>,
): void {
  let made: pulumi.Output<unknown> | undefined;
  const get = () => (made ??= work());
  Object.defineProperty(resource, name, { get, enumerable: true, configurable: true });
}

/** The members that are there. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Made from the outputs in the program: nothing is twice in the state. */
function resultOf(
  kind: TaskKind,
  id: pulumi.Output<string>,
  resource: Record<string, unknown>,
): pulumi.Output<unknown> {
  const names = [...RESULT_OUTPUTS, ...HINDRANCES, ...kind.result];
  return pulumi.all({ id, ...Object.fromEntries(names.map((name) => [name, resource[name]])) });
}
