/** How many calls a second AWS bears: learned from its refusals, as TCP learns its network's. */
import type { Clock } from "../lifecycle/ports";

/** Below what AWS documents for any describe (EC2: a bucket of 50 to 100, 10 to 20 a second). */
const FIRST_PER_S = 5;
const MOST_PER_S = 10;
const LEAST_PER_S = 0.2;
/** What an answer adds; and from this share of the pace on that was too much, for it still may be. */
const FASTER_PER_S = 0.02;
const CAREFUL_PER_S = 0.001;
const CAREFUL_FROM = 0.8;
/** For so long: others may have used up what AWS bears, and be gone since. */
const CAREFUL_MS = 900_000;
/** What a refusal leaves. */
const SLOWER = 0.5;

export class Rate {
  readonly #clock: Clock;
  #perS = FIRST_PER_S;
  #tooMuchPerS = Infinity;
  #slowedAt = -Infinity;
  /** The earliest time for the next call, in milliseconds since 1970. */
  nextAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  called(): void {
    this.nextAt = Math.max(this.nextAt, this.#clock.now()) + 1_000 / this.#perS;
  }

  answered(): void {
    const isCareful =
      this.#perS >= this.#tooMuchPerS * CAREFUL_FROM &&
      this.#clock.now() - this.#slowedAt < CAREFUL_MS;
    this.#perS = Math.min(MOST_PER_S, this.#perS + (isCareful ? CAREFUL_PER_S : FASTER_PER_S));
  }

  refused(): void {
    const now = this.#clock.now();
    // Calls that were under way together are refused together: that is one refusal.
    if (now - this.#slowedAt >= 1_000 / this.#perS) {
      this.#tooMuchPerS = this.#perS;
      this.#perS = Math.max(LEAST_PER_S, this.#perS * SLOWER);
      this.#slowedAt = now;
    }
    this.nextAt = Math.max(this.nextAt, now + 1_000 / this.#perS);
  }
}
