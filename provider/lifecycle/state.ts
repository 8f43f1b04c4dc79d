/** What Pulumi keeps of a task: its outputs, put together from inputs and what AWS showed. Pure. */
import { identityOf } from "./identity";
import { toJson } from "./json";
import { isFailure, type Observation, stateOf, type TaskKind, type TaskState } from "./kind";
import type { Props } from "./ports";
import { redact, redactAll, secretNames, secretsOf } from "./redact";

/** Outputs of ours that are neither inputs nor the kind's. Those with `__` are for us alone. */
export const COMMON_OUTPUTS = [
  "taskState",
  "progressPercent",
  "failureReason",
  "failureReported",
  "recordExpired",
  "partial",
  "artifactGone",
  "region",
  "accountId",
] as const;

/** What every `result` has beside the kind's own, and its `id`. */
export const RESULT_OUTPUTS = [
  "taskKind",
  "taskState",
  "partial",
  "recordExpired",
  "region",
  "accountId",
] as const;

/** What a task's `result` tells besides: why nobody can use it. No result of use has any of it. */
export const HINDRANCES = ["failureReason", "artifactGone"] as const;

/** Kept in the state, shown to nobody: who holds the task, and when we asked for it. */
export interface Bookkeeping {
  readonly hold?: string | undefined;
  /** ISO 8601, by this machine's clock. */
  readonly startedAt?: string | undefined;
  /** What the task made carries the tags, too, or may not. */
  readonly resultMarked?: boolean | undefined;
}

export function taskStateOf(outputs: Props): TaskState | undefined {
  const state = outputs.taskState;
  return state === "running" || state === "succeeded" || state === "failed" || state === "cancelled"
    ? state
    : undefined;
}

export function bookkeepingOf(outputs: Props): Bookkeeping {
  return {
    hold: typeof outputs.__hold === "string" ? outputs.__hold : undefined,
    startedAt: isTime(outputs.__startedAt) ? outputs.__startedAt : undefined,
    resultMarked: outputs.__resultMarked === true,
  };
}

/** A state that somebody has edited must not make anybody wait for no time at all. */
function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

/** The outputs of a task first seen by `create`. */
export function newState(
  kind: TaskKind,
  inputs: Props,
  seen: Observation,
  place: { region: string; accountId: string | undefined },
  book: Bookkeeping,
): Props {
  const known = {
    ...{ ...inputs, ...place, __hold: book.hold, __startedAt: book.startedAt },
    __resultMarked: book.resultMarked,
  };
  return observed(kind, known, seen, false);
}

/**
 * The outputs after another look. What the inputs no longer say is gone, what only we know stays;
 * without a look (`seen` undefined) AWS's part stays as it was.
 */
export function nextState(
  kind: TaskKind,
  inputs: Props,
  olds: Props,
  seen: Observation | undefined,
): Props {
  const ours = pick(olds, [...COMMON_OUTPUTS, "__hold", "__startedAt", "__resultMarked"]);
  const known = { ...inputs, ...ours };
  if (!seen) return toJson({ ...known, ...pick(olds, ownOutputs(kind)) });
  // A success does not change any more: what AWS says of it now is about its record.
  if (taskStateOf(olds) === "succeeded" && stateOf(kind, seen) !== "succeeded") {
    return toJson({ ...known, ...pick(olds, ownOutputs(kind)), recordExpired: true });
  }
  return observed(kind, known, seen, olds.failureReported === true);
}

/** The stored outputs less what a look renews: what is left are the inputs. */
export function inputsOf(kind: TaskKind, props: Props): Props {
  const renewed = new Set(ownOutputs(kind));
  return Object.fromEntries(Object.entries(props).filter(([name]) => !renewed.has(name)));
}

export function ownOutputs(kind: TaskKind): string[] {
  return [...kind.outputs, ...kind.successOutputs];
}

function observed(kind: TaskKind, known: Props, seen: Observation, reported: boolean): Props {
  const taskState = stateOf(kind, seen);
  const failed = isFailure(taskState);
  const outputs: Props = {
    ...redacted(kind, known, seen, ownMembers(kind, known, seen, taskState === "succeeded")),
    ...known,
    taskKind: kind.type,
    taskState,
    progressPercent: taskState === "succeeded" ? 100 : seen.percent,
    failureReason: failed
      ? redact(seen.message ?? `AWS reports "${seen.status}"`, known)
      : undefined,
    failureReported: failed && reported,
    recordExpired: false,
    partial: seen.partial === true,
    ...(kind.usable && { artifactGone: seen.isGone === true }),
  };
  const computed = taskState === "succeeded" ? kind.computed(outputs) : {};
  return toJson(withoutSecrets(kind, { ...outputs, ...computed }));
}

/** AWS's words without those of secret inputs. Its own names are none of them: see `idOutputs`. */
function redacted(kind: TaskKind, known: Props, seen: Observation, own: Props): Props {
  const secrets = secretsOf(known);
  if (secrets.length === 0) return own;
  const entries = Object.entries(own).map(([name, value]) => {
    // The engine stores the resource's id, and what is kept encrypted needs no more than that.
    const isOpen = value === seen.id || name === kind.statusOutput;
    if (isOpen || kind.secretOutputs?.includes(name)) return [name, value];
    // One that an input says as a whole may be that input.
    const isId = kind.idOutputs.includes(name) && !secrets.includes(String(value));
    return [name, isId ? value : redactAll(value, known)];
  });
  return Object.fromEntries(entries) as Props;
}

/** Of a secret input nothing that follows is stored in the clear: the class works it out. */
function withoutSecrets(kind: TaskKind, outputs: Props): Props {
  const secrets = secretNames(outputs);
  if (secrets.size === 0) return outputs;
  const open = Object.entries(outputs).filter(([name]) => {
    const sources = Object.hasOwn(kind.followsFrom, name) ? kind.followsFrom[name]! : [];
    return !sources.some((source) => secrets.has(source));
  });
  return Object.fromEntries(open);
}

/**
 * AWS echoes inputs in words of its own (an empty prefix, a default): the program's hold, or each
 * echo would be a difference. What `get` reads has no program behind it and takes AWS's.
 */
function ownMembers(kind: TaskKind, known: Props, seen: Observation, hasSucceeded: boolean): Props {
  const hasProgram = identityOf(known) !== undefined;
  const own = Object.entries(seen.outputs).filter(([name]) => {
    if (hasProgram && Object.hasOwn(kind.fields, name)) return false;
    // What AWS tells before it can be used (an AMI that is still pending) is not told yet.
    return hasSucceeded || !kind.successOutputs.includes(name);
  });
  return Object.fromEntries(own);
}

function pick(props: Props, names: readonly string[]): Props {
  return Object.fromEntries(names.filter((name) => name in props).map((n) => [n, props[n]]));
}
