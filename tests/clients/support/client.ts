/** What the two clients have in common: an emulator of its own, and a record of what was used. */
import assert from "node:assert/strict";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../../emulator";
import type { ServiceName } from "../../../emulator";

export type Props = Readonly<Record<string, unknown>>;

/** A refusal as its sender meant it; a client may not show the HTTP status. */
export interface Refusal {
  readonly code: string;
  readonly message: string | RegExp;
  readonly status: number;
}

/** An operation as a client has sent it and understood its answer. */
export interface Use {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: Props;
  readonly output: Props;
}

/** With milliseconds, so that nobody can drop them unseen. */
export const START_MS = Date.UTC(2026, 4, 6, 7, 8, 9, 123);
export const DURATION_MS = 20_000;
export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

/** A dry run that would have worked. */
export const DRY_RUN: Refusal = {
  code: "DryRunOperation",
  message: "Request would have succeeded, but DryRun flag is set.",
  status: 412,
};

export abstract class Client {
  emulator!: Emulator;

  /** What is used is added to `uses`. */
  constructor(readonly uses: Use[]) {}

  /** Sends an operation, and gives the whole of its answer but for what HTTP adds. */
  abstract call(service: ServiceName, operation: string, input?: Props): Promise<Props>;

  /** Sends an operation that has to be refused in this way. */
  abstract refuses(
    service: ServiceName,
    operation: string,
    input: Props,
    refusal: Refusal,
  ): Promise<void>;

  /** A time as this client gives it in the answers of a service. */
  abstract time(service: ServiceName, ms: number): unknown;

  /** A service's part of this client. */
  of(service: ServiceName) {
    return {
      call: (operation: string, input: Props = {}) => this.call(service, operation, input),
      refuses: (operation: string, input: Props, refusal: Refusal) =>
        this.refuses(service, operation, input, refusal),
      time: (ms: number) => this.time(service, ms),
    };
  }

  /** Does something with an emulator whose clock stands still. */
  async within(work: (client: this) => Promise<void>): Promise<void> {
    await this.emulate();
    try {
      await work(this);
    } finally {
      await this.emulator.close();
    }
  }

  /** Goes on with a new emulator, which may be another than the usual one. */
  async emulate(options: EmulatorOptions = {}): Promise<void> {
    await this.emulator?.close();
    const usual = { speed: 0, seed: 1, startTimeMs: START_MS, durationMs: DURATION_MS };
    this.emulator = await startEmulator({ ...usual, ...options });
  }
}

/** A text member of an answer, which has to be there and look like this. */
export function taken(output: Props, name: string, pattern: RegExp): string {
  const value = output[name];
  assert.ok(typeof value === "string", `${name}: ${JSON.stringify(value)}`);
  assert.match(value, pattern);
  return value;
}

/** The members of a list in an answer. */
export function listed(output: Props, name: string): Props[] {
  const value = output[name];
  assert.ok(Array.isArray(value), `${name}: ${JSON.stringify(value)}`);
  return value;
}
