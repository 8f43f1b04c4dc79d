/** The real engine, for benchmarks that need it. */
export async function ensureEngine(): Promise<void> {
  // The tools are ES modules, and this is not.
  await (await import("../../tools/engine.mjs")).ensureEngine();
}
