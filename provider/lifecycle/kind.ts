/**
 * The contract of a task kind: what one sort of AWS task is called, takes, answers and means.
 * A kind is tables and pure functions; everything that happens in time is in lifecycle/ and
 * waiting/, written once for all kinds.
 */
import type { AwsRequest, Props } from "./ports";
import type { Field } from "./validate";

/** Ours; AWS's own word is the *status*. All but `running` are terminal. */
export type TaskState = "running" | "succeeded" | "failed" | "cancelled";

/** A task as one describe showed it. */
export interface Observation {
  /** The id AWS gave it. */
  readonly id: string;
  /** AWS's raw word, looked up in {@link TaskKind.states}. */
  readonly status: string;
  /** The describe's members under our output names. */
  readonly outputs: Props;
  /** What AWS says about it: the phase while it runs, the reason once it failed. */
  readonly message?: string | undefined;
  /** 0 to 100, if AWS tells. */
  readonly percent?: number | undefined;
  /** All tags on it, if the kind carries tags. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A describe or list: the request, how to read its answer, and how to ask for the next page. */
export interface Query {
  readonly request: AwsRequest;
  observations(answer: Props): readonly Observation[];
  /** The request for the page after this answer, or undefined after the last. */
  next(answer: Props): AwsRequest | undefined;
}

/** AWS's limits for tags, of which we need some for ourselves. */
export interface TagRules {
  readonly most: number;
  readonly keyLength: number;
  readonly valueLength: number;
}

/** Durations as people write them (`"90m"`); the intervals are bounds of the polling schedule. */
export interface Defaults {
  readonly timeouts: { readonly start: string; readonly wait: string; readonly cancel?: string };
  readonly polling: { readonly minInterval: string; readonly maxInterval: string };
}

/** How the kind's own tags are read and written; absent where AWS keeps none on the task. */
export interface Tagging {
  readonly rules: TagRules;
  /** The permission a start with tags needs, for the error that names it. */
  readonly permission: string;
  add(id: string, tags: Readonly<Record<string, string>>): AwsRequest;
  remove(id: string, keys: readonly string[]): AwsRequest;
}

export interface TaskKind {
  /** `ec2:ExportImageTask`: the end of the Pulumi type token, and the input `taskKind`. */
  readonly type: string;
  /** What a person calls it: `EC2 image export`. */
  readonly title: string;
  /** AWS's members as inputs, with their documented rules. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Inputs that determine the bytes or their place: a change starts a new task. */
  readonly replaces: readonly string[];
  /** Inputs AWS keeps the old value of: a change is recorded only. */
  readonly recordedOnly: readonly string[];
  /** Outputs beside the inputs, as far as they are the kind's own. */
  readonly outputs: readonly string[];
  /** Outputs with a value only once the task succeeded. */
  readonly successOutputs: readonly string[];
  /** What `result` shows beside the outputs every task has. */
  readonly result: readonly string[];
  readonly states: Readonly<Record<string, TaskState>>;
  /** Statuses that still count as running but can only end badly: nobody adopts such a task. */
  readonly dying: readonly string[];
  readonly defaults: Defaults;
  /** Most ids one describe takes. */
  readonly batchSize: number;
  /** Codes that say "no such task". */
  readonly notFound: readonly string[];
  /** Codes of a refusal that ends when other work does; waited for within `timeouts.start`. */
  readonly limits: readonly string[];
  /** Codes whose cause and remedy AWS documents. */
  readonly remedies: Readonly<Record<string, string>>;

  start(inputs: Props, clientToken: string, tags: Readonly<Record<string, string>>): AwsRequest;
  /** The task's id and first status, from the start's answer. */
  started(answer: Props): Observation;
  describe(ids: readonly string[]): Query;
  /** All tasks among which one of ours may be found again. */
  candidates(inputs: Props): Query;
  /** Whether that running task keeps AWS from starting one with these inputs. */
  blocks(running: Observation, inputs: Props): boolean;
  /** Outputs that AWS does not tell but that follow, once succeeded. */
  computed(outputs: Props): Props;
  /** What the task left behind, for the last line a person reads. */
  artifact(outputs: Props): string | undefined;
  readonly tagging?: Tagging;
  /** Ends a running task; absent where AWS offers nothing. */
  cancel?(id: string): AwsRequest;
}

/** A kind that knows its types: inputs, outputs, those only a success has, and its result. */
export interface TypedKind<
  I extends object,
  O extends object,
  S extends object,
  R extends keyof (I & O & S),
> extends TaskKind {
  /** Never there at run time; carries the types. */
  readonly types?: { inputs: I; outputs: O; success: S; result: R };
}

/** The state a status means. One that AWS added since is running still, until the time-out. */
export function stateOf(kind: TaskKind, status: string): TaskState {
  return Object.hasOwn(kind.states, status) ? kind.states[status]! : "running";
}

export function isKnownStatus(kind: TaskKind, status: string): boolean {
  return Object.hasOwn(kind.states, status);
}
