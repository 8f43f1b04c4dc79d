/** Brings the tags on a task to what the program says; identity and hold are tags of ours. */
import type { Context } from "./context";
import { explain } from "./errors";
import { canonical, HOLD_TAG, identityTags, ID_TAG, OUR_TAGS, STACK_TAG } from "./identity";
import { tagsOf } from "./inputs";
import { tagsOn } from "./describe";
import type { Observation, Tagging, Tags, TaskKind } from "./kind";
import type { Aws, Props } from "./ports";
import { bookkeepingOf } from "./state";

/** A hold says who holds a task, and when it was started: AWS doesn't tell that of every kind. */
export function newHold(startedAt: string, random: string): string {
  return `${startedAt}/${random}`;
}

/** When the task with that hold was started, as ISO 8601. */
export function startOf(hold: string | undefined): string | undefined {
  const time = hold?.split("/", 1)[0] ?? "";
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** The tags a start request carries: the hold comes later, as a retry must send the same body. */
export function startTags(kind: TaskKind, inputs: Props): Record<string, string> {
  return { ...tagsOf(inputs), ...(kind.tagging ? identityTags(kind, inputs) : {}) };
}

/** Whether a task, and what it made, have the tags that they are to have. */
export interface Marked {
  readonly carriesHold: boolean;
  /** Undefined where there is nothing yet that could have them. */
  readonly resultMarked?: boolean | undefined;
}

/**
 * Puts tags of ours on a task that `create` has just started or adopted. Never fails: a task that
 * runs must get into the state.
 */
export async function mark(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  urn: string | undefined,
  seen: Observation,
  tags: Tags,
): Promise<Marked> {
  const { target, alsoOn } = marked(kind, seen);
  if (target === undefined || inputs.identityTags === false) return { carriesHold: false };
  const { add } = kind.tagging!;
  const carriesHold = await aws.send(add(target, tags)).then(
    () => true,
    (error: unknown) => {
      context.row.warn(
        urn,
        `${kind.title} ${seen.id} could not be marked as this resource's own (the next update ` +
          `tries again). ${explain(kind, error)}`,
      );
      return false;
    },
  );
  if (alsoOn === undefined) return { carriesHold };
  // The next update tries it again.
  const resultMarked = await aws.send(add(alsoOn, tags)).then(
    () => true,
    () => false,
  );
  return { carriesHold, resultMarked };
}

/** What carries the tags, and what else does, as far as it is there. */
function marked({ tagging }: TaskKind, seen: Observation) {
  const alsoOn = seen.isGone === true ? undefined : tagging?.alsoOn?.(seen);
  if (seen.isForgotten && tagging?.alsoOn) return { target: alsoOn };
  return {
    target: seen.isGone !== true || tagging?.alsoOn ? tagging?.target(seen) : undefined,
    alsoOn,
  };
}

/** What is known of the marks beside the tags, and what has to be told without anything failing. */
export interface Told {
  /** A hold on the task that does not count any more. */
  readonly supersedes?: string | undefined;
  /** Our own marks are on the task. */
  marked?(): void;
  /** Our own marks can't be written. */
  unmarked(error: unknown): void;
  /** The tags that what the task made has beside it can't be written there. */
  resultUnmarked(error: unknown): void;
  /** These tags are another resource's. */
  anothers(tags: Tags): void;
}

/**
 * Adds and removes what differs between the tags on the task and the program's. Only tags that this
 * resource had put there are removed. Throws when AWS refuses these; our own marks that can't be
 * written are only told, as no success may be red for their sake. What carries the marks of another
 * resource is left as it is.
 */
export async function reconcileTags(
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
  olds: Props,
  inputs: Props,
  tell: Told,
): Promise<void> {
  const { target, alsoOn } = marked(kind, seen);
  if (target === undefined) return;
  let current: Tags | undefined;
  try {
    current = await tagsOn(kind, aws, seen);
  } catch (error) {
    if (canonical(tagsOf(olds)) !== canonical(tagsOf(inputs))) throw error;
    return tell.unmarked(error);
  }
  if (!current) return;
  const isSuperseded = tell.supersedes !== undefined && current[HOLD_TAG] === tell.supersedes;
  if (!isSuperseded && isAnothers(kind, current, olds, inputs)) return tell.anothers(current);
  const place = { tagging: kind.tagging!, aws, target, current };
  const given = kind.tagging?.given?.(seen) ?? {};
  const had = Object.keys({ ...given, ...tagsOf(olds) }).filter((key) => !key.startsWith(OUR_TAGS));
  await changeTags(place, tagsOf(inputs), had);
  const marks = marksOf(kind, olds, inputs);
  try {
    await changeTags(place, marks, OUR_KEYS);
    if (HOLD_TAG in marks) tell.marked?.();
  } catch (error) {
    tell.unmarked(error);
  }
  if (alsoOn === undefined) return;
  try {
    const also = { ...place, target: alsoOn, current: seen.alsoTags };
    await changeTags(also, { ...tagsOf(inputs), ...marks }, [...had, ...OUR_KEYS]);
  } catch (error) {
    tell.resultUnmarked(error);
  }
}

const OUR_KEYS = [ID_TAG, STACK_TAG, HOLD_TAG];

/** Whether another resource has taken it over: a hold of ours with its own id would say so. */
function isAnothers(kind: TaskKind, current: Tags, olds: Props, inputs: Props): boolean {
  const held = current[HOLD_TAG];
  if (held === undefined || held === bookkeepingOf(olds).hold) return false;
  const own = [olds, inputs].map((props) => identityTags(kind, props)[ID_TAG]);
  return !own.includes(current[ID_TAG]);
}

function marksOf(kind: TaskKind, olds: Props, inputs: Props): Tags {
  const { hold } = bookkeepingOf(olds);
  const ours = identityTags(kind, inputs);
  return hold !== undefined && ID_TAG in ours ? { ...ours, [HOLD_TAG]: hold } : ours;
}

interface Place {
  readonly tagging: Tagging;
  readonly aws: Aws;
  readonly target: string;
  /** Undefined where that can't be seen: then all are written, and all that may be are removed. */
  readonly current: Tags | undefined;
}

async function changeTags(
  { tagging, aws, target, current }: Place,
  wanted: Tags,
  had: readonly string[],
): Promise<void> {
  const missing = Object.entries(wanted).filter(([key, value]) => current?.[key] !== value);
  const mayHave = (key: string) => current === undefined || Object.hasOwn(current, key);
  const extra = had.filter((key) => mayHave(key) && !Object.hasOwn(wanted, key));
  if (missing.length > 0) await aws.send(tagging.add(target, Object.fromEntries(missing)));
  if (extra.length > 0) await aws.send(tagging.remove(target, extra));
}

/** Takes our marks off what a delete leaves behind, so that no later start adopts it. */
export async function releaseTags(kind: TaskKind, aws: Aws, seen: Observation): Promise<void> {
  const { target, alsoOn } = marked(kind, seen);
  if (target === undefined) return;
  const current = await tagsOn(kind, aws, seen);
  if (!current) return;
  const place = { tagging: kind.tagging!, aws, target, current };
  await changeTags(place, {}, OUR_KEYS);
  if (alsoOn === undefined) return;
  await changeTags({ ...place, target: alsoOn, current: seen.alsoTags }, {}, OUR_KEYS);
}
