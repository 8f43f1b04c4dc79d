/** Figures from many measurements, and chance that can be repeated. */
import { createRandom } from "../../emulator/random";

/** The value below which that share of the values is, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error("of no values there is none");
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rounded to so many digits that mean something. */
export function digits(value: number, count = 3): number {
  return Number(value.toPrecision(count));
}

/** Numbers at least 0 and below 1, the same for the same seed. */
export const seeded = (seed: number): (() => number) => createRandom(seed).next;
