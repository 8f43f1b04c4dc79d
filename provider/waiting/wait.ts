/**
 * Waits until a task is done, and ends in exactly one of the {@link Outcome}s. What is looked at
 * and what it means are passed in; a time-out is never a success.
 */
import type { Clock } from "../lifecycle/ports";
import { within } from "./deadline";
import { Forecast } from "./forecast";
import { nextLookMs } from "./interval";
import { type Progress, progressOf } from "./progress";
import type { Look } from "./scheduler";

/** How a wait ends that could not begin. */
export function refusedBy(error: unknown, polls = 0): Outcome<never> {
  return { ending: "refused", error, polls, elapsedMs: 0 };
}

/** What one look at the task says, in our words. */
export interface Sight<T> {
  readonly observation: T;
  readonly state: "running" | "succeeded" | "failed" | "cancelled";
  readonly status: string;
  readonly phase?: string | undefined;
  readonly percent?: number | undefined;
}

interface Tally {
  readonly polls: number;
  readonly elapsedMs: number;
}
export type Outcome<T> = Tally &
  (
    | { readonly ending: "terminal"; readonly sight: Sight<T> }
    | {
        readonly ending: "timedOut";
        readonly sight?: Sight<T> | undefined;
        /** Why AWS could not be asked at the end, if so. */
        readonly trouble?: unknown;
      }
    | { readonly ending: "aborted"; readonly sight?: Sight<T> | undefined }
    | { readonly ending: "unlisted" }
    | { readonly ending: "refused"; readonly error: unknown }
  );

export interface Waiting<T> {
  readonly id: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly minMs: number;
  /** The longest interval as long as nobody knows when it ends. */
  readonly maxMs: number;
  /** The longest while AWS's percentage says that the end is far; `maxMs` if left out. */
  readonly farMs?: number | undefined;
  /** When the job began (ms since 1970), as far as we know. */
  readonly startedAt?: number | undefined;
  /** Until then, not being listed may be AWS's eventual consistency (ms since 1970). */
  readonly visibleBy?: number | undefined;
  /** Looks in `delayMs`, or up to `lateMs` later if that saves a call. */
  look(delayMs: number, signal: AbortSignal, lateMs: number): Promise<Look<T> | undefined>;
  judge(observation: T): Sight<T>;
  /** `hasSeen`: a look went well. */
  passes(error: unknown, hasSeen: boolean): Passing;
  onProgress(progress: Progress): void;
  /** AWS could not be asked, and will be again. */
  onTrouble(error: unknown): void;
}

/**
 * Whether an error passes by itself: `soon`; `slow`, with fewer calls; `unreached`, if there is
 * anybody to reach at all.
 */
export type Passing = "no" | "soon" | "slow" | "unreached";

/** How much slower after each refusal for too many calls, and the bound of that. */
const SLOWER = 2;
const SLOWEST = 8;

/** Of its interval, how much later a look may come to share a call; and that at the most. */
const LATE = 0.5;
const LATEST_MS = 20_000;
/** How much later the first look may come, for who sits before the screen. */
const FIRST_LATE_MS = 2_000;

/** An outage passes; an AWS that was never reached is a network or an endpoint that isn't there. */
const UNREACHED_MS = 600_000;

const NO_ANSWER = "AWS did not answer in time.";

export async function waitUntilDone<T>(task: Waiting<T>): Promise<Outcome<T>> {
  const { clock } = task;
  const began = clock.now();
  const endsAt = began + task.timeoutMs;
  const farMs = task.farMs ?? task.maxMs;
  // One for each wait, and none for each look: what is made of a signal stays with it, and Node
  // warns of many that listen to one.
  const stop = AbortSignal.any([task.signal]);
  const forecast = new Forecast();
  let slowness = 1;
  /** Looks that failed since the last one that did not. */
  let failures = 0;
  let isReached = false;
  let polls = 0;
  let last: Sight<T> | undefined;
  let trouble: unknown;
  let delayMs = 0;
  let lateMs = FIRST_LATE_MS;
  for (;;) {
    const left = Math.max(0, endsAt - clock.now());
    // The last look is at the time limit itself: it may have ended since the one before.
    const inMs = Math.min(delayMs, left);
    const look = await lookWithin(task, stop, inMs, Math.min(lateMs, left - inMs), left);
    const tally = { polls: look ? ++polls : polls, elapsedMs: clock.now() - began };
    if (look === "late") {
      return { ending: "timedOut", sight: last, trouble: new Error(NO_ANSWER), ...tally };
    }
    if (!look || task.signal.aborted) return { ending: "aborted", sight: last, ...tally };
    if ("error" in look) {
      const passes = task.passes(look.error, last !== undefined);
      if (passes === "no") return { ending: "refused", error: look.error, ...tally };
      failures++;
      trouble = look.error;
      task.onTrouble(look.error);
      if (passes === "slow") slowness = Math.min(SLOWEST, slowness * SLOWER);
      if (passes !== "unreached") isReached = true;
      if (!isReached && tally.elapsedMs >= UNREACHED_MS) {
        return { ending: "timedOut", trouble, ...tally };
      }
    } else if (look.found !== undefined) {
      isReached = true;
      failures = 0;
      slowness = Math.max(1, slowness / SLOWER);
      trouble = undefined;
      last = task.judge(look.found);
      if (last.state !== "running") return { ending: "terminal", sight: last, ...tally };
      task.onProgress(progressOf(task.id, last, clock.now() - (task.startedAt ?? began)));
    } else {
      isReached = true;
      failures = 0;
      if (clock.now() >= (task.visibleBy ?? 0)) return { ending: "unlisted", ...tally };
    }
    if (clock.now() >= endsAt) {
      return { ending: "timedOut", sight: last, ...(trouble ? { trouble } : {}), ...tally };
    }
    const elapsedMs = clock.now() - (task.startedAt ?? began);
    const looking = { elapsedMs, minMs: task.minMs, maxMs: task.maxMs, farMs };
    // After a look that failed the next one makes up for it, before that much has passed again.
    const intervalMs =
      failures > 0
        ? Math.min(task.maxMs, task.minMs * 2 ** Math.min(failures - 1, 20))
        : nextLookMs(looking, forecast.see(elapsedMs, last?.percent), task.random());
    lateMs = Math.max(0, Math.min(Math.round(intervalMs * LATE), LATEST_MS, farMs - intervalMs));
    delayMs = Math.min(intervalMs * slowness, Math.max(intervalMs, task.minMs * SLOWEST));
  }
}

/** A look that began at the time limit itself may still take so long. */
const LAST_LOOK_MS = 10_000;

/** A call that hangs must not make the wait longer than its limit. */
async function lookWithin<T>(
  task: Waiting<T>,
  stop: AbortSignal,
  delayMs: number,
  lateMs: number,
  leftMs: number,
) {
  const look = new AbortController();
  const abort = () => look.abort();
  if (stop.aborted) abort();
  stop.addEventListener("abort", abort);
  try {
    return await within(task.clock, leftMs + LAST_LOOK_MS, "late" as const, (over) => {
      over.addEventListener("abort", abort);
      return task.look(delayMs, look.signal, lateMs);
    });
  } finally {
    stop.removeEventListener("abort", abort);
  }
}
