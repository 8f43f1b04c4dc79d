/**
 * The contract of a task kind: what one sort of AWS task is called, takes, answers and means.
 * A kind is tables and pure functions; everything that happens in time is in lifecycle/ and
 * waiting/, written once for all kinds.
 */
import type { Permissions } from "./permissions";
import type { AwsRequest, Props } from "./ports";
import type { Field } from "./validate";

/** Ours; AWS's own word is the *status*. All but `running` are terminal. */
export type TaskState = "running" | "succeeded" | "failed" | "cancelled";

export type Tags = Readonly<Record<string, string>>;

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
  /** All tags by which it may be proven ours; absent where AWS does not show them. */
  readonly tags?: Tags | undefined;
  /** The tags on what it made, where that gets the same ones ({@link Tagging.alsoOn}). */
  readonly alsoTags?: Tags | undefined;
  /** Overrules the status: the artifact isn't usable yet, or never will be. */
  readonly state?: TaskState | undefined;
  /** When AWS began it, ISO 8601, by AWS's clock, where that tells it from others' tasks. */
  readonly startedAt?: string | undefined;
  /** A success that is incomplete. */
  readonly partial?: boolean | undefined;
  /** The artifact of a success that is gone since. */
  readonly isGone?: boolean | undefined;
  /** AWS lists the task no more: this is what the state has of it, and what it made tells. */
  readonly isForgotten?: boolean | undefined;
  /** No task of this kind, though it holds a name: it can never be adopted. */
  readonly isForeign?: boolean | undefined;
  /** The id is a stand-in for one that AWS does not show yet. */
  readonly isProvisional?: boolean | undefined;
}

/** A describe or list: the request, how to read its answer, and how to ask for the next page. */
export interface Query {
  readonly request: AwsRequest;
  observations(answer: Props): readonly Observation[];
  /** The request for the page after this answer, or undefined after the last. */
  next?(answer: Props): AwsRequest | undefined;
  /** The permission without which the answer is done without; else a denial is an error. */
  readonly optional?: string;
}

/** AWS's limits for tags, of which we need some for ourselves. */
export interface TagRules {
  readonly most: number;
  readonly keyLength: number;
  readonly valueLength: number;
  /** The class of a regular expression (`[a-z]`) of keys and values, where AWS documents one. */
  readonly alphabet?: string;
}

/** Durations as people write them (`"90m"`); the intervals are bounds of the polling schedule. */
export interface Defaults {
  readonly timeouts: { readonly start: string; readonly wait: string; readonly cancel?: string };
  readonly polling: { readonly minInterval: string; readonly maxInterval: string };
}

/** How tags of ours are read and written; absent where AWS can't keep them. */
export interface Tagging {
  /** The permission a start with tags needs, for the error that names it. */
  readonly permission: string;
  /** What carries the tags of that task, or undefined as long as it isn't there. */
  target(seen: Observation): string | undefined;
  /**
   * What the task made, where it gets the same tags: it is there when AWS has forgotten the task,
   * and the task is there when it is gone. As long as both are, the task's tags count. Whether it
   * has them the state says ({@link Bookkeeping.resultMarked}).
   */
  alsoOn?(seen: Observation): string | undefined;
  /** The tags that went with the start, where they reach the target only at the end. */
  given?(seen: Observation): Tags;
  add(target: string, tags: Tags): AwsRequest;
  remove(target: string, keys: readonly string[]): AwsRequest;
  /** Asks for the tags, where describes do not show them. */
  read?(target: string): { readonly request: AwsRequest; tags(answer: Props): Tags };
}

/** Whether what a succeeded task made can be used, where AWS tells that elsewhere. */
export interface Usable {
  /** For the warning that it may not be asked. */
  readonly permission: string;
  /**
   * The question, and what the answer makes of the observation. Undefined: there is nothing to
   * ask about, or it is not there.
   */
  ask(seen: Observation):
    | {
        readonly request: AwsRequest;
        judge(answer: Props): Observation | undefined;
      }
    | undefined;
}

/** How what a task made is deleted. */
export interface Erasing {
  /** Undefined where there is nothing of it. */
  request(seen: Observation): AwsRequest | undefined;
  /** Whether a failed task has left something that is of no use to anybody: it always goes. */
  isRemains?(seen: Observation): boolean;
  /** Codes of a refusal for the time being: tried again within `timeouts.cancel`. */
  readonly busy?: readonly string[];
  /** What AWS could not delete with it, from its answer. */
  left?(answer: Props): readonly string[];
}

/** How people are shown all tasks of an account and Region. */
export interface Listing {
  query(region: string): Query;
  /** What is listed is what tasks make: the tasks themselves are described by its ids. */
  readonly isOfResults?: boolean;
  /** The output that tells when it began, where {@link Observation.startedAt} does not. */
  readonly began?: string;
}

