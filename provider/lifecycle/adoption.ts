/**
 * Exactly one start: finds the task that an earlier, interrupted run started, or starts one.
 * Safe to repeat after any interruption; the identity tag and the client token are the proof.
 */
import { durationText, within } from "../waiting/deadline";
import { intervalMs } from "../waiting/interval";
import type { Context } from "./context";
import { all, describeTask } from "./describe";
import { explain, RefusedError } from "./errors";
import { clientToken, ID_TAG, identityOf, STACK_TAG, urnOf } from "./identity";
import { timeoutMs } from "./inputs";
import { type Observation, stateOf, type TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { startTags } from "./tags";
import { passes } from "./wait";

export interface Found {
  readonly seen: Observation;
  readonly how: "adopted" | "started";
}

/** Attempts with the same identity and inputs: each failed one uses up a client token. */
const MOST_ATTEMPTS = 50;

/** The task for these inputs: one of ours that runs or succeeded, else a new one. */
export async function findOrStart(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
): Promise<Found> {
  const before = await candidatesOf(kind, aws, inputs);
  const found = find(context, kind, inputs, before);
  if (found) return { seen: found, how: "adopted" };
  const tags = startTags(kind, inputs);
  const identity = identityOf(inputs) ?? "";
  const body = kind.start(inputs, "", tags).input;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const token = clientToken(identity, body, inputs.triggers, attempt);
    const started = await startPatiently(context, kind, aws, inputs, token);
    const now = (await describeStarted(context, kind, aws, started.id)) ?? started;
    // A known token makes AWS answer with the earlier task, whatever has become of it since.
    const isReplay = before.some(({ id }) => id === started.id);
    if (!isReplay || isOurs(context, kind, inputs, now)) return { seen: now, how: "started" };
  }
  throw new RefusedError(
    `${kind.title}: ${MOST_ATTEMPTS} tasks with these inputs have ended already. ` +
      "Change `triggers` to start another.",
  );
}

