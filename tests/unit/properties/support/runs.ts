/** How often a property is tried: with the same inputs every time, so that no chance is red. */

/** To look further: `PROPERTY_SEED=5 PROPERTY_RUNS=20 npx mocha …` tries others, 20 times as many. */
const SEED = Number(process.env.PROPERTY_SEED ?? 4_711);
const TIMES = Number(process.env.PROPERTY_RUNS ?? 1);

export function runs(count: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: SEED, numRuns: count * TIMES };
}
