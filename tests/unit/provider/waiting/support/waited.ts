/** Waits for what a script says, on a manual clock. */
import type { Look } from "../../../../../provider/waiting/scheduler";
import {
  type Outcome,
  type Passing,
  type Sight,
  type Waiting,
  waitUntilDone,
} from "../../../../../provider/waiting/wait";
import { ManualClock } from "../../../../support/manualClock";

export const START_MS = 1_000_000;

const passes: Readonly<Record<string, Passing>> = {
  soon: "soon",
  slow: "slow",
  unreached: "unreached",
};

export type Seen = "running" | "succeeded" | "failed" | "cancelled" | "unlisted" | Error;

export const sight = (state: Sight<string>["state"]): Sight<string> => ({
  observation: `it is ${state}`,
  state,
  status: state,
});

/** A wait for what the looks of `script` say, one after another; the last one is for ever. */
export class Waited {
  readonly clock = new ManualClock(START_MS);
  readonly abort = new AbortController();
  readonly delays: number[] = [];
  readonly progress: number[] = [];
  readonly outcome: Promise<Outcome<string>>;
  polls = 0;

  constructor(script: readonly Seen[], options: Partial<Waiting<string>> = {}) {
    this.outcome = waitUntilDone<string>({
      id: "export-ami-1",
      clock: this.clock,
      random: () => 0.5,
      onTrouble: () => {},
      signal: this.abort.signal,
      timeoutMs: 600_000,
      minMs: 10_000,
      maxMs: 60_000,
      look: async (delayMs, signal) => {
        this.delays.push(delayMs);
        await this.clock.sleep(delayMs, signal);
        if (signal.aborted) return undefined;
        return lookOf(script[Math.min(this.polls++, script.length - 1)]!);
      },
      judge: (state) => sight(state as Sight<string>["state"]),
      passes: (error) => passes[(error as Error).message] ?? "no",
      onProgress: ({ elapsedMs }) => void this.progress.push(elapsedMs),
      ...options,
    });
  }

  end(): Promise<Outcome<string>> {
    return this.clock.until(this.outcome);
  }
}

function lookOf(seen: Seen): Look<string> {
  if (seen instanceof Error) return { error: seen };
  return { found: seen === "unlisted" ? undefined : seen };
}
