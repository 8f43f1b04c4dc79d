/** Looks for what was just started, which AWS may show a little later (and here only). */
import { within } from "../waiting/deadline";
import { candidatesOf, isProven } from "./adoption";
import { describeTask } from "./describe";
import { RefusedError } from "./errors";
import { identityOf } from "./identity";
import type { Observation, TaskKind } from "./kind";
import type { Start } from "./patience";
import type { Props } from "./ports";

/** How long `create` looks for what it has just started; the next call goes on looking. */
const LOOK_FOR_MS = 10_000;
/** How long it looks for a start whose answer was lost: longer, as what follows is a new start. */
const LOOK_FOR_LOST_MS = 60_000;

/** The task just started, or undefined where it can't be seen yet: that must not fail `create`. */
export async function lookForStarted(start: Start, id: string): Promise<Observation | undefined> {
  const { context, kind, aws } = start;
  return lookUntil(start, LOOK_FOR_MS, (signal) =>
    describeTask(context, kind, aws, id, {}, signal),
  ).catch(() => undefined);
}

/** A task that wasn't listed before and can be ours, once AWS shows it. Several: an error. */
export async function lookForNew(
  start: Start,
  known: ReadonlySet<string>,
): Promise<Observation | undefined> {
  const { context, kind, aws, inputs } = start;
  const news = await lookUntil(start, LOOK_FOR_LOST_MS, async () => {
    const seen = (await candidatesOf(context, kind, aws, inputs)).filter(
      ({ id }) => !known.has(id),
    );
    const ours = seen.filter((one) => isNewAndOurs(kind, inputs, one));
    const free = ours.filter(({ id }) => !context.memory.ledger.isTaken(id, identityOf(inputs)));
    return free.length > 0 ? free : undefined;
  }).catch(() => undefined);
  if (!news || news.length <= 1) return news?.[0];
  const lines = news.map(({ id, status }) => `adopt: "${id}" (${status})`);
  throw new RefusedError(
    `${kind.title}: the answer to the start was lost, and several tasks appeared that it may have ` +
      `made. Name the right one in the program: ${lines.join(" or ")}`,
  );
}

function isNewAndOurs(kind: TaskKind, inputs: Props, seen: Observation): boolean {
  if (isProven(kind, inputs, seen)) return true;
  const relation = kind.relation(seen, inputs);
  return relation === "sameResult" || relation === "lookalike";
}

async function lookUntil<T>(
  { context: { clock, gone } }: Start,
  limitMs: number,
  look: (signal: AbortSignal) => Promise<T | undefined>,
): Promise<T | undefined> {
  const endsAt = clock.now() + limitMs;
  for (let delayMs = 500; ; delayMs *= 2) {
    const seen = await within(clock, Math.max(0, endsAt - clock.now()), undefined, look);
    if (seen !== undefined) return seen;
    if (clock.now() + delayMs >= endsAt || gone.aborted) return undefined;
    await clock.sleep(delayMs, gone);
  }
}
