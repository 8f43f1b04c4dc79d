import { createClock } from "./clock";
import { createFaults } from "./faults";
import { createLog } from "./log";
import { createRandom } from "./random";
import { services } from "./services";
import { checkOptions } from "./optionCheck";
import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";
import { defaultSettings, type Settings } from "./settings";
import { createStore } from "./store";
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
  /** How long a task takes, more than 0: 20,000 unless given. */
  readonly durationMs?: number;
  /** Where the emulator's time begins, milliseconds since 1970: now, unless given. */
  readonly startTimeMs?: number;
  /** A whole number that makes ids and the faults' probabilities repeatable. */
  readonly seed?: number;
  /** AMIs that differ from "exists, available, owned by the caller", in every account and Region. */
  readonly images?: readonly ImageSeed[];
  /** AppStream images that differ from "exists and is available", in every account and Region. */
  readonly appstreamImages?: readonly AppStreamImageSeed[];
  /** WorkSpaces images that exist without an import, in every account and Region. */
  readonly workspaceImages?: readonly WorkspaceImageSeed[];
  /** How long a started task stays unseen: 0 unless given. */
  readonly visibilityDelayMs?: number;
  /** How long a client token is remembered after the start: 24 hours unless given, or Infinity. */
  readonly tokenLifetimeMs?: number;
  /**
   * How long a task is shown after its end: 7 days unless given, or Infinity. Not for the store of
   * an AMI, which EC2 shows for 31 days from its start.
   */
  readonly recordLifetimeMs?: number;
  /**
   * EC2's exports of AMIs and imports of snapshots in progress, counted together, per account and
   * Region: 5 unless given, as in AWS. Like each limit here a whole number from 0 on, or Infinity.
   */
  readonly runningConversionLimit?: number;
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

/** Everything that the options say, ready to be called; throws for an option out of its range. */
export function createWorld(options: EmulatorOptions): World {
  checkOptions(options);
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
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as EmulatorOptions;
  const { durationMs = defaultSettings.durationMs } = given;
  return { ...defaultSettings, artifactDelayMs: durationMs / 4, ...given };
}
