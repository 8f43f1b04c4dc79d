/**
 * A clock that nobody waits for: `drive` moves it to the next sleeper whenever nothing else can
 * happen, that is, while no call to AWS is under way.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../provider/lifecycle/ports";

interface Sleeper {
  readonly dueAt: number;
  wake(): void;
}

/** Turns of the event loop after which a process without calls and timers is taken for idle. */
const IDLE_TURNS = 5;

export class DrivenClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  #underWay = 0;
  readonly #onAdvance: (ms: number) => void;

  constructor(startMs: number, onAdvance: (ms: number) => void = () => {}) {
    this.#now = startMs;
    this.#onAdvance = onAdvance;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { dueAt: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    this.#onAdvance(ms);
    const due = [...this.#sleepers].filter(({ dueAt }) => dueAt <= this.#now);
    for (const sleeper of due) sleeper.wake();
  }

  /** Counts work that takes real time: the clock stands still meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
    }
  }

  /** The outcome of `work`, with the clock moved on for it as often as it sleeps. */
  async drive<T>(work: T | Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => (isDone = true);
    const promise = Promise.resolve(work);
    promise.then(done, done);
    for (let idle = 0; !isDone;) {
      await turn();
      idle = this.#underWay > 0 ? 0 : idle + 1;
      if (idle < IDLE_TURNS || this.#sleepers.size === 0) continue;
      const next = Math.min(...[...this.#sleepers].map(({ dueAt }) => dueAt));
      this.advance(Math.max(0, next - this.#now));
      idle = 0;
    }
    return promise;
  }
}
