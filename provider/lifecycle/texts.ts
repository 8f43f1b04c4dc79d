/** What an update that fails says: the thing and its id, what happened, and what happens next. */
import { durationText } from "../waiting/deadline";
import type { Outcome } from "../waiting/wait";
import type { Context } from "./context";
import { endSentence, explain, remediesFor } from "./errors";
import type { Observation, TaskKind } from "./kind";
import type { Props } from "./ports";

export const resumes = "it goes on in AWS; the next `pulumi up` resumes the wait";

export function stillText(
  kind: TaskKind,
  id: string,
  olds: Props,
  { sight, elapsedMs, polls, trouble }: Outcome<Observation> & { ending: "timedOut" },
): string {
  const status = sight?.status ?? String(olds[kind.statusOutput] ?? "running");
  const percent = sight?.percent === undefined ? "" : `, ${sight.percent} %`;
  const times = `${polls} ${polls === 1 ? "poll" : "polls"}`;
  if (trouble !== undefined) {
    return (
      `${kind.title} ${id} was ${status} when last seen, and AWS could not be asked at the end of ` +
      `waiting ${durationText(elapsedMs)} (${times}${percent}). ${explain(kind, trouble)} ` +
      `If it runs, ${resumes}.`
    );
  }
  return (
    `${kind.title} ${id} is still ${status} after waiting ${durationText(elapsedMs)} ` +
    `(${times}${percent}): ${resumes}. Set timeouts.wait to wait longer.`
  );
}

export function unlistedText(context: Context, kind: TaskKind, id: string, olds: Props): string {
  const account = typeof olds.accountId === "string" ? ` of account ${olds.accountId}` : "";
  return (
    `AWS does not list ${kind.title} ${id} in ${context.aws(olds).region}${account}, although ` +
    "it was still running when last seen. It is kept in the state and asked for at every `up`. " +
    "Check the Region, the credentials and the AWS console; to start again change `triggers`" +
    // What it made may be there all the same.
    `${kind.nameInput === undefined ? "" : ` and ${kind.nameInput}`}.`
  );
}

/** How it ended without a result: AWS's own words, and what is documented about them. */
export function endedText(kind: TaskKind, id: string, outs: Props): string {
  const how = outs.taskState === "cancelled" ? "was cancelled" : "failed";
  const told = outs[kind.statusOutput];
  const status = typeof told === "string" ? ` (${told})` : "";
  const reason = String(outs.failureReason);
  const ended = `${kind.title} ${id} ${how}${status}: ${endSentence(reason)}`;
  return [ended, ...remediesFor(kind, reason)].join(" ");
}

export function failureText(kind: TaskKind, id: string, outs: Props): string {
  return (
    `${endedText(kind, id, outs)} ` +
    "The next `pulumi up` starts a new task in its place; mend the cause first. If this resource " +
    'is protected, set onFailure: "keep" or unprotect it first.'
  );
}

export function notUpdated(kind: TaskKind, id: string, error: unknown): string {
  return `${kind.title} ${id} is kept as it was. ${explain(kind, error)}`;
}

export function partialText(kind: TaskKind, id: string): string {
  return `${kind.title} ${id} is incomplete. ${kind.partialRemedy ?? ""}`.trim();
}

/** Status, artifact and duration of a success, or undefined where there is nothing to name. */
export function lastLine(
  context: Context,
  kind: TaskKind,
  id: string,
  outs: Props,
): string | undefined {
  const artifact = outs.taskState === "succeeded" ? kind.artifact(outs) : undefined;
  if (artifact === undefined) return undefined;
  const status = String(outs[kind.statusOutput] ?? "succeeded");
  const took = context.memory.waits.took(id);
  return `${id} ${status}: ${artifact}${took === undefined ? "" : ` (${took})`}`;
}
