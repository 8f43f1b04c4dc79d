/** Every benchmark, in the order of the results. */
import type { Benchmark } from "./benchmark";
import { callsAndLag } from "./callsAndLag";

export const benchmarks: readonly Benchmark[] = [callsAndLag];
