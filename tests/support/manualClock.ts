/** Time that only the test moves. No real timer is behind it. */
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../provider/lifecycle/ports";

interface Sleeper {
  readonly dueAt: number;
  wake(): void;
}

export class ManualClock implements Clock {
  #nowMs: number;
  /** In the order in which they lay down: of two that are due at once the first wakes first. */
  protected readonly sleepers = new Set<Sleeper>();

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { dueAt: this.#nowMs + ms, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** Sets the time, and wakes whoever is due by then. */
  protected wakeUntil(nowMs: number): void {
    this.#nowMs = nowMs;
    for (const sleeper of [...this.sleepers]) if (sleeper.dueAt <= nowMs) sleeper.wake();
  }

  /** How many sleep now. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  /** Moves on by `ms`, waking sleepers in order; promise callbacks run in between. */
  async advance(ms: number): Promise<void> {
    const endsAt = this.#nowMs + ms;
    await turn();
    for (let next = this.next(); next && next.dueAt <= endsAt; next = this.next()) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      next.wake();
      await turn();
    }
    this.#nowMs = endsAt;
  }

  /** The outcome of `work`, with the clock moved to the next sleeper as often as it takes. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => void (isDone = true);
    work.then(done, done);
    await turn();
    while (!isDone) {
      const next = this.next();
      if (!next) throw new Error(`at ${this.#nowMs} ms nobody sleeps, and the work is not done`);
      await this.advance(Math.max(0, next.dueAt - this.#nowMs));
    }
    return work;
  }

  protected next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.sleepers) {
      if (!first || sleeper.dueAt < first.dueAt) first = sleeper;
    }
    return first;
  }
}
