/**
 * `diff`: what changes, and in an update the wait for completion. Never throws: a throw would
 * abort the whole deployment, so `update` raises what went wrong here.
 */
import { within } from "../waiting/deadline";
import { progressOf, progressText } from "../waiting/progress";
import { refusedBy } from "../waiting/wait";
import { calledBy, isOtherCaller } from "./caller";
import type { Context } from "./context";
import { describeTask, mayShowLater, picked, sightOf, warnOfUnknownStatus } from "./describe";
import { wantsErased } from "./erase";
import { explain } from "./errors";
import { canonical, identityOf, urnFor } from "./identity";
import { fieldsOf, waitMode } from "./inputs";
import { forgetStart } from "./journal";
import { type Observation, stateOf, type TaskKind, type TaskState } from "./kind";
import type { Beacon } from "./memory";
import type { Props } from "./ports";
import { redact } from "./redact";
import { bookkeepingOf, taskStateOf } from "./state";
import { hasUnknown } from "./validate";
import { awaitTask, passes } from "./wait";

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
  context.memory.remember(id, olds);
  forgetStart(context, id);
  const replaces = replacing(kind, olds, news, beacon !== undefined);
  // No `check` in this process: a refresh, or a look at the dependants of a replacement.
  if (!beacon) return plan(context, kind, id, replaces, olds, news);
  const state = taskStateOf(olds) ?? "running";
  if (replaces.length > 0) {
    const glimpse =
      state === "running"
        ? await glance(context, kind, id, calledBy(olds, news), beacon.phase)
        : {};
    return plan(context, kind, id, replaces, olds, news, glimpse.seen);
  }
  const changed = otherChanges(kind, olds, news);
  // A refresh that sees the success first writes nothing on what the task made.
  if (state === "succeeded") return { changes: changed || isToMark(kind, olds) };
  if (state === "running") {
    const known = calledBy(olds, news);
    return { changes: (await whileRunning(context, kind, id, known, news, beacon)) || changed };
  }
  if (news.onFailure === "keep") return { changes: changed || olds.failureReported !== true };
  // A failure is reported before it is replaced: else `up --refresh` restarts it for ever, green.
  if (olds.failureReported !== true) return { changes: true };
  return plan(context, kind, id, ["taskState"], olds, news);
}

/** Inputs whose change starts a new task. Where no `check` ran an unknown is no difference. */
function replacing(kind: TaskKind, olds: Props, news: Props, checked: boolean): string[] {
  const names = [...kind.replaces, "region", ...(checked ? ["triggers"] : [])];
  return names.filter((name) => {
    if (hasUnknown(news[name])) return checked;
    return !same(name, olds[name], news[name]);
  });
}

const EMPTY: Readonly<Record<string, unknown>> = { triggers: [], tags: {}, tagsAll: {} };

/** No triggers or tags are the same as an empty list or map of them. */
function same(name: string, a: unknown, b: unknown): boolean {
  const empty = EMPTY[name] ?? null;
  return canonical(a ?? empty) === canonical(b ?? empty);
}

/** Any other input that differs: `update` must store it, for `read` and `delete` see no inputs. */
function otherChanges(kind: TaskKind, olds: Props, news: Props): boolean {
  const names = [...Object.keys(fieldsOf(kind, news)), "tagsAll"];
  // Where AWS can carry the identity a new one is written on the task.
  if (kind.tagging) names.push("__identity");
  return names.some((name) => !NO_CHANGE.includes(name) && !same(name, olds[name], news[name]));
}

/** Whether what the task made is there, and nobody has tried to mark it. */
function isToMark({ tagging }: TaskKind, olds: Props): boolean {
  const isThere = tagging?.alsoOn !== undefined && olds.artifactGone !== true;
  return isThere && !bookkeepingOf(olds).resultMarked;
}

/** `adopt` counts at creation only; another kind is another resource. */
const NO_CHANGE = ["adopt", "taskKind"];

function plan(
  context: Context,
  kind: TaskKind,
  id: string,
  replaces: readonly string[],
  olds: Props,
  news: Props,
  seen?: Observation,
): Difference {
  if (replaces.length === 0) return { changes: false };
  // `delete` sees stored outputs only: what the program says now is told it here.
  if (!wantsErased(kind, news)) context.memory.retain(id);
  const isThat = (one: Observation) =>
    picked(kind, id, [one], olds, context.clock.now())?.id === one.id;
  context.memory.ledger.replacing(id, isThat);
  const state = seen ? stateOf(kind, seen) : taskStateOf(olds);
  const deleteBeforeReplace = goesFirst(kind, replaces, olds, news, state);
  if (deleteBeforeReplace && state === "succeeded") {
    context.row.warn(
      urnFor(news),
      `what ${kind.title} ${id} has made is deleted before its successor is started, as that wants ` +
        "its name: should the start fail, there is neither",
    );
  }
  return { changes: true, replaces, deleteBeforeReplace };
}

