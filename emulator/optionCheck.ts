import type { EmulatorOptions } from "./options";
import { checkSeed } from "./seedCheck";

/** Throws an Error that names the first option which is not known or out of its range. */
export function checkOptions(options: EmulatorOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(ranges, name)) {
      throw new RangeError(`unknown option ${name}; known are ${Object.keys(ranges).join(", ")}`);
    }
    if (value === undefined) continue;
    const range = ranges[name as keyof EmulatorOptions];
    if (range === "seeds") {
      if (!Array.isArray(value)) throw new RangeError(`${name} must be a list`);
      for (const seed of value) checkSeed(name as SeedOption, seed);
    } else if (!range.fits(value)) {
      throw new RangeError(`${name} must be ${range.words}, not ${String(value)}`);
    }
  }
}

type SeedOption = "images" | "appstreamImages" | "workspaceImages";

interface Range {
  /** What comes after "must be". */
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const text = (words: string, pattern: RegExp): Range => ({
  words,
  fits: (value) => typeof value === "string" && pattern.test(value),
});

const number = (words: string, fits: (value: number) => boolean): Range => ({
  words,
  fits: (value) => typeof value === "number" && fits(value),
});

const length = number("0 ms or more", (ms) => ms >= 0 && Number.isFinite(ms));

const lifetime = number("0 ms or more, or Infinity", (ms) => ms >= 0);

const limit = number(
  "a whole number from 0 on, or Infinity",
  (most) => most === Infinity || (Number.isInteger(most) && most >= 0),
);

/** The last millisecond that a Date can tell. */
const lastMs = 8.64e15;

const ranges: Readonly<
  Record<Exclude<keyof EmulatorOptions, SeedOption>, Range> & Record<SeedOption, "seeds">
> = {
  port: number(
    "a port from 0 to 65535",
    (port) => Number.isInteger(port) && port >= 0 && port < 65_536,
  ),
  // Which ones, the server knows.
  host: text("an address or a name", /./),
  speed: number("0 (stepped) or more", (speed) => speed >= 0 && Number.isFinite(speed)),
  durationMs: number("more than 0", (ms) => ms > 0 && Number.isFinite(ms)),
  startTimeMs: number("a time in ms since 1970", (ms) => ms >= 0 && ms <= lastMs),
  seed: number("a whole number", Number.isSafeInteger),
  images: "seeds",
  appstreamImages: "seeds",
  workspaceImages: "seeds",
  visibilityDelayMs: length,
  tokenLifetimeMs: lifetime,
  recordLifetimeMs: lifetime,
  runningConversionLimit: limit,
  artifactDelayMs: length,
  appstreamExportLimit: limit,
  workspaceImageLimit: limit,
  runningAgentExportLimit: limit,
  dailyAgentExportLimit: limit,
  homeRegion: text("a Region such as eu-west-1", /^[a-z0-9-]+$/),
  unknownExportIds: text('"omit" or "refuse"', /^(omit|refuse)$/),
  stateFile: text("the name of a file", /./),
};
