/**
 * Exactly one start. Safe to repeat after any interruption: with a client token AWS itself tells
 * a repetition; without one nobody starts while a lost start may still turn up.
 */
import { intervalMs } from "../waiting/interval";
import { within } from "../waiting/deadline";
import { candidatesOf, find, isAdoptable, isProven } from "./adoption";
import type { Context } from "./context";
import { describeTask } from "./describe";
import { explain, RefusedError } from "./errors";
import { clientToken, identityOf, urnOf } from "./identity";
import { timeoutMs } from "./inputs";
import { type Observation, stateOf, type TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { startTags } from "./tags";
import { passes } from "./wait";

export interface Found {
  readonly seen: Observation;
  readonly how: "adopted" | "started";
}

/** What one resource is to be started with. */
export interface Start {
  readonly context: Context;
  readonly kind: TaskKind;
  readonly aws: Aws;
  readonly inputs: Props;
}

/** Attempts with the same identity and inputs: each failed one uses up a client token. */
const MOST_ATTEMPTS = 50;

/** The task for these inputs: one of ours that runs or succeeded, else a new one. */
export async function findOrStart(start: Start): Promise<Found> {
  return start.kind.hasClientToken ? withToken(start) : withoutToken(start);
}

async function withToken(start: Start): Promise<Found> {
  const { context, kind, aws, inputs } = start;
  const before = await candidatesOf(context, kind, aws, inputs);
  const found = find(context, kind, inputs, before);
  if (found) return { seen: found, how: "adopted" };
  const tags = startTags(kind, inputs);
  const identity = identityOf(inputs) ?? "";
  const body = kind.start(inputs, "", tags).input;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const token = clientToken(identity, body, inputs.triggers, attempt);
    const started = await patiently(start, () => send(start, token, false));
    // A known token makes AWS answer with the earlier task, whatever has become of it since, and
    // even where it does not list it any more: then the answer tells that it has ended.
    const isReplay =
      before.some(({ id }) => id === started.id) || stateOf(kind, started) !== "running";
    const now = (await describeStarted(start, started.id)) ?? started;
    const isFree = context.memory.ledger.mayAdopt(started.id, identityOf(inputs));
    if (!isReplay && isFree) return { seen: now, how: "started" };
    const isUsable = stateOf(kind, now) === "running" || isProven(kind, inputs, now);
    if (isUsable && isAdoptable(context, kind, inputs, now)) return { seen: now, how: "adopted" };
  }
  throw new RefusedError(
    `${kind.title}: ${MOST_ATTEMPTS} tasks with these inputs have ended already. ` +
      "Change `triggers` to start another.",
  );
}

/** One at a time: two that look before either has started would start twice. */
async function withoutToken(start: Start): Promise<Found> {
  const { context, kind, aws } = start;
  return patiently(start, () =>
    context.memory.alone(`start ${aws.key} ${kind.type}`, () => once(start)),
  );
}

async function once(start: Start): Promise<Found> {
  const { context, kind, aws, inputs } = start;
  const before = await candidatesOf(context, kind, aws, inputs);
  const found = find(context, kind, inputs, before);
  if (found) return { seen: found, how: "adopted" };
  await makeRoom(start, before);
  const known = new Set(before.map(({ id }) => id));
  let started: Observation;
  try {
    started = await send(start, "", true);
  } catch (error) {
    if (passes(error) === "no") throw error;
    const lost = await lookForNew(start, known);
    if (!lost) throw error;
    return { seen: lost, how: "started" };
  }
  const seen = started.isProvisional
    ? await lookForNew(start, known)
    : await describeStarted(start, started.id);
  return { seen: seen ?? started, how: "started" };
}

