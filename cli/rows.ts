/** What is known of each task, put together from AWS, its tags and the stacks' states. Pure. */
import { picked } from "../provider/lifecycle/describe";
import { ID_TAG, HOLD_TAG, STACK_TAG } from "../provider/lifecycle/identity";
import {
  isFailure,
  type Observation,
  stateOf,
  type TaskKind,
  type TaskState,
} from "../provider/lifecycle/kind";
import { bookkeepingOf } from "../provider/lifecycle/state";
import { startOf } from "../provider/lifecycle/tags";
import type { Look } from "./looker";
import type { Held } from "./stackFile";

export interface Row {
  readonly kind: TaskKind;
  readonly id: string;
  readonly state: TaskState;
  /** AWS's raw word. */
  readonly status: string;
  readonly message: string | undefined;
  readonly percent: number | undefined;
  /** When it began, milliseconds since 1970. */
  readonly began: number | undefined;
  /** In which of the given states it is. */
  readonly holder: Held | undefined;
  /** The stack that its tag names, as `project/stack`. */
  readonly stackTag: string | undefined;
  /** Ours by its tag, and in none of the given states. */
  readonly isOrphan: boolean;
  /** Whether `adopt` would take it. */
  readonly isAdoptable: boolean;
}

/** Where was looked. */
interface Place {
  readonly region: string;
  readonly account: string | undefined;
}

/** `held` is undefined where nobody has given a state: then nothing is an orphan. */
export function rowsOf(
  { kind, shown }: Look,
  place: Place,
  held: readonly Held[] | undefined,
): readonly Row[] {
  const holders = holdersOf(kind, shown, place, held ?? []);
  return shown.map((seen) => rowOf(kind, seen, holders.get(seen), held !== undefined));
}

/** How many of those that are not shown are orphans, as far as the list tells. */
export function hiddenOrphans(
  { kind, hidden }: Look,
  place: Place,
  held: readonly Held[] | undefined,
): number {
  if (!held) return 0;
  const holders = holdersOf(kind, hidden, place, held);
  return hidden.filter((seen) => isOurs(seen) && !holders.has(seen)).length;
}

function rowOf(
  kind: TaskKind,
  seen: Observation,
  holder: Held | undefined,
  isJudged: boolean,
): Row {
  const state = stateOf(kind, seen);
  const isEnding = isFailure(state) || seen.isGone === true || kind.dying.includes(seen.status);
  return {
    kind,
    id: seen.id,
    state,
    status: seen.status,
    message: seen.message,
    percent: state === "succeeded" ? 100 : seen.percent,
    began: beganAt(kind, seen, holder),
    holder,
    stackTag: seen.tags?.[STACK_TAG],
    isOrphan: isJudged && !holder && isOurs(seen),
    isAdoptable: !isEnding,
  };
}

function isOurs({ tags }: Observation): boolean {
  return tags?.[ID_TAG] !== undefined;
}

/** By AWS's clock where AWS tells, else by that of whoever started it. */
function beganAt({ listing }: TaskKind, seen: Observation, holder?: Held): number | undefined {
  const told = seen.startedAt ?? (listing.began && seen.outputs[listing.began]);
  const noted = startOf(seen.tags?.[HOLD_TAG]) ?? (holder && bookkeepingOf(holder.props).startedAt);
  const time = Date.parse(String(told ?? noted));
  return Number.isNaN(time) ? undefined : time;
}

function holdersOf(
  kind: TaskKind,
  seen: readonly Observation[],
  { region, account }: Place,
  held: readonly Held[],
): ReadonlyMap<Observation, Held> {
  const found = new Map<Observation, Held>();
  for (const one of held) {
    const { accountId = account, region: place = region } = one.props;
    const isHere = place === region && (account === undefined || accountId === account);
    if (one.kind !== kind || one.isExternal || one.id === undefined || !isHere) continue;
    const task = picked(kind, one.id, seen, one.props);
    if (task) found.set(task, one);
  }
  return found;
}
