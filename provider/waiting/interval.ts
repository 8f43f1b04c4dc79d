/** When to look again: the schedule of polls. Pure. */
import type { Estimate } from "./forecast";

export interface Looking {
  /** Since the job began, as far as we know. */
  readonly elapsedMs: number;
  readonly minMs: number;
  /** The longest while nobody knows when it ends. */
  readonly maxMs: number;
  /** The longest while AWS's percentage says that the end is far. */
  readonly farMs: number;
}

/** Never so much more than it has run so far. */
const MOST_OF_ELAPSED = 5;
/** Of the first estimate, and of one whose end has come nearer: how far to trust it. */
const SHARE_OF_DOUBTFUL = 0.6;
/** Estimates whose ends differ by less than this share say the same. */
const AGREE = 0.2;
/** Of the elapsed time, how long it may go on unseen in the middle; and of the longest for that. */
const SHARE_WHILE_FAR = 0.2;
const LEAST_WHILE_FAR = 2 / 3;
/** Of the elapsed time, how close looks may be at the end, within bounds. */
const SHARE_AT_END = 0.07;
/** Of the elapsed time, how long the last per cent may take without being stuck. */
const SHARE_OF_LAST = 0.1;
/** Of the longest interval, how far apart looks are meanwhile. */
const APART_IN_LAST = 0.45;
/** Waits of several processes must not stay in step; where nothing is known, even less. */
const SPREAD = 0.1;
const SPREAD_UNKNOWN = 0.2;

/**
 * Without a percentage: as long as it has run so far, up to the longest.
 * With one, by what the {@link Estimate} says of the end:
 * - if it is the first, or the end comes nearer: a good half of the way there;
 * - if the end has moved away: further, as it will again;
 * - if it is where it was: there, within what a per cent leaves open.
 * `chance` is at least 0 and below 1.
 */
export function nextLookMs(looking: Looking, estimate: Estimate | undefined, chance: number) {
  const { elapsedMs, minMs, maxMs } = looking;
  if (!estimate) {
    const intervalMs = Math.min(maxMs, elapsedMs) * (1 - SPREAD_UNKNOWN * chance);
    return Math.round(Math.max(minMs, intervalMs));
  }
  const longest = Math.min(longestMs(looking, estimate), MOST_OF_ELAPSED * elapsedMs);
  const most = longest * (1 - SPREAD * chance);
  // Close looks cost most where the estimate is wrong; minutes matter less to a job of hours.
  const least = Math.max(minMs, Math.min(3 * minMs, most, SHARE_AT_END * elapsedMs));
  return Math.round(Math.max(least, Math.min(most, wantedMs(estimate, minMs))));
}

function wantedMs({ remainingMs, perCentMs, drift }: Estimate, minMs: number): number {
  if (drift === undefined || drift < 1 - AGREE) return remainingMs * SHARE_OF_DOUBTFUL;
  if (drift > 1 + AGREE) return remainingMs * drift;
  // A little after the earliest end that the percentage allows.
  return remainingMs - perCentMs + Math.min(perCentMs, minMs);
}

function longestMs({ elapsedMs, maxMs, farMs }: Looking, { isLast, stoodMs }: Estimate): number {
  if (isLast) return maxMs * (stoodMs < elapsedMs * SHARE_OF_LAST ? APART_IN_LAST : 1);
  return Math.min(farMs, Math.max(maxMs, farMs * LEAST_WHILE_FAR, elapsedMs * SHARE_WHILE_FAR));
}

export interface Pace {
  /** Since the job began, as far as we know. */
  readonly elapsedMs: number;
  /** 0 to 100, if AWS tells. */
  readonly percent?: number | undefined;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Of the elapsed time, how much later it may be noticed that the job is done. */
const SHARE_OF_ELAPSED = 0.1;
/** Of the time that is left by the percentage: half-way steps would come ever closer and closer. */
const SHARE_OF_REMAINING = 0.5;
/** Tasks started together must not be asked for together for ever. */
const JITTER = 0.1;

/**
 * For what is tried again until it goes: soon at first, then in proportion to the elapsed time,
 * closer near the expected end; within the bounds, spread by ±10 %. `chance` is at least 0 and
 * below 1.
 */
export function intervalMs(pace: Pace, chance: number): number {
  const byElapsed = pace.elapsedMs * SHARE_OF_ELAPSED;
  const remaining = remainingMs(pace.elapsedMs, pace.percent);
  const wanted = Math.min(byElapsed, (remaining ?? Infinity) * SHARE_OF_REMAINING);
  const bounded = Math.max(pace.minMs, Math.min(pace.maxMs, wanted));
  return Math.round(bounded * (1 + JITTER * (2 * chance - 1)));
}

/** What is left if it goes on as it did; undefined before the first percent. */
export function remainingMs(elapsedMs: number, percent: number | undefined): number | undefined {
  if (percent === undefined || percent <= 0 || percent > 100) return undefined;
  return (elapsedMs * (100 - percent)) / percent;
}
