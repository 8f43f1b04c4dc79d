/** The looks of one group: which of them share a call, and when that is made. */
import type { Clock } from "../lifecycle/ports";
import { Rate } from "./rate";
import type { Group, Look } from "./scheduler";

interface Pending {
  readonly id: string;
  readonly dueAt: number;
  /** From here on it may ride along with another task's look. */
  readonly ridesFrom: number;
  /** Until here it may wait for others to ride along with it. */
  readonly waitsUntil: number;
  readonly resolve: (look: Look<unknown>) => void;
}

/** How much of its interval a look may come early, to share another's call. */
const RIDE_ALONG = 0.5;
/** A call that had room for more tasks is not followed by the next so soon, if that can wait. */
const APART_MS = 20_000;
/** A call that hangs must not keep the others from theirs, and too many at once AWS refuses. */
const MOST_UNDER_WAY = 4;

export class Lane {
  readonly #clock: Clock;
  readonly #group: Group<unknown>;
  readonly #gatherMs: number;
  readonly #rate: Rate;
  readonly #pending = new Set<Pending>();
  #underWay = 0;
  /** When a call was made last that was not full. */
  #sharedAt = -Infinity;
  #wakesAt = Infinity;
  #wake: AbortController | undefined;

  constructor(clock: Clock, group: Group<unknown>, gatherMs: number) {
    this.#clock = clock;
    this.#group = group;
    this.#gatherMs = gatherMs;
    this.#rate = new Rate(clock);
  }

  /** Returns what takes it away again. `resolve` is called once at the most. */
  add(id: string, delayMs: number, lateMs: number, resolve: Pending["resolve"]): () => void {
    const inMs = Math.max(this.#gatherMs, delayMs);
    const dueAt = this.#clock.now() + inMs;
    const ridesFrom = dueAt - (delayMs > this.#gatherMs ? delayMs * RIDE_ALONG : inMs);
    const pending: Pending = { id, dueAt, ridesFrom, waitsUntil: dueAt + lateMs, resolve };
    this.#pending.add(pending);
    // Never at once: others that are added at the same moment share the call.
    if (dueAt < this.#wakesAt) this.#sleep(this.#nextAt());
    return () => {
      if (this.#pending.delete(pending) && this.#pending.size === 0) this.#sleep(Infinity);
    };
  }

  /** Makes the calls that are to be made now, and sleeps until the next one. */
  #go(): void {
    for (;;) {
      const at = this.#nextAt();
      if (at > this.#clock.now()) return this.#sleep(at);
      void this.#serve(this.#take());
    }
  }

  #nextAt(): number {
    if (this.#pending.size === 0 || this.#underWay >= MOST_UNDER_WAY) return Infinity;
    return Math.max(this.#firstAt(), this.#rate.nextAt);
  }

  #sleep(until: number): void {
    if (until === this.#wakesAt) return;
    this.#wake?.abort();
    this.#wake = undefined;
    this.#wakesAt = until;
    if (until === Infinity) return;
    const wake = new AbortController();
    this.#wake = wake;
    const ms = Math.max(0, until - this.#clock.now());
    void this.#clock.sleep(ms, wake.signal).then(() => {
      if (wake.signal.aborted) return;
      this.#wakesAt = Infinity;
      this.#go();
    });
  }

  /** When the first look has to be: soon after the one before only if it can't wait. */
  #firstAt(): number {
    const isShared = this.#group.batchSize > 1 && this.#pending.size > 1;
    const from = isShared ? this.#sharedAt + APART_MS : -Infinity;
    let first = Infinity;
    for (const { dueAt, waitsUntil } of this.#pending) {
      first = Math.min(first, Math.max(dueAt, Math.min(waitsUntil, from)));
    }
    return first;
  }

  /** Who was due first goes first; those that are due later take the seats that are left. */
  #take(): Pending[] {
    const now = this.#clock.now();
    const ready = [...this.#pending].filter(({ ridesFrom }) => ridesFrom <= now);
    ready.sort((a, b) => a.dueAt - b.dueAt);
    const { batchSize } = this.#group;
    const ids = new Set<string>();
    const taken = ready.filter(({ id }) => ids.has(id) || (ids.size < batchSize && ids.add(id)));
    for (const pending of taken) this.#pending.delete(pending);
    if (ids.size < batchSize) this.#sharedAt = now;
    return taken;
  }

  async #serve(taken: readonly Pending[]): Promise<void> {
    this.#underWay++;
    this.#rate.called();
    try {
      const found = await this.#group.describe([...new Set(taken.map(({ id }) => id))]);
      this.#rate.answered();
      for (const { id, resolve } of taken) resolve({ found: found.get(id) });
    } catch (error) {
      if (this.#group.isThrottled?.(error)) this.#rate.refused();
      for (const { resolve } of taken) resolve({ error });
    } finally {
      this.#underWay--;
      this.#go();
    }
  }
}
