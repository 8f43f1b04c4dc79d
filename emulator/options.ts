import { createClock } from "./clock";
import { createFaults } from "./faults";
import { createLog } from "./log";
import { createRandom } from "./random";
import { services } from "./services";
import type { AppStreamImageSeed, WorkspaceImageSeed } from "./seeds";
import { defaultSettings, type Settings } from "./settings";
import { createStore, type ImageSeed } from "./store";
import type { World } from "./world";

/**
 * How the emulator runs. Everything is optional; all lengths are milliseconds of emulator time.
 *
 * @example
 * const options: EmulatorOptions = { speed: 0, durationMs: 60_000 };
 */
export interface EmulatorOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** `127.0.0.1` (default), `::1` or `localhost`: nothing else is accepted. */
  readonly host?: string;
  /** Emulator time per real time: 1 (default), 60 = a minute a second, 0 = only by `advance`. */
  readonly speed?: number;
  /** How long a task takes: 20,000 unless given. */
  readonly durationMs?: number;
  /** Where the emulator's time begins, milliseconds since 1970: now, unless given. */
  readonly startTimeMs?: number;
  /** Makes ids and the faults' probabilities repeatable. */
  readonly seed?: number;
  /** AMIs that differ from "exists, available, owned by the caller", in every account and Region. */
  readonly images?: readonly ImageSeed[];
  /** AppStream images that differ from "exists and is available", in every account and Region. */
  readonly appstreamImages?: readonly AppStreamImageSeed[];
  /** WorkSpaces images that exist without an import, in every account and Region. */
  readonly workspaceImages?: readonly WorkspaceImageSeed[];
  /** How long a started task stays unseen: 0 unless given. */
  readonly visibilityDelayMs?: number;
  /** How long a client token is remembered after the start: 24 hours unless given. */
  readonly tokenLifetimeMs?: number;
  /** How long a task is shown after its end: 7 days unless given. */
  readonly recordLifetimeMs?: number;
  /** Export tasks in progress per account and Region: 5 unless given, as in AWS. */
  readonly runningExportLimit?: number;
  /**
   * How long an AMI or a WorkSpaces image is pending after its task says COMPLETED: a quarter of
   * `durationMs` unless given.
   */
  readonly artifactDelayMs?: number;
  /** AppStream's export tasks in progress per account and Region: no limit unless given. */
  readonly appstreamExportLimit?: number;
  /** WorkSpaces images per account and Region: 40 unless given. */
  readonly workspaceImageLimit?: number;
  /** Application Discovery's exports of agent data in progress: 5 unless given, as in AWS. */
  readonly runningAgentExportLimit?: number;
  /** Application Discovery's exports of agent data in 24 hours: 2 unless given, as in AWS. */
  readonly dailyAgentExportLimit?: number;
  /** Migration Hub's home Region, where alone Discovery exports start: every one unless given. */
  readonly homeRegion?: string;
  /** Discovery's answer for ids that it does not know: leaves them out unless given. */
  readonly unknownExportIds?: "omit" | "refuse";
  /** Keeps tasks, tags, tokens and time in this file, over restarts. */
  readonly stateFile?: string;
}

/** Everything that the options say, ready to be called. */
export function createWorld(options: EmulatorOptions): World {
  const store = createStore(options.stateFile);
  const startMs = store.savedNowMs ?? options.startTimeMs ?? Date.now();
  const random = createRandom(options.seed);
  return {
    services,
    clock: createClock({ speed: options.speed ?? 1, startMs }),
    store,
    faults: createFaults(random),
    log: createLog(),
    random,
    settings: settingsOf(options),
  };
}

function settingsOf(options: EmulatorOptions): Settings {
  const {
    durationMs = defaultSettings.durationMs,
    visibilityDelayMs = defaultSettings.visibilityDelayMs,
    tokenLifetimeMs = defaultSettings.tokenLifetimeMs,
    recordLifetimeMs = defaultSettings.recordLifetimeMs,
    runningExportLimit = defaultSettings.runningExportLimit,
    artifactDelayMs = durationMs / 4,
    appstreamExportLimit = defaultSettings.appstreamExportLimit,
    workspaceImageLimit = defaultSettings.workspaceImageLimit,
    runningAgentExportLimit = defaultSettings.runningAgentExportLimit,
    dailyAgentExportLimit = defaultSettings.dailyAgentExportLimit,
    homeRegion = defaultSettings.homeRegion,
    unknownExportIds = defaultSettings.unknownExportIds,
    images = defaultSettings.images,
    appstreamImages = defaultSettings.appstreamImages,
    workspaceImages = defaultSettings.workspaceImages,
  } = options;
  if (!(durationMs > 0)) throw new RangeError(`durationMs must be more than 0, not ${durationMs}`);
  return {
    durationMs,
    visibilityDelayMs,
    tokenLifetimeMs,
    recordLifetimeMs,
    runningExportLimit,
    artifactDelayMs,
    appstreamExportLimit,
    workspaceImageLimit,
    runningAgentExportLimit,
    dailyAgentExportLimit,
    homeRegion,
    unknownExportIds,
    images,
    appstreamImages,
    workspaceImages,
  };
}
