/** What a command is given from outside; tests pass their own. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { SdkAws } from "../provider/aws/clients";
import type { Caller } from "../provider/lifecycle/caller";
import type { Aws, Clock } from "../provider/lifecycle/ports";

/** Where a command writes; size and `isTTY` are those of a terminal. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly rows?: number;
}

export interface Io {
  readonly out: Sink;
  readonly err: Sink;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** At least 0 and below 1. */
  chance(): number;
  /** The text of a file; of standard input for `-`. Throws as Node does. */
  read(path: string): string;
  aws(caller: Caller): Aws;
  /**
   * Calls `stop` when a person or a process asks the command to end, or reads no more of what it
   * writes, instead of ending it.
   */
  onInterrupt(stop: () => void): void;
}

const STANDARD_INPUT = 0;

export function processIo(): Io {
  const { env: environment, stdout: out, stderr: err } = process;
  const stops: (() => void)[] = [];
  // `list | head` is no error. Who watches is asked to end, and says how it ended.
  out.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (stops.length === 0) process.exit();
    for (const stop of stops) stop();
  });
  // The SDK's advice to use a newer Node is for nobody who only looks.
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  return {
    out,
    err,
    environment,
    clock,
    chance: () => Math.random(),
    read: (path) => readFileSync(path === "-" ? STANDARD_INPUT : path, "utf8"),
    aws: (caller) => new SdkAws(caller),
    onInterrupt: (stop) => {
      stops.push(stop);
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
    },
  };
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined) as Promise<void>,
};
