import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";

/** What can be set once, at the start; all lengths are milliseconds of emulator time. */
export interface Settings {
  readonly durationMs: number;
  readonly visibilityDelayMs: number;
  readonly tokenLifetimeMs: number;
  readonly recordLifetimeMs: number;
  readonly runningConversionLimit: number;
  readonly artifactDelayMs: number;
  readonly appstreamExportLimit: number;
  readonly workspaceImageLimit: number;
  readonly runningAgentExportLimit: number;
  readonly dailyAgentExportLimit: number;
  /** Undefined: every Region is home. */
  readonly homeRegion: string | undefined;
  readonly unknownExportIds: "omit" | "refuse";
  readonly images: readonly ImageSeed[];
  readonly appstreamImages: readonly AppStreamImageSeed[];
  readonly workspaceImages: readonly WorkspaceImageSeed[];
}

const hourMs = 3_600_000;

// AWS documents neither lifetime for image exports: a day as for other EC2 tokens, and the seven
// days of its import tasks.
export const defaultSettings: Omit<Settings, "artifactDelayMs"> = {
  durationMs: 20_000,
  visibilityDelayMs: 0,
  tokenLifetimeMs: 24 * hourMs,
  recordLifetimeMs: 7 * 24 * hourMs,
  runningConversionLimit: 5,
  // AWS documents none.
  appstreamExportLimit: Infinity,
  workspaceImageLimit: 40,
  runningAgentExportLimit: 5,
  dailyAgentExportLimit: 2,
  homeRegion: undefined,
  // AWS documents neither.
  unknownExportIds: "omit",
  images: [],
  appstreamImages: [],
  workspaceImages: [],
};
