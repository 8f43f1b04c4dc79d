/** Every benchmark, in the order of the results. */
import type { Benchmark } from "./benchmark";
import { callsAndLag } from "./callsAndLag";
import { coldStart } from "./coldStart";
import { engineOverhead } from "./engineOverhead";
import { manyTasks } from "./manyTasks";
import { memory } from "./memory";
import { throttling } from "./throttling";

export const benchmarks: readonly Benchmark[] = [
  ...[callsAndLag, manyTasks, throttling],
  ...[memory, engineOverhead, coldStart],
];
