/**
 * `update`: brings tags and outputs to what the program and AWS say, and raises what `diff` found:
 * a failure, a time-out, a refusal. The error keeps the task in the state.
 */
import { CALL_INPUTS, calledBy } from "./caller";
import type { Context } from "./context";
import {
  describeTask,
  mayShowLater,
  sameAccountOrThrow,
  storedSight,
  withAccount,
} from "./describe";
import { explain, keeping, TaskError } from "./errors";
import { canonical, identityOf, STACK_TAG, urnFor } from "./identity";
import { tagsOf, waitMode } from "./inputs";
import { forgetStart, isNotedFor, renewNotedHold } from "./journal";
import { isFailure, type Observation, type TaskKind } from "./kind";
import { isAwsError, type Props } from "./ports";
import { type Convergence, fromOutcome } from "./outcome";
import { secretNames } from "./redact";
import { bookkeepingOf, nextState, taskStateOf } from "./state";
import { reconcileTags } from "./tags";
import { failureText, lastLine, notUpdated, partialText, unlistedText } from "./texts";
import { forgotten } from "./usable";
import { awaitTask } from "./wait";

export interface Updated {
  readonly outs: Props;
}

/** `stored` are the outputs as they were, `news` the checked inputs. */
export async function update(
  context: Context,
  kind: TaskKind,
  id: string,
  stored: Props,
  news: Props,
): Promise<Updated> {
  const olds = calledBy(stored, news);
  const asStored = Object.fromEntries(UNPROVEN.map((name) => [name, stored[name]]));
  context.memory.ledger.seen(id, identityOf(news), bookkeepingOf(olds).hold);
  forgetStart(context, id);
  renewNotedHold(context, id, stored, news);
  let outs = nextState(kind, news, olds, undefined);
  try {
    const { seen, trouble } = await converge(context, kind, id, olds, news);
    if (seen) outs = nextState(kind, news, olds, seen);
    else if (taskStateOf(olds) !== "running") outs = { ...outs, recordExpired: true };
    outs = await withAccount(context.aws(olds), outs, seen);
    // A time-out must be told even where the tags are refused: the next update tries them again.
    if (trouble !== undefined) throw keeping(id, news, { ...outs, ...asStored }, trouble);
    const carrier = seen ?? (await carrierOf(context, kind, id, olds));
    if (carrier && !isFailure(taskStateOf(outs))) {
      const isMarked = await convergeTags(context, kind, carrier, olds, news);
      if (kind.tagging?.alsoOn && taskStateOf(outs) === "succeeded") {
        // Until they are there as well the old ones count, as those are what has to go off it.
        outs = { ...outs, ...(isMarked ? {} : asStored), __resultMarked: isMarked };
      }
    }
  } catch (error) {
    if (error instanceof TaskError) throw error;
    // What was not stored makes the next diff or update try again.
    throw keeping(id, news, { ...outs, ...asStored }, notUpdated(kind, id, error));
  }
  context.memory.remember(id, outs);
  sayRecordedOnly(context, kind, id, olds, news);
  return ending(context, kind, id, news, outs);
}

/** Stored only once they have served: what is wrong with them must not keep `delete` from calling. */
const UNPROVEN = ["tags", "tagsAll", ...CALL_INPUTS] as const;

/** What AWS keeps the old value of must not look as if it had been changed there. */
function sayRecordedOnly(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  news: Props,
): void {
  const changed = kind.recordedOnly.filter(
    (name) => canonical(olds[name] ?? null) !== canonical(news[name] ?? null),
  );
  if (changed.length === 0) return;
  context.row.info(
    urnFor(news),
    `${changed.join(", ")} of ${kind.title} ${id}: AWS keeps the old value; change \`triggers\` ` +
      "to run it again",
  );
}

