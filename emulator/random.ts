import { randomInt } from "node:crypto";

/** Randomness that a seed repeats. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** As many hexadecimal digits. */
  hex(digits: number): string;
}

/** An id that nothing has yet: with a seed, ids come again after a restart. */
export function unusedId(taken: Readonly<Record<string, unknown>>, make: () => string): string {
  for (;;) {
    const id = make();
    if (!Object.hasOwn(taken, id)) return id;
  }
}

/** mulberry32: small, and good enough for jitter and ids. */
export function createRandom(seed: number = randomInt(2 ** 32)): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digit = (): string => Math.floor(next() * 16).toString(16);
  return { next, hex: (digits) => Array.from({ length: digits }, digit).join("") };
}
