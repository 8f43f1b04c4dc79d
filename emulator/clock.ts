/**
 * The emulator's time. All that a task does follows from it.
 *
 * @example
 * emulator.clock.advance(10_000);
 * console.log(new Date(emulator.clock.now()));
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Jumps ahead by so many milliseconds; a stepped clock (speed 0) moves in no other way.
   * Throws a RangeError for less than 0.
   */
  advance(ms: number): void;
}

interface ClockOptions {
  /** Emulator time per real time; 0 = stepped. */
  readonly speed: number;
  readonly startMs: number;
  readonly realNow?: () => number;
}

export function createClock({ speed, startMs, realNow = Date.now }: ClockOptions): Clock {
  if (!Number.isFinite(speed) || speed < 0) {
    throw new RangeError(`speed must be 0 (stepped) or more, not ${speed}`);
  }
  const realStart = realNow();
  let base = startMs;
  return {
    now: () => base + Math.floor((realNow() - realStart) * speed),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError(`time moves forward only: advance by 0 ms or more, not ${ms}`);
      }
      base += ms;
    },
  };
}
