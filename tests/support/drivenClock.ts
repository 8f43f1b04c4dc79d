/**
 * A clock that nobody waits for: `drive` moves it to the next sleeper whenever nothing else can
 * happen, that is, while no call to AWS is under way. The emulator's clock moves with it.
 */
import { setImmediate as turn } from "node:timers/promises";
import { ManualClock } from "./manualClock";

/** Turns of the event loop after which a process without calls and timers is taken for idle. */
const IDLE_TURNS = 5;

export class DrivenClock extends ManualClock {
  #underWay = 0;
  readonly #follower: { advance(ms: number): void };

  constructor(startMs: number, follower: { advance(ms: number): void }) {
    super(startMs);
    this.#follower = follower;
  }

  /** Moves on at once, and whoever is due wakes. */
  jump(ms: number): void {
    this.#follower.advance(ms);
    this.wakeUntil(this.now() + ms);
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
    const done = () => void (isDone = true);
    const promise = Promise.resolve(work);
    promise.then(done, done);
    for (let idle = 0; !isDone;) {
      await turn();
      idle = this.#underWay > 0 ? 0 : idle + 1;
      const next = this.next();
      if (idle < IDLE_TURNS || !next) continue;
      this.jump(Math.max(0, next.dueAt - this.now()));
      idle = 0;
    }
    return promise;
  }
}