async function candidatesOf(kind: TaskKind, aws: Aws, inputs: Props) {
  try {
    return await all(aws, kind.candidates(inputs));
  } catch (error) {
    const text = `${kind.title}: whether it runs already could not be seen; nothing was started.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

function find(
  context: Context,
  kind: TaskKind,
  inputs: Props,
  candidates: readonly Observation[],
): Observation | undefined {
  const id = startTags(kind, inputs)[ID_TAG];
  if (id === undefined) return undefined;
  const ours = candidates.filter(
    (one) => one.tags?.[ID_TAG] === id && isOurs(context, kind, inputs, one),
  );
  return ours.find((one) => stateOf(kind, one.status) === "running") ?? ours[0];
}

/** A running task, or a success that still carries our tag; never what another resource holds. */
function isOurs(context: Context, kind: TaskKind, inputs: Props, seen: Observation): boolean {
  if (!context.memory.ledger.mayAdopt(seen.id, identityOf(inputs))) return false;
  const state = stateOf(kind, seen.status);
  if (state === "running") return !kind.dying.includes(seen.status);
  const id = startTags(kind, inputs)[ID_TAG];
  return state === "succeeded" && id !== undefined && seen.tags?.[ID_TAG] === id;
}

/** Starts; a refusal that ends by itself (another task runs, a limit) is waited for. */
async function startPatiently(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  token: string,
): Promise<Observation> {
  const { clock, random, row } = context;
  const urn = urnOf(identityOf(inputs));
  const began = clock.now();
  for (;;) {
    try {
      return kind.started(await aws.send(kind.start(inputs, token, startTags(kind, inputs))));
    } catch (error) {
      const obstacle = await obstacleOf(kind, aws, inputs, error);
      const elapsedMs = clock.now() - began;
      if (!obstacle) throw startRefused(kind, inputs, error);
      const limitMs = timeoutMs(kind, inputs, obstacle.limit);
      if (elapsedMs >= limitMs || context.gone.aborted) throw startRefused(kind, inputs, error);
      const refusal = isAwsError(error) ? error.code : "refused";
      row.status(urn, `waiting to start (${refusal}): ${obstacle.text}`);
      const delayMs = intervalMs({ elapsedMs, minMs: 2_000, maxMs: 30_000 }, random.number());
      await clock.sleep(Math.min(delayMs, limitMs - elapsedMs), context.gone);
    }
  }
}

interface Obstacle {
  /** Which of the time limits bounds the wait for it. */
  readonly limit: "start" | "wait";
  readonly text: string;
}

/** Codes that tell of a wrong request: no other task's end can mend it. */
const WRONG_REQUEST = /^(Invalid|Missing|Unknown|Malformed|NoSuch|Unsupported)(?!\w*State)/;

/**
 * What keeps AWS from starting this now, if it ends by itself. AWS documents the rule "one at a
 * time", not the code it refuses with: so we look whether such a task runs.
 */
async function obstacleOf(
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  error: unknown,
): Promise<Obstacle | undefined> {
  if (!isAwsError(error) || error.trouble !== "refused") return undefined;
  if (Object.hasOwn(kind.remedies, error.code) || WRONG_REQUEST.test(error.code)) return undefined;
  // AWS's own refusal says more than that nobody could look.
  const candidates = await all(aws, kind.candidates(inputs)).catch(() => []);
  const running = candidates.filter((one) => stateOf(kind, one.status) === "running");
  const blocking = running.find((one) => kind.blocks(one, inputs));
  if (blocking) {
    return { limit: "wait", text: `${blocking.id} has to end first (${blocking.status})` };
  }
  return kind.limits.includes(error.code)
    ? { limit: "start", text: "AWS's limit of running tasks is reached" }
    : undefined;
}

function startRefused(kind: TaskKind, inputs: Props, error: unknown): Error {
  const isSure = isAwsError(error) && passes(error) === "no";
  const text = isSure
    ? `${kind.title} was not started.`
    : `${kind.title} may have been started or not: the next \`pulumi up\` finds out.`;
  const tagged = kind.tagging && Object.keys(startTags(kind, inputs)).length > 0;
  const denied = isAwsError(error) && error.trouble === "denied";
  const advice =
    tagged && denied
      ? ` If it is the tags that are refused: allow ${kind.tagging!.permission}, ` +
        "or set identityTags: false and give no tags."
      : "";
  return new RefusedError(`${text} ${explain(kind, error)}${advice}`, { cause: error });
}

/** How long `create` looks for what it has just started; the next call goes on looking. */
const LOOK_FOR_MS = 10_000;

/** The task just started, or undefined where it can't be seen yet: that must not fail `create`. */
async function describeStarted(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  id: string,
): Promise<Observation | undefined> {
  const { clock } = context;
  const endsAt = clock.now() + LOOK_FOR_MS;
  for (let delayMs = 500; ; delayMs *= 2) {
    try {
      const leftMs = Math.max(0, endsAt - clock.now());
      const look = (signal: AbortSignal) => describeTask(kind, aws, id, signal);
      const seen = await within(clock, leftMs, undefined, look);
      if (seen) return seen;
    } catch {
      return undefined;
    }
    if (clock.now() + delayMs >= endsAt) return undefined;
    await clock.sleep(delayMs, context.gone);
  }
}

/** What is said whenever a lost start is taken up: the id, its age if known, and whose it was. */
export function adoptionText(kind: TaskKind, seen: Observation, ageMs: number): string {
  const stack = seen.tags?.[STACK_TAG];
  const facts = [seen.status];
  if (ageMs > 0) facts.push(`started ${durationText(ageMs)} ago`);
  if (stack !== undefined) facts.push(`by ${stack}`);
  const state = stateOf(kind, seen.status) === "running" ? "running" : "finished";
  return (
    `took up the ${state} ${kind.title} ${seen.id} (${facts.join(", ")}) instead of starting ` +
    "another; to start a new one change `triggers`"
  );
}
