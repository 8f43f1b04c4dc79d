import type { ImageSeed } from "./store";

/** What can be set once, at the start; all lengths are milliseconds of emulator time. */
export interface Settings {
  readonly durationMs: number;
  readonly visibilityDelayMs: number;
  readonly tokenLifetimeMs: number;
  readonly recordLifetimeMs: number;
  readonly runningExportLimit: number;
  readonly images: readonly ImageSeed[];
}

const hourMs = 3_600_000;

// AWS documents neither lifetime for image exports: a day as for other EC2 tokens, and the seven
// days of its import tasks.
export const defaultSettings: Settings = {
  durationMs: 20_000,
  visibilityDelayMs: 0,
  tokenLifetimeMs: 24 * hourMs,
  recordLifetimeMs: 7 * 24 * hourMs,
  runningExportLimit: 5,
  images: [],
};
