/** The wait for one task with its own limits and pace, shown on its row. */
import { progressText } from "../waiting/progress";
import { type Outcome, type Passing, refusedBy, waitUntilDone } from "../waiting/wait";
import type { Context } from "./context";
import { groupOf, picked, sightOf, visibleBy, warnOfUnknownStatus } from "./describe";
import { urnFor } from "./identity";
import { pollingMs, timeoutMs } from "./inputs";
import type { Observation, TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { redact } from "./redact";
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
  const { clock, random, row, gone, scheduler } = context;
  const urn = urnFor(news);
  const { startedAt } = bookkeepingOf(olds);
  // AWS's words on what it is doing may repeat what is secret.
  const open = (text: string) => redact(redact(text, olds), news);
  let aws: Aws;
  try {
    aws = context.aws(olds);
  } catch (error) {
    return refusedBy(error);
  }
  row.status(urn, `waiting for ${id}; interrupting it loses nothing (Ctrl-C twice ends the wait)`);
  const group = groupOf(kind, aws, gone);
  return waitUntilDone<Observation>({
    id,
    clock,
    random: random.number,
    signal: gone,
    timeoutMs: timeoutMs(kind, news, "wait"),
    ...pollingMs(kind, news),
    startedAt: startedAt === undefined ? undefined : Date.parse(startedAt),
    visibleBy: visibleBy(startedAt),
    async look(delayMs, signal) {
      const look = await scheduler.look(group, id, delayMs, signal);
      if (!look || "error" in look) return look;
      const one = picked(kind, id, look.found ?? [], olds);
      try {
        return { found: one && (await withArtifact(context, kind, aws, one, olds, signal)) };
      } catch (error) {
        return { error };
      }
    },
    judge: (seen) => {
      warnOfUnknownStatus(context, kind, urn, seen);
      return sightOf(kind, seen);
    },
    passes,
    onProgress: (progress) => row.status(urn, open(progressText(progress))),
    onTrouble: (error) => {
      const code = isAwsError(error) ? error.code : "no answer";
      row.status(urn, `AWS can't be asked (${code}), trying again; ${id} goes on`);
    },
  });
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
