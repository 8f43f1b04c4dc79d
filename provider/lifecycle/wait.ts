/** The wait for one task with its own limits and pace, shown on its row. */
import { type Outcome, type Passing, refusedBy, waitUntilDone } from "../waiting/wait";
import type { Context } from "./context";
import { groupOf, picked, sightOf, visibleBy, warnOfUnknownStatus } from "./describe";
import { urnFor } from "./identity";
import { pollingMs, timeoutMs } from "./inputs";
import { record } from "./json";
import type { Observation, TaskKind } from "./kind";
import { paced } from "./paced";
import { type Aws, isAwsError, type Props } from "./ports";
import { ShownWait } from "./showing";
import { bookkeepingOf } from "./state";
import { withArtifact } from "./usable";

/** Ends in exactly one outcome, and never throws. */
export async function awaitTask(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  news: Props,
): Promise<Outcome<Observation>> {
  const { clock, random, gone, scheduler } = context;
  const urn = urnFor(news);
  const { startedAt } = bookkeepingOf(olds);
  let aws: Aws;
  try {
    aws = context.aws(olds);
  } catch (error) {
    return refusedBy(error);
  }
  const shown = new ShownWait(context, kind, id, olds, news);
  const group = groupOf(kind, aws, gone);
  const unhurried = paced(scheduler, aws, gone);
  const outcome = await waitUntilDone<Observation>({
    id,
    clock,
    random: random.number,
    signal: gone,
    timeoutMs: timeoutMs(kind, news, "wait"),
    ...intervals(kind, news),
    startedAt: startedAt === undefined ? undefined : Date.parse(startedAt),
    visibleBy: visibleBy(startedAt),
    async look(delayMs, signal, lateMs) {
      const look = await scheduler.look(group, id, delayMs, signal, lateMs);
      if (!look || "error" in look) return look;
      const one = picked(kind, id, look.found ?? [], olds, clock.now());
      try {
        return { found: one && (await withArtifact(context, kind, unhurried, one, olds, signal)) };
      } catch (error) {
        return { error };
      }
    },
    judge: (seen) => {
      warnOfUnknownStatus(context, kind, urn, seen);
      return sightOf(kind, seen);
    },
    passes,
    onProgress: (progress) => shown.progress(progress),
    onTrouble: (error) => shown.trouble(error),
  });
  shown.ended(outcome);
  return outcome;
}

/** Times the longest interval: so long nobody looks while AWS says that the end is far. */
const FAR = 5;

/**
 * The bounds of the schedule. The program's own longest interval is exceeded only where AWS asks
 * for fewer calls.
 */
function intervals(kind: TaskKind, props: Props) {
  const { minMs, maxMs } = pollingMs(kind, props);
  const isOwn = record(props.polling).maxInterval !== undefined;
  return { minMs, maxMs, farMs: isOwn ? maxMs : maxMs * FAR };
}

/** Throttling slows a wait and an outage delays it; what wants a person ends it. */
export function passes(error: unknown, hasSeen = false): Passing {
  if (!isAwsError(error)) return "no";
  // What was reached before is there: a name that can't be found now is an outage.
  if (error.trouble === "settings" && hasSeen) return "soon";
  if (error.trouble === "throttled") return "slow";
  if (error.trouble === "network") return "unreached";
  return error.trouble === "unavailable" ? "soon" : "no";
}
