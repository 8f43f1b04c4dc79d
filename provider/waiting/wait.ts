/**
 * Waits until a task is done, and ends in exactly one of the {@link Outcome}s. What is looked at
 * and what it means are passed in; a time-out is never a success.
 */
import type { Clock } from "../lifecycle/ports";
import { within } from "./deadline";
import { intervalMs } from "./interval";
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
  readonly maxMs: number;
  /** When the job began (ms since 1970), as far as we know. */
  readonly startedAt?: number | undefined;
  /** Until then, not being listed may be AWS's eventual consistency (ms since 1970). */
  readonly visibleBy?: number | undefined;
  look(delayMs: number, signal: AbortSignal): Promise<Look<T> | undefined>;
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

/** An outage passes; an AWS that was never reached is a network or an endpoint that isn't there. */
const UNREACHED_MS = 600_000;

const NO_ANSWER = "AWS did not answer in time.";

export async function waitUntilDone<T>(task: Waiting<T>): Promise<Outcome<T>> {
  const { clock } = task;
  const began = clock.now();
  const endsAt = began + task.timeoutMs;
  let slowness = 1;
  let isReached = false;
  let polls = 0;
  let last: Sight<T> | undefined;
  let trouble: unknown;
  let delayMs = 0;
  for (;;) {
    const left = endsAt - clock.now();
    // The last look is at the time limit itself: it may have ended since the one before.
    const look = await lookWithin(task, Math.max(0, Math.min(delayMs, left)), Math.max(0, left));
    const tally = { polls: look ? ++polls : polls, elapsedMs: clock.now() - began };
    if (look === "late") {
      return { ending: "timedOut", sight: last, trouble: new Error(NO_ANSWER), ...tally };
    }
    if (!look || task.signal.aborted) return { ending: "aborted", sight: last, ...tally };
    if ("error" in look) {
      const passes = task.passes(look.error, last !== undefined);
      if (passes === "no") return { ending: "refused", error: look.error, ...tally };
      trouble = look.error;
      task.onTrouble(look.error);
      if (passes === "slow") slowness = Math.min(SLOWEST, slowness * SLOWER);
      if (passes !== "unreached") isReached = true;
      if (!isReached && tally.elapsedMs >= UNREACHED_MS) {
        return { ending: "timedOut", trouble, ...tally };
      }
    } else if (look.found !== undefined) {
      isReached = true;
      slowness = Math.max(1, slowness / SLOWER);
      trouble = undefined;
      last = task.judge(look.found);
      if (last.state !== "running") return { ending: "terminal", sight: last, ...tally };
      task.onProgress(progressOf(task.id, last, clock.now() - (task.startedAt ?? began)));
    } else {
      isReached = true;
      if (clock.now() >= (task.visibleBy ?? 0)) return { ending: "unlisted", ...tally };
    }
    if (clock.now() >= endsAt) {
      return { ending: "timedOut", sight: last, ...(trouble ? { trouble } : {}), ...tally };
    }
    const elapsedMs = clock.now() - (task.startedAt ?? began);
    const pace = { elapsedMs, percent: last?.percent, minMs: task.minMs, maxMs: task.maxMs };
    delayMs = intervalMs(pace, task.random()) * slowness;
  }
}

/** A look that began at the time limit itself may still take so long. */
const LAST_LOOK_MS = 10_000;

/** A call that hangs must not make the wait longer than its limit. */
function lookWithin<T>(task: Waiting<T>, delayMs: number, leftMs: number) {
  return within(task.clock, leftMs + LAST_LOOK_MS, "late" as const, (over) =>
    task.look(delayMs, AbortSignal.any([task.signal, over])),
  );
}