/** Whether the old one has to go before its successor can start. */
function goesFirst(
  kind: TaskKind,
  replaces: readonly string[],
  olds: Props,
  news: Props,
  state: TaskState | undefined,
): boolean {
  if (state === "running") return kind.cancel !== undefined;
  // Only what goes by its deletion frees the name that its successor wants, and only where it is.
  if (kind.nameInput === undefined || replaces.includes(kind.nameInput)) return false;
  if (replaces.includes("region") || isOtherCaller(olds, news)) return false;
  if (state === "failed" && kind.erase?.isRemains) return true;
  return state === "succeeded" && wantsErased(kind, olds) && wantsErased(kind, news);
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
  const isUpdate = beacon.phase === "update";
  if (isUpdate && mode === "diff") {
    context.memory.keepOutcome(id, await awaitTask(context, kind, id, olds, news));
    return true;
  }
  if (isUpdate && mode === "update") return true;
  const glimpse = await glance(context, kind, id, olds, beacon.phase);
  if (glimpse.seen) showProgress(context, kind, olds, news, glimpse.seen);
  else if (glimpse.isMissing) sayMissing(context, kind, id, news);
  if (mode !== "none") return true;
  // Nobody waits, but what a person has to deal with is raised by `update` all the same.
  if (glimpse.refusal !== undefined && isUpdate) {
    context.memory.keepOutcome(id, refusedBy(glimpse.refusal, 1));
    return true;
  }
  return glimpse.isMissing || (glimpse.seen && stateOf(kind, glimpse.seen) !== "running") || false;
}

/** What one look showed: the task, that it isn't listed, why AWS refuses, or nothing in time. */
interface Glimpse {
  readonly seen?: Observation | undefined;
  readonly isMissing?: boolean;
  readonly refusal?: unknown;
}

/** One describe that neither fails nor lasts: the last recorded status holds if AWS is silent. */
async function glance(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  phase: Beacon["phase"],
): Promise<Glimpse> {
  const late = "late" as const;
  try {
    const aws = context.aws(olds);
    const silence = `${SILENCE} ${aws.key}`;
    // Where AWS was silent once, the next tasks of a preview need not wait for it again.
    if (phase === "preview" && !context.memory.isFirst(silence)) return {};
    const look = (signal: AbortSignal) => describeTask(context, kind, aws, id, olds, signal);
    const seen = await within(context.clock, PREVIEW_DESCRIBE_MS, late, look);
    if (seen === late) {
      context.memory.first(silence);
      warnOfSilence(context, SILENCE, olds, "AWS did not answer in time.");
      return {};
    }
    return { seen, isMissing: !seen && !mayShowLater(context, olds) };
  } catch (error) {
    warnOfSilence(context, "refusal", olds, explain(kind, error));
    return passes(error) === "no" ? { refusal: error } : {};
  }
}

const SILENCE = "silence";

function warnOfSilence(context: Context, subject: string, olds: Props, reason: string): void {
  if (!context.memory.first(subject)) return;
  context.row.warn(
    urnFor(olds),
    `the tasks' present states are not known, the last recorded ones are shown. ${reason}`,
  );
}

function sayMissing(context: Context, kind: TaskKind, id: string, news: Props): void {
  const text = `AWS does not list ${kind.title} ${id}; \`pulumi up\` fails with what to check`;
  context.row.warn(urnFor(news), text);
}

function showProgress(
  context: Context,
  kind: TaskKind,
  olds: Props,
  news: Props,
  seen: Observation,
): void {
  const urn = urnFor(news);
  warnOfUnknownStatus(context, kind, urn, seen);
  const { startedAt } = bookkeepingOf(olds);
  const beganAt = startedAt === undefined ? context.clock.now() : Date.parse(startedAt);
  const text = progressText(
    progressOf(seen.id, sightOf(kind, seen), context.clock.now() - beganAt),
  );
  const isNone = waitMode(news, context.settings.waitOverride()) === "none";
  const goesOn = isNone ? "does not wait for it" : "waits for its end";
  const next = stateOf(kind, seen) === "running" ? goesOn : "records this";
  context.row.info(urn, redact(`${text}; \`pulumi up\` ${next}`, news));
}
