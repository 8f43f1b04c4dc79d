/** When a job will be done, judged by the percentages seen so far. */

export interface Estimate {
  /** What is left if it goes on as it did; may be past. */
  readonly remainingMs: number;
  /** How long a per cent takes now: no percentage tells the end better than that. */
  readonly perCentMs: number;
  /**
   * What the estimate before should have said, in terms of what it said: 1 if both tell the same
   * end, more if the end moves away. Undefined as long as there is only one.
   */
  readonly drift: number | undefined;
  /** The last per cent. */
  readonly isLast: boolean;
  /** For how long the percentage has been what it is. */
  readonly stoodMs: number;
}

interface Seen {
  readonly elapsedMs: number;
  readonly percent: number;
}

/** The steps to compare with are so many per cent apart at least: smaller ones are mostly noise. */
const APART = 10;
/** Of a percentage that is this much longer the same than it should be it isn't known when it was. */
const STALE = 1.3;
/** Bounds of the exponent: jobs that go ever faster or ever slower, but not beyond reason. */
const SLOWEST = 0.25;
const FASTEST = 4;
/** One odd percentage must not decide. */
const MOST_DRIFT = 2;

/**
 * Takes the share that is done for a power of the share of time that has passed: with exponent 1
 * a job goes on evenly, below it begins fast, above it ends fast. One wait's, at most a hundred
 * percentages of it.
 */
export class Forecast {
  #seen: Seen[] = [];
  #before: { readonly atMs: number; readonly endMs: number } | undefined;
  #drift: number | undefined;

  /** Undefined where the percentage tells nothing. Call it for every look, in their order. */
  see(elapsedMs: number, percent: number | undefined): Estimate | undefined {
    if (percent === undefined || !(percent >= 1 && percent <= 100) || elapsedMs <= 0) return;
    const now = { elapsedMs, percent: Math.min(99, Math.floor(percent)) };
    const before = this.#seen.at(-1);
    if (before && before.percent > now.percent) this.#seen = [];
    const isNew = before?.percent !== now.percent;
    if (isNew) this.#seen.push(now);
    const since = this.#seen.at(-1)!;
    const then = this.#reference(now.percent);
    let line = lineThrough(then, since);
    const stoodMs = elapsedMs - since.elapsedMs;
    const isStale = stoodMs > line.perCentMs * STALE;
    if (isStale) line = lineThrough(then, now);
    const endMs = line.endMs + line.perCentMs / 2;
    if (isNew || isStale) this.#learn(elapsedMs, endMs);
    const { perCentMs } = line;
    const isLast = now.percent === 99;
    return { remainingMs: endMs - elapsedMs, perCentMs, drift: this.#drift, isLast, stoodMs };
  }

  /** The latest percentage from which as much has been done since as is left, if it is known. */
  #reference(percent: number): Seen {
    const apart = Math.max(APART, Math.min(0.6 * percent, 100 - percent));
    return this.#seen.filter((one) => percent - one.percent >= apart).at(-1) ?? this.#seen[0]!;
  }

  #learn(atMs: number, endMs: number): void {
    if (this.#before) {
      const said = Math.max(1, this.#before.endMs - this.#before.atMs);
      const drift = (endMs - this.#before.atMs) / said;
      this.#drift = Math.max(1 / MOST_DRIFT, Math.min(MOST_DRIFT, drift));
    }
    this.#before = { atMs, endMs };
  }
}

function lineThrough(then: Seen, now: Seen): { endMs: number; perCentMs: number } {
  // A whole per cent stands for all up to the next.
  const share = (percent: number) => (percent + 0.5) / 100;
  const done = share(now.percent);
  const exponent =
    then.elapsedMs === now.elapsedMs || then.percent === now.percent
      ? 1
      : Math.log(done / share(then.percent)) / Math.log(now.elapsedMs / then.elapsedMs);
  const bounded = Math.max(SLOWEST, Math.min(FASTEST, exponent));
  const endMs = now.elapsedMs * done ** (-1 / bounded);
  return { endMs, perCentMs: now.elapsedMs / (bounded * now.percent) };
}