/** How the wait ended that `diff` made; where none was made or asked off, it is made here. */
async function converge(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  news: Props,
): Promise<Convergence> {
  const running = (taskStateOf(olds) ?? "running") === "running";
  const waits = running && waitMode(news, context.settings.waitOverride()) !== "none";
  const waited = context.memory.takeOutcome(id);
  if (waited || waits) {
    const outcome = waited ?? (await awaitTask(context, kind, id, olds, news));
    return fromOutcome(context, kind, id, olds, outcome);
  }
  const seen = await describeTask(context, kind, context.aws(olds), id, olds);
  if (seen) return { seen };
  await sameAccountOrThrow(context.aws(olds), id, olds);
  const missed = running && !mayShowLater(context, olds);
  return missed ? { trouble: unlistedText(context, kind, id, olds) } : {};
}

/** A failure is raised; it counts as reported only here, and the next diff asks for a new task. */
function ending(context: Context, kind: TaskKind, id: string, news: Props, outs: Props): Updated {
  const state = taskStateOf(outs);
  if (isFailure(state)) {
    const reported = { ...outs, failureReported: true };
    if (news.onFailure === "keep") return { outs: reported };
    throw keeping(id, news, reported, failureText(kind, id, outs));
  }
  if (outs.partial === true) {
    context.row.warn(urnFor(news), partialText(kind, id));
  }
  const isSecret = secretNames(news).size > 0;
  const line = isSecret ? undefined : lastLine(context, kind, id, outs);
  if (line !== undefined) context.row.info(urnFor(news), line);
  return { outs };
}

/** What a success has made has tags of its own where AWS has forgotten the task. */
async function carrierOf(context: Context, kind: TaskKind, id: string, olds: Props) {
  if (!kind.tagging || taskStateOf(olds) !== "succeeded") return undefined;
  const { alsoOn, target } = kind.tagging;
  const carrier = (alsoOn ?? target)(storedSight(kind, id, olds));
  if (carrier === undefined || carrier === id) return undefined;
  const seen = await forgotten(context, kind, context.aws(olds), id, olds);
  return seen.isGone ? undefined : seen;
}

/** False where what the task made could not be marked for a reason that may pass. */
async function convergeTags(
  context: Context,
  kind: TaskKind,
  seen: Observation,
  olds: Props,
  news: Props,
): Promise<boolean> {
  let isMarked = true;
  if (kind.tagging) {
    const warn = (text: string) => context.row.warn(urnFor(news), text);
    const holder = context.journal.holderOf(seen.id);
    if (holder && !isNotedFor(holder, olds, news)) {
      warn(
        `${kind.title} ${seen.id} was taken over by another resource: its tags are left as they ` +
          "are. Remove one of the two from its program.",
      );
      return isMarked;
    }
    await reconcileTags(kind, context.aws(olds), seen, olds, news, {
      supersedes: holder?.instead,
      marked: () => context.journal.release(seen.id),
      unmarked: (error) =>
        warn(
          `the marks of this resource could not be written on ${kind.title} ${seen.id}. ` +
            `${explain(kind, error)} Or set identityTags: false.`,
        ),
      resultUnmarked: (error) => {
        isMarked = isAwsError(error) && error.trouble === "denied";
        const next = isMarked ? "" : "; the next `pulumi up` tries again";
        warn(
          `the tags could not be written on what ${kind.title} ${seen.id} has made${next}. ` +
            explain(kind, error),
        );
      },
      anothers: (tags) => {
        const whose = tags[STACK_TAG] === undefined ? "" : ` (of ${tags[STACK_TAG]})`;
        warn(
          `${kind.title} ${seen.id} carries the marks of another resource${whose}, which has taken ` +
            "it over: its tags are left as they are. Remove one of the two from its program.",
        );
      },
    });
    return isMarked;
  }
  if (canonical(tagsOf(olds)) === canonical(tagsOf(news))) return isMarked;
  context.row.warn(
    urnFor(news),
    `the tags of ${kind.title} ${seen.id} are recorded only: AWS can't change them after the start`,
  );
  return isMarked;
}
