/** What every lifecycle call works with; made once per process by v1.ts, by hand in tests. */
import type { Scheduler } from "../waiting/scheduler";
import type { Memory } from "./memory";
import type { Aws, Clock, Journal, Props, Random, Row } from "./ports";

export interface Context {
  readonly clock: Clock;
  readonly random: Random;
  readonly row: Row;
  readonly memory: Memory;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  /** Aborted when the engine is gone: waits end, calls under way are finished. */
  readonly gone: AbortSignal;
  /** AWS for a task with these properties. Throws a readable error if that can't be. */
  aws(props: Props): Aws;
  /** What the configuration and the environment say, read when asked. */
  readonly settings: Settings;
}

export interface Settings {
  /** The Region to use where the program names none; `profile` is the one that it names. */
  defaultRegion(profile?: unknown): string | undefined;
  /**
   * `profile`, `assumeRole` and `endpoint` where the program does not say, and what only the
   * configuration says, under the names of @pulumi/aws.
   */
  caller(): Props;
  /** `aws:defaultTags` as it was written: an object with `tags`, if it is right. */
  defaultTags(): unknown;
  /** Overrides `wait` of every resource for one run. */
  waitOverride(): string | undefined;
  /** False turns the identity tags off. */
  identityTags(): boolean;
  /** What is configured and can't be honoured: for `check`, before anything starts. */
  failures(): string[];
}