/**
 * What a task that isn't proven ours means for a start with these inputs:
 * `sameResult`: its result is the very one we want, so it is taken up, whoever started it;
 * `inTheWay`: AWS starts ours only when it has ended; `holdsName`: it has the name we want;
 * `lookalike`: it may be a lost start of ours, but nothing tells.
 */
export type Relation = "sameResult" | "inTheWay" | "holdsName" | "lookalike";

/** What AWS says in words, and what to do about it. */
export interface Cause {
  readonly says: RegExp;
  readonly remedy: string;
}

export interface TaskKind {
  /** `ec2:ExportImageTask`: the end of the Pulumi type token, and the input `taskKind`. */
  readonly type: string;
  /** What a person calls it: `EC2 image export`. */
  readonly title: string;
  /** AWS's members as inputs, with their documented rules. */
  readonly fields: Readonly<Record<string, Field>>;
  /** What no single field can tell: combinations that AWS refuses. A preview has unknowns. */
  rules?(inputs: Props, isUnknown: (value: unknown) => boolean): string[];
  /** Rules of the input `tags`. */
  readonly tagRules: TagRules;
  /** Inputs that determine the bytes or their place: a change starts a new task. */
  readonly replaces: readonly string[];
  /** Inputs AWS keeps the old value of: a change is recorded only. */
  readonly recordedOnly: readonly string[];
  /** Outputs beside the inputs, as far as they are the kind's own. */
  readonly outputs: readonly string[];
  /** The input that is a name nobody else may have, where there is one. */
  readonly nameInput?: string;
  /**
   * Outputs by which AWS knows the task and what it made: ids, ARNs and, where it has none, times.
   * They stay as AWS says them, though a secret input may happen to be a part of one.
   */
  readonly idOutputs: readonly string[];
  /** Outputs that repeat, or follow from, inputs: as secret as these are. */
  readonly followsFrom: Readonly<Record<string, readonly string[]>>;
  /** Outputs with a value only once the task succeeded. */
  readonly successOutputs: readonly string[];
  /** Outputs that are kept encrypted, and stay out of `result`. */
  readonly secretOutputs?: readonly string[];
  /** What `result` shows beside the outputs every task has. */
  readonly result: readonly string[];
  /** The output that holds AWS's status. */
  readonly statusOutput: string;
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
  /** Whether that refusal may be a new role's, which AWS's services learn of a little later. */
  isPropagating?(code: string, message: string): boolean;
  /**
   * Codes whose cause and remedy AWS documents: of a call's error, or in the reason of a failed
   * task. A start that is refused with one of them is not tried again. For a call that is denied:
   * its operation, where that takes more than the right to call it.
   */
  readonly remedies: Readonly<Record<string, string>>;
  /**
   * Where no code tells, in a refusal or the reason of a failed task: the first that fits. The
   * words are those of AWS's documented messages and rules; nobody documents them all.
   */
  readonly causes: readonly Cause[];

  /** Whether the start takes a client token: sent again, it starts no second task. */
  readonly hasClientToken: boolean;
  start(inputs: Props, clientToken: string, tags: Tags): AwsRequest;
  /** The task's id and first status, from the start's answer. */
  started(answer: Props, inputs: Props): Observation;
  describe(ids: readonly string[]): Query;
  /**
   * The one of that id, where ids alone don't tell; `outputs` are the stored ones. By its own clock
   * AWS may have begun it `earlierMs` before the time of the call that is stored.
   */
  pick?(
    id: string,
    seen: readonly Observation[],
    outputs: Props,
    earlierMs: number,
  ): Observation | undefined;
  /** All tasks among which one of ours, or one that keeps us from starting, may be. */
  candidates(inputs: Props): readonly Query[];
  /** Makes one list of what the candidates' queries found. */
  merge?(found: readonly Observation[]): readonly Observation[];
  relation(seen: Observation, inputs: Props): Relation | undefined;
  /** Outputs that AWS does not tell but that follow, once succeeded. */
  computed(outputs: Props): Props;
  /** What to do about a success that is incomplete. */
  readonly partialRemedy?: string;
  /** What the task left behind, for the last line a person reads. */
  artifact(outputs: Props): string | undefined;
  readonly usable?: Usable;
  readonly tagging?: Tagging;
  /** Ends a running task; absent where AWS offers nothing. */
  cancel?(id: string): AwsRequest;
  /** Deletes what a task made; absent where it isn't ours to delete. */
  readonly erase?: Erasing;
  readonly listing: Listing;
  readonly permissions: Permissions;
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

/** Whether it ended without a result. */
export function isFailure(state: TaskState | undefined): boolean {
  return state === "failed" || state === "cancelled";
}

/** What the task's status means. One that AWS added since is running still, until the time-out. */
export function stateOf(kind: TaskKind, seen: Pick<Observation, "status" | "state">): TaskState {
  if (seen.state !== undefined) return seen.state;
  return Object.hasOwn(kind.states, seen.status) ? kind.states[seen.status]! : "running";
}
