/**
 * A clock that nobody waits for: it jumps to the next sleeper whenever nothing else can happen.
 * What calls `setTimeout`, `Date.now` and `Math.random` itself (the SDK's waiter) is given these
 * of the same clock, so that the code that is measured is the real one.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../provider/lifecycle/ports";
import { Heap } from "./heap";

interface Sleeper {
  readonly dueAt: number;
  /** Undefined once it is awake. */
  wake: (() => void) | undefined;
}

/** Turns of the event loop after which nothing else can happen. */
const IDLE_TURNS = 3;

export class VirtualTime implements Clock {
  #nowMs: number;
  readonly #sleepers = new Heap<Sleeper>((a, b) => a.dueAt - b.dueAt);
  readonly #follower: { advance(ms: number): void } | undefined;

  /** `follower`: another clock that keeps the same time. */
  constructor(startMs: number, follower?: { advance(ms: number): void }) {
    this.#nowMs = startMs;
    this.#follower = follower;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = this.#add(ms, () => {
        signal?.removeEventListener("abort", cancel);
        resolve();
      });
      const cancel = () => sleeper.wake?.();
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  /**
   * The outcome of `work`, with the clock moved on for it as often as it sleeps. It may do nothing
   * that takes real time: what is to be loaded is loaded before.
   */
  async run<T>(work: () => Promise<T>, random: () => number = Math.random): Promise<T> {
    const restore = this.#replaceGlobals(random);
    let isDone = false;
    try {
      const promise = work();
      const done = () => void (isDone = true);
      promise.then(done, done);
      for (;;) {
        for (let idle = 0; idle < IDLE_TURNS && !isDone; idle++) await turn();
        if (isDone) break;
        this.#jump();
      }
      return await promise;
    } finally {
      restore();
    }
  }

  #add(ms: number, wake: () => void): Sleeper {
    const sleeper: Sleeper = {
      dueAt: this.#nowMs + Math.max(0, ms),
      wake: () => {
        sleeper.wake = undefined;
        wake();
      },
    };
    this.#sleepers.push(sleeper);
    return sleeper;
  }

  #jump(): void {
    let next = this.#sleepers.first;
    while (next && !next.wake) {
      this.#sleepers.pop();
      next = this.#sleepers.first;
    }
    if (!next) throw new Error("nobody sleeps, and the work is not done");
    const ms = Math.max(0, next.dueAt - this.#nowMs);
    this.#nowMs += ms;
    this.#follower?.advance(ms);
    while (this.#sleepers.first && this.#sleepers.first.dueAt <= this.#nowMs) {
      this.#sleepers.pop()!.wake?.();
    }
  }

  #replaceGlobals(random: () => number): () => void {
    const { setTimeout, clearTimeout } = globalThis;
    const { now } = Date;
    const { random: chance } = Math;
    const timeout = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const sleeper = this.#add(ms, () => work(...args));
      return Object.assign(sleeper, { ref: () => sleeper, unref: () => sleeper });
    };
    const clear = (sleeper?: Partial<Sleeper>) => {
      if (sleeper && "wake" in sleeper) sleeper.wake = undefined;
    };
    Object.assign(globalThis, { setTimeout: timeout, clearTimeout: clear });
    Date.now = () => this.#nowMs;
    Math.random = random;
    return () => {
      Math.random = chance;
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = now;
    };
  }
}