/** Deals with what has the name, or the place, that the start needs. Throws where it can't. */
async function makeRoom(start: Start, before: readonly Observation[]): Promise<void> {
  const { context, kind, aws, inputs } = start;
  const urn = urnOf(identityOf(inputs));
  for (const one of before) {
    const relation = kind.relation(one, inputs);
    const isRunning = stateOf(kind, one) === "running";
    if (relation === "holdsName") {
      const isOwnFailure = stateOf(kind, one) === "failed" && isProven(kind, inputs, one);
      if (!isOwnFailure || !kind.discard) throw new RefusedError(heldText(kind, one, isRunning));
      await aws.send(kind.discard(one.id));
    } else if (isRunning && (relation === "inTheWay" || relation === "sameResult")) {
      throw new Obstacle("wait", `${one.id} has to end first (${one.status})`);
    } else if (isRunning && relation === "lookalike") {
      context.row.warn(
        urn,
        `${kind.title} ${one.id} runs with the same inputs; AWS keeps nothing that tells whether ` +
          `it is a lost start of this resource. To take it over: adopt: "${one.id}"`,
      );
    }
  }
}

function heldText(kind: TaskKind, holder: Observation, isRunning: boolean): string {
  return isRunning
    ? `${kind.title} was not started: the name is being made by ${holder.id} (${holder.status}). ` +
        `Run \`pulumi up\` again when that has ended, change the name, or, if it is yours, take ` +
        `it over: adopt: "${holder.id}"`
    : `${kind.title} was not started: the name is held by ${holder.id} (${holder.status}). ` +
        `Change the name, remove what holds it, or, if it is yours, take it over: ` +
        `adopt: "${holder.id}"`;
}

async function send(start: Start, token: string, isOnce: boolean): Promise<Observation> {
  const { kind, aws, inputs } = start;
  const request = kind.start(inputs, token, startTags(kind, inputs));
  const answer = await aws.send(isOnce ? { ...request, isOnce } : request);
  return kind.started(answer, inputs);
}

/** Something that ends by itself, and which of the time limits bounds the wait for it. */
class Obstacle extends Error {
  constructor(
    readonly limit: "start" | "wait",
    message: string,
    readonly mostMs = Infinity,
  ) {
    super(message);
  }
}

/** IAM says seconds; a role that isn't there by then won't come. */
const PROPAGATES_WITHIN_MS = 120_000;

/** Starts; a refusal that ends by itself (another task runs, a limit) is waited for. */
async function patiently<T>(start: Start, attempt: () => Promise<T>): Promise<T> {
  const { clock, random, row, gone } = start.context;
  const urn = urnOf(identityOf(start.inputs));
  /** When what was in the way began to be, by the limit that it counts for. */
  const since = new Map<Obstacle["limit"], number>();
  let last: Obstacle | undefined;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const obstacle = await obstacleIn(start, error, last);
      if (!obstacle) throw startRefused(start, error);
      last = obstacle;
      const began = since.get(obstacle.limit) ?? clock.now();
      since.set(obstacle.limit, began);
      const elapsedMs = clock.now() - began;
      const limitMs = Math.min(
        obstacle.mostMs,
        timeoutMs(start.kind, start.inputs, obstacle.limit),
      );
      if (elapsedMs >= limitMs || gone.aborted) {
        throw startRefused(
          start,
          error instanceof Obstacle ? new RefusedError(error.message) : error,
        );
      }
      row.status(urn, `waiting to start: ${obstacle.message}`);
      const delayMs = intervalMs({ elapsedMs, minMs: 2_000, maxMs: 30_000 }, random.number());
      await clock.sleep(Math.min(delayMs, limitMs - elapsedMs), gone);
    }
  }
}

/** What is in the way now; an outage or a throttle in the middle of a wait changes nothing. */
async function obstacleIn(
  start: Start,
  error: unknown,
  last: Obstacle | undefined,
): Promise<Obstacle | undefined> {
  if (error instanceof Obstacle) return error;
  const cause = error instanceof RefusedError ? error.cause : error;
  if (last && isAwsError(cause) && passes(cause) !== "no") return last;
  return obstacleOf(start, error, last);
}

function passing(error: unknown): "later" | "denied" {
  const cause = error instanceof RefusedError ? error.cause : error;
  return passes(cause) === "no" ? "denied" : "later";
}

/** Codes that tell of a wrong request: no other task's end can mend it. */
const WRONG_REQUEST = /^(Invalid|Missing|Unknown|Malformed|NoSuch|Unsupported)(?!\w*State)/;

