/** When to look again: the schedule of polls. Pure. */

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
 * Soon after the start, then in proportion to the elapsed time, closer near the expected end;
 * within the bounds, spread by ±10 %. `chance` is at least 0 and below 1.
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
