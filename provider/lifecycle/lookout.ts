/** Looks for what was just started, which AWS may show a little later (and here only). */
import { within } from "../waiting/deadline";
import { candidatesOf, isProven } from "./adoption";
import { CLOCKS_DIFFER_MS, describeTask } from "./describe";
import { causeOf, explain, RefusedError } from "./errors";
import { identityOf, urnFor } from "./identity";
import { type Observation, stateOf } from "./kind";
import { LostAnswer, type Start } from "./patience";
import { passes } from "./wait";

/** How long `create` looks for what it has just started; the next call goes on looking. */
const LOOK_FOR_MS = 10_000;
/** How long it looks for a start whose answer was lost: longer, as what follows is a new start. */
const LOOK_FOR_LOST_MS = 120_000;
/** How long it looks for the id of a start that AWS answers without one. */
const LOOK_FOR_ID_MS = 60_000;

/** One after the other among the starts of that kind, account and Region. */
export function alone<T>({ context, kind, aws }: Start, work: () => Promise<T>): Promise<T> {
  return context.memory.alone(`start ${aws.key} ${kind.type}`, work);
}

/** The task just started, or undefined where it can't be seen yet: that must not fail `create`. */
export async function lookForStarted(start: Start, id: string): Promise<Observation | undefined> {
  const { context, kind, aws } = start;
  return lookUntil(start, LOOK_FOR_MS, (signal) =>
    describeTask(context, kind, aws, id, {}, signal),
  ).catch(() => undefined);
}

/**
 * The task that an earlier run has noted by its id, or undefined where it is gone. Throws where it
 * could not be looked for: what is not seen may run.
 */
export async function lookForNoted(
  start: Start,
  id: string,
  calledAt: number,
): Promise<Observation | undefined> {
  const { context, kind, aws } = start;
  let trouble: unknown;
  // An id without a time is of the first one at or after the call.
  const known = { __startedAt: new Date(calledAt).toISOString() };
  const left = calledAt + LOOK_FOR_LOST_MS - context.clock.now();
  const seen = await lookUntil(start, Math.max(LOOK_FOR_MS, left), async (signal) => {
    try {
      const found = await describeTask(context, kind, aws, id, known, signal);
      trouble = undefined;
      return found;
    } catch (error) {
      trouble = error;
      throw error;
    }
  });
  if (!seen && trouble !== undefined) throw trouble;
  return seen;
}

/** The task that AWS has just answered for, once it is listed; undefined leaves it to later calls. */
export async function lookForListed(
  start: Start,
  known: ReadonlySet<string>,
): Promise<Observation | undefined> {
  const look = async () => {
    const fresh = await newOnes(start, known);
    const running = fresh.filter((one) => stateOf(start.kind, one) === "running");
    return running.at(0) ?? fresh.at(0);
  };
  return lookUntil(start, LOOK_FOR_ID_MS, look).catch(() => undefined);
}

/**
 * The task of a start whose answer was lost. Where nothing but its look tells it, all of the time
 * is looked, and several are an error that names them.
 */
export async function lookForLost(
  start: Start,
  known: ReadonlySet<string>,
  calledAt: number,
): Promise<Observation | undefined> {
  const { context, kind, inputs } = start;
  let fresh: readonly Observation[] = [];
  let hasLooked = false;
  let trouble: unknown;
  const left = calledAt + LOOK_FOR_LOST_MS - context.clock.now();
  await lookUntil(start, Math.max(LOOK_FOR_MS, left), async () => {
    // Not in the middle of a sibling's start, whose answer tells that it is that one's.
    const seen = await alone(start, () => newOnes(start, known)).catch((error: unknown) => {
      trouble = error;
      throw error;
    });
    hasLooked = true;
    fresh = seen.filter((one) => mayBeOf(calledAt, one));
    return fresh.some((one) => kind.relation(one, inputs) !== "lookalike") ? true : undefined;
  }).catch(() => undefined);
  if (!hasLooked) throw notLookedFor(start, trouble);
  // A sibling whose answer was lost too may have taken one since the last look.
  const { ledger } = context.memory;
  const [only, ...others] = fresh.filter(({ id }) => !ledger.isTaken(id, identityOf(inputs)));
  if (!only) return undefined;
  if (others.length > 0) {
    const lines = [only, ...others].map(({ id, status }) => `adopt: "${id}" (${status})`);
    throw new RefusedError(
      `${kind.title}: the answer to the start was lost, and several tasks appeared that it may ` +
        `have made. Name the right one in the program: ${lines.join(" or ")}; if none of them is, ` +
        "change `triggers`: that starts another.",
    );
  }
  ledger.created(only.id, identityOf(inputs));
  if (!isProven(kind, inputs, only)) {
    const text = `took up ${kind.title} ${only.id}, which appeared when the answer to the start was lost`;
    context.row.warn(urnFor(inputs), text);
  }
  return only;
}

/** That nothing was seen says nothing, where nobody has looked. */
function notLookedFor({ kind }: Start, trouble: unknown): Error {
  const cause = causeOf(trouble);
  if (trouble === undefined || passes(cause) !== "no") return new LostAnswer(trouble);
  const text = `${kind.title} may have been started or not: the next \`pulumi up\` finds out.`;
  return new RefusedError(`${text} ${explain(kind, cause)}`, { cause });
}

/** How long a start may be on its way until nobody waits for its answer any more. */
const ANSWERED_WITHIN_MS = 60_000;

/** Whether AWS began it at the time of the call: later ones are somebody else's. */
function mayBeOf(calledAt: number, { startedAt }: Observation): boolean {
  if (startedAt === undefined) return true;
  const afterMs = Date.parse(startedAt) - calledAt;
  return afterMs >= -CLOCKS_DIFFER_MS && afterMs <= ANSWERED_WITHIN_MS + CLOCKS_DIFFER_MS;
}

/** Tasks that were not there before and may be this start's. */
async function newOnes(
  { context, kind, aws, inputs }: Start,
  known: ReadonlySet<string>,
): Promise<readonly Observation[]> {
  const candidates = await candidatesOf(context, kind, aws, inputs);
  return candidates.filter((one) => {
    if (known.has(one.id)) return false;
    const relation = kind.relation(one, inputs);
    // The one result may be the siblings' as well.
    if (relation === "sameResult") return true;
    if (!context.memory.ledger.mayAdopt(one.id, identityOf(inputs))) return false;
    return relation === "lookalike" || isProven(kind, inputs, one);
  });
}

/** What a look finds in time. A look that fails in passing is one of several. */
async function lookUntil<T>(
  { context: { clock, gone } }: Start,
  limitMs: number,
  look: (signal: AbortSignal) => Promise<T | undefined>,
): Promise<T | undefined> {
  const endsAt = clock.now() + limitMs;
  const patient = (signal: AbortSignal) =>
    look(signal).catch((error: unknown) => {
      if (passes(causeOf(error)) === "no") throw error;
      return undefined;
    });
  for (let delayMs = 500; ; delayMs = Math.min(delayMs * 2, 15_000)) {
    const seen = await within(clock, Math.max(0, endsAt - clock.now()), undefined, patient);
    if (seen !== undefined) return seen;
    if (clock.now() + delayMs >= endsAt || gone.aborted) return undefined;
    await clock.sleep(delayMs, gone);
  }
}
