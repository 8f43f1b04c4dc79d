/**
 * What the lifecycle is given from outside: time, chance, AWS and a place to show progress.
 * Nothing here is an implementation; tests pass their own.
 */

import type { Moment, RowText } from "./rowText";

/** The properties of a resource as Pulumi hands them over: inputs or outputs, plain JSON. */
export type Props = Record<string, unknown>;

/** Time in milliseconds since 1970. `sleep` resolves early, and does not reject, once aborted. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance: `number()` gives one at least 0 and below 1, `hex(bytes)` twice as many hex digits. */
export interface Random {
  number(): number;
  hex(bytes: number): string;
}

/** One call of an AWS operation: `{ service: "ec2", operation: "ExportImage", input: {…} }`. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** Not to be sent again by itself: a second one would start a second task. */
  readonly isOnce?: boolean;
}

/** Where and as whom we call: one Region and one set of credentials. */
export interface Aws {
  readonly region: string;
  /** The same for two of these if one describe may serve tasks of both. */
  readonly key: string;
  /** The operation's answer, as plain JSON (times as ISO 8601). Throws an {@link AwsError}. */
  send(request: AwsRequest, signal?: AbortSignal): Promise<Props>;
  /** The account's 12 digits (STS GetCallerIdentity, asked once), or undefined if unanswered. */
  accountId(): Promise<string | undefined>;
}

/**
 * What sort of trouble a failed call is:
 * `throttled`, `network` and `unavailable` pass by themselves; `aborted` was our own doing;
 * `denied`, `credentials`, `settings` and `unsupported` want a person; `refused` is AWS's answer
 * to this very request (its code tells why); `internal` is a mistake in the software.
 */
export type Trouble =
  | "throttled"
  | "network"
  | "unavailable"
  | "aborted"
  | "denied"
  | "credentials"
  | "settings"
  | "unsupported"
  | "internal"
  | "refused";

/** What {@link Aws.send} throws. `code` is AWS's error code (`InvalidAMIID.NotFound`). */
export interface AwsError extends Error {
  readonly trouble: Trouble;
  readonly code: string;
  readonly operation: string;
}

export function isAwsError(error: unknown): error is AwsError {
  return error instanceof Error && "trouble" in error && "code" in error;
}

/** What a start notes on this machine before it goes out. */
export interface JournalEntry {
  /** Milliseconds since 1970, by this machine's clock. */
  readonly calledAt: number;
  /** The ids of the tasks that were there before. */
  readonly before: readonly string[];
  /** The task's, once AWS has answered. */
  readonly id?: string;
}

/** Who has taken a task over whose hold could not be written on it. */
export interface Holder {
  readonly identity: string;
  readonly hold: string;
  /** The hold that the task carried then, and goes on carrying: it does not count any more. */
  readonly instead?: string;
}

/**
 * Notes on this machine, for what AWS can't keep: starts that are not in any state yet, and holds.
 * `write` and `hold` may throw, nothing else does.
 */
export interface Journal {
  read(key: string): JournalEntry | undefined;
  write(key: string, entry: JournalEntry): void;
  remove(key: string): void;
  /** The task of that id is in a state. Tells whether anything was noted of its start. */
  forget(id: string): boolean;
  entries(): readonly { readonly key: string; readonly entry: JournalEntry }[];
  holderOf(id: string): Holder | undefined;
  hold(id: string, holder: Holder): void;
  /** That task is gone: nobody holds it. */
  release(id: string): void;
}

/** Where people look: the resource's own row. Never throws, never decides anything. */
export interface Row {
  /** Replaces the text on the row; gone when the operation ends. */
  status(urn: string | undefined, text: RowText, moment?: Moment): void;
  /** A line that stays. */
  info(urn: string | undefined, text: string): void;
  /** A warning that stays. */
  warn(urn: string | undefined, text: string): void;
}
