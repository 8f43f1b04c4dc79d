/**
 * `diff`: what changes, and in an update the wait for completion. Never throws: a throw would
 * abort the whole deployment, so `update` raises what went wrong here.
 */
import { within } from "../waiting/deadline";
import { progressOf, progressText } from "../waiting/progress";
import type { Context } from "./context";
import { describeTask, sightOf, warnOfUnknownStatus } from "./describe";
import { explain } from "./errors";
import { canonical, identityOf, urnOf } from "./identity";
import { waitMode } from "./inputs";
import { type Observation, stateOf, type TaskKind } from "./kind";
import type { Beacon } from "./memory";
import type { Props } from "./ports";
import { bookkeepingOf, taskStateOf } from "./state";
import { hasUnknown } from "./validate";
import { awaitTask } from "./wait";

export interface Difference {
  readonly changes: boolean;
  readonly replaces?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** The longest a preview lets AWS think. */
export const PREVIEW_DESCRIBE_MS = 5_000;

/** `olds` are the stored outputs, `news` the checked inputs. */
export async function diff(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  news: Props,
): Promise<Difference> {
  const identity = identityOf(news);
  const beacon = identity === undefined ? undefined : context.memory.beacons.get(identity);
  context.memory.ledger.seen(id, identity, bookkeepingOf(olds).hold);
  const replaces = replacing(kind, olds, news, beacon !== undefined);
  // No `check` in this process: a refresh, or a look at the dependants of a replacement.
  if (!beacon) return plan(context, kind, id, replaces, olds);
  const state = taskStateOf(olds) ?? "running";
  if (replaces.length > 0) {
    const seen = state === "running" ? await glance(context, kind, id, olds) : undefined;
    return plan(context, kind, id, replaces, olds, seen);
  }
  const changed = otherChanges(kind, olds, news);
  if (state === "succeeded") return { changes: changed };
  if (state === "running") {
    return { changes: (await whileRunning(context, kind, id, olds, news, beacon)) || changed };
  }
  if (news.onFailure === "keep") return { changes: changed || olds.failureReported !== true };
  // A failure is reported before it is replaced: else `up --refresh` restarts it for ever, green.
  if (olds.failureReported !== true) return { changes: true };
  return plan(context, kind, id, ["taskState"], olds);
}

/** Inputs whose change starts a new task. Where no `check` ran an unknown is no difference. */
function replacing(kind: TaskKind, olds: Props, news: Props, checked: boolean): string[] {
  const names = [...kind.replaces, "region", ...(checked ? ["triggers"] : [])];
  return names.filter((name) => {
    if (hasUnknown(news[name])) return checked;
    return !same(name, olds[name], news[name]);
  });
}

const EMPTY: Readonly<Record<string, unknown>> = { triggers: [], tags: {} };

/** No triggers or tags are the same as an empty list or map of them. */
function same(name: string, a: unknown, b: unknown): boolean {
  const empty = EMPTY[name] ?? null;
  return canonical(a ?? empty) === canonical(b ?? empty);
}

/** Any other input that differs: `update` must store it, for `read` and `delete` see no inputs. */
function otherChanges(kind: TaskKind, olds: Props, news: Props): boolean {
  const identityCounts = kind.tagging !== undefined;
  const names = new Set([
    ...Object.keys(kind.fields),
    ...["wait", "timeouts", "polling", "onFailure", "identityTags", "tags"],
    ...(identityCounts ? ["__identity"] : []),
  ]);
  return [...names].some((name) => !same(name, olds[name], news[name]));
}

function plan(
  context: Context,
  kind: TaskKind,
  id: string,
  replaces: readonly string[],
  olds: Props,
  seen?: Observation,
): Difference {
  if (replaces.length === 0) return { changes: false };
  context.memory.ledger.replacing(id);
  const state = seen ? stateOf(kind, seen) : taskStateOf(olds);
  const frees = state === "running" ? kind.cancel : state === "failed" ? kind.discard : undefined;
  return { changes: true, replaces, deleteBeforeReplace: frees !== undefined };
}

/** What happens to a task that is recorded as running: wait, look or nothing. True: a change. */
async function whileRunning(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  news: Props,
  beacon: Beacon,
): Promise<boolean> {
  const mode = waitMode(news, context.settings.waitOverride());
  if (beacon.phase === "update" && mode === "diff") {
    const outcome = await awaitTask(context, kind, id, olds, news);
    if (outcome) context.memory.keepOutcome(id, outcome);
    return true;
  }
  if (beacon.phase === "update" && mode === "update") return true;
  const seen = await glance(context, kind, id, olds);
  if (seen) showProgress(context, kind, olds, news, seen);
  if (mode !== "none") return true;
  return seen !== undefined && stateOf(kind, seen) !== "running";
}

/** One describe that neither fails nor lasts: the last recorded status holds if AWS is silent. */
async function glance(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
): Promise<Observation | undefined> {
  const late = "late" as const;
  try {
    const aws = context.aws(olds);
    const look = (signal: AbortSignal) => describeTask(context, kind, aws, id, olds, signal);
    const seen = await within(context.clock, PREVIEW_DESCRIBE_MS, late, look);
    if (seen !== late) return seen;
    warnOfSilence(context, olds, "AWS did not answer in time.");
  } catch (error) {
    warnOfSilence(context, olds, explain(kind, error));
  }
  return undefined;
}

function warnOfSilence(context: Context, olds: Props, reason: string): void {
  if (!context.memory.first("silence")) return;
  context.row.warn(
    urnOf(identityOf(olds)),
    `the tasks' present states are not known, the last recorded ones are shown. ${reason}`,
  );
}

function showProgress(
  context: Context,
  kind: TaskKind,
  olds: Props,
  news: Props,
  seen: Observation,
): void {
  const urn = urnOf(identityOf(news));
  warnOfUnknownStatus(context, kind, urn, seen);
  const { startedAt } = bookkeepingOf(olds);
  const beganAt = startedAt === undefined ? context.clock.now() : Date.parse(startedAt);
  const text = progressText(
    progressOf(seen.id, sightOf(kind, seen), context.clock.now() - beganAt),
  );
  const next = stateOf(kind, seen) === "running" ? "waits for its end" : "records this";
  context.row.info(urn, `${text}; \`pulumi up\` ${next}`);
}
