/** What the rounds say: the time that each further resource takes. */
import { median } from "../support/statistics";
import type { Sort } from "./programs";
import type { Times } from "./stack";

export const [FEW, MANY] = [10, 100] as const;
export type Measure = "creatingS" | "settledS";

/** The times of each sort that was measured. */
export type Round = ReadonlyMap<Sort["name"], { readonly few: Times; readonly many: Times }>;

export const timesIn = (rounds: readonly Round[], name: Sort["name"]) =>
  rounds.map((round) => round.get(name)).filter((one) => one !== undefined);

const slope = (few: number, many: number) => ((many - few) * 1_000) / (MANY - FEW);

/** Milliseconds for each further resource, in each round. */
export function slopes(rounds: readonly Round[], name: Sort["name"], measure: Measure): number[] {
  return timesIn(rounds, name).map(({ few, many }) => slope(few[measure], many[measure]));
}

/** The same, between the medians: of two disturbed times the difference says little. */
export function slopeOf(rounds: readonly Round[], name: Sort["name"], measure: Measure): number {
  const times = timesIn(rounds, name);
  const of = (size: "few" | "many") => median(times.map((one) => one[size][measure]));
  return slope(of("few"), of("many"));
}

export function ratio(rounds: readonly Round[], name: Sort["name"], measure: Measure): number {
  return slopeOf(rounds, name, measure) / slopeOf(rounds, "no-op", measure);
}
