/** How a task moves on: what is left by its pace so far, and whether it stands still. Pure. */
import type { Progress } from "./progress";
import { remainingMs } from "./interval";

/** A task that tells its percentage is expected to move within this part of its longest wait. */
const STILL_WITH_PERCENT = 1 / 12;
/** One that tells nothing but a status has nothing to show for most of its time. */
const STILL_WITHOUT = 1 / 2;
/** How much longer than its longest pause so far a task may pause; and than usual, at the most. */
const LONGER_THAN_BEFORE = 3;

export class Course {
  readonly #usualMs: number;
  #last: Progress | undefined;
  #changedAtMs = 0;
  #longestPauseMs = 0;
  #isTold = false;

  /** `usualMs`: after what time a task of this kind is given up, where the program says nothing. */
  constructor(usualMs: number) {
    this.#usualMs = usualMs;
  }

  /**
   * Notes what was seen. With what is left by the pace at the last change: a task that stands still
   * does not come further away with each look.
   */
  seen(progress: Progress): Progress {
    const { elapsedMs, percent, status } = progress;
    if (this.#last?.status !== status || this.#last.percent !== percent) {
      if (this.#last) {
        this.#longestPauseMs = Math.max(this.#longestPauseMs, elapsedMs - this.#changedAtMs);
      }
      this.#changedAtMs = elapsedMs;
      this.#isTold = false;
    }
    this.#last = progress;
    const left = remainingMs(this.#changedAtMs, percent);
    const now = left === undefined ? undefined : this.#changedAtMs + left - elapsedMs;
    return { ...progress, remainingMs: now !== undefined && now > 0 ? now : undefined };
  }

  /** For how long it has stood still, once for each time that this is strange; else undefined. */
  stall(): number | undefined {
    if (!this.#last || this.#isTold) return undefined;
    const stillMs = this.#last.elapsedMs - this.#changedAtMs;
    const share = this.#last.percent === undefined ? STILL_WITHOUT : STILL_WITH_PERCENT;
    const leastMs = this.#usualMs * share;
    const strangeMs = Math.max(leastMs, this.#longestPauseMs * LONGER_THAN_BEFORE);
    if (stillMs < Math.min(strangeMs, leastMs * LONGER_THAN_BEFORE)) return undefined;
    this.#isTold = true;
    return stillMs;
  }
}