/**
 * What keeps AWS from starting this now, if it ends by itself. AWS documents the rule "one at a
 * time", not the code it refuses with: so we look whether such a task runs.
 */
async function obstacleOf(
  start: Start,
  error: unknown,
  last: Obstacle | undefined,
): Promise<Obstacle | undefined> {
  const { context, kind, aws, inputs } = start;
  if (!isAwsError(error) || error.trouble !== "refused") return undefined;
  if (kind.isPropagating?.(error.code, error.message)) {
    const text = `the role may not have reached all of AWS yet (${error.code})`;
    return new Obstacle("start", text, PROPAGATES_WITHIN_MS);
  }
  if (Object.hasOwn(kind.remedies, error.code) || WRONG_REQUEST.test(error.code)) return undefined;
  const candidates = await candidatesOf(context, kind, aws, inputs).catch(passing);
  // AWS's own refusal says more than that nobody may look.
  if (candidates === "denied") return undefined;
  if (candidates === "later") {
    return last ?? new Obstacle("start", `AWS refuses (${error.code}), and can't be asked why yet`);
  }
  const blocking = candidates.find(
    (one) => stateOf(kind, one) === "running" && kind.relation(one, inputs) === "inTheWay",
  );
  if (blocking) {
    const text = `${blocking.id} has to end first (${blocking.status}); AWS says ${error.code}`;
    return new Obstacle("wait", text);
  }
  return kind.limits.includes(error.code)
    ? new Obstacle("start", `AWS's limit of running tasks is reached (${error.code})`)
    : undefined;
}

function startRefused({ kind, inputs }: Start, error: unknown): Error {
  if (error instanceof RefusedError && error.message.startsWith(kind.title)) return error;
  const isSure = !isAwsError(error) || passes(error) === "no";
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
/** How long it looks for a start whose answer was lost: longer, as what follows is a new start. */
const LOOK_FOR_LOST_MS = 60_000;

/** The task just started, or undefined where it can't be seen yet: that must not fail `create`. */
async function describeStarted(start: Start, id: string): Promise<Observation | undefined> {
  const { context, kind, aws } = start;
  return lookUntil(start, LOOK_FOR_MS, (signal) =>
    describeTask(context, kind, aws, id, {}, signal),
  ).catch(() => undefined);
}

/** A task that wasn't listed before and can be ours, once AWS shows it. Several: an error. */
async function lookForNew(
  start: Start,
  known: ReadonlySet<string>,
): Promise<Observation | undefined> {
  const { context, kind, aws, inputs } = start;
  const news = await lookUntil(start, LOOK_FOR_LOST_MS, async () => {
    const seen = (await candidatesOf(context, kind, aws, inputs)).filter(
      ({ id }) => !known.has(id),
    );
    const ours = seen.filter((one) => isNewAndOurs(kind, inputs, one));
    const free = ours.filter(({ id }) => !context.memory.ledger.isTaken(id, identityOf(inputs)));
    return free.length > 0 ? free : undefined;
  }).catch(() => undefined);
  if (!news || news.length <= 1) return news?.[0];
  const lines = news.map(({ id, status }) => `adopt: "${id}" (${status})`);
  throw new RefusedError(
    `${kind.title}: the answer to the start was lost, and several tasks appeared that it may have ` +
      `made. Name the right one in the program: ${lines.join(" or ")}`,
  );
}

function isNewAndOurs(kind: TaskKind, inputs: Props, seen: Observation): boolean {
  if (isProven(kind, inputs, seen)) return true;
  const relation = kind.relation(seen, inputs);
  return relation === "sameResult" || relation === "lookalike";
}

async function lookUntil<T>(
  { context: { clock, gone } }: Start,
  limitMs: number,
  look: (signal: AbortSignal) => Promise<T | undefined>,
): Promise<T | undefined> {
  const endsAt = clock.now() + limitMs;
  for (let delayMs = 500; ; delayMs *= 2) {
    const seen = await within(clock, Math.max(0, endsAt - clock.now()), undefined, look);
    if (seen !== undefined) return seen;
    if (clock.now() + delayMs >= endsAt || gone.aborted) return undefined;
    await clock.sleep(delayMs, gone);
  }
}
