/** Refusals that end by themselves are waited for: another task, a limit, a role that is new. */
import { intervalMs } from "../waiting/interval";
import { candidatesOf } from "./adoption";
import type { Context } from "./context";
import { causeOf, explain, RefusedError } from "./errors";
import { urnFor } from "./identity";
import { timeoutMs } from "./inputs";
import { type Relation, stateOf, type TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { startTags } from "./tags";
import { passes } from "./wait";

/** What one resource is to be started with. */
export interface Start {
  readonly context: Context;
  readonly kind: TaskKind;
  readonly aws: Aws;
  readonly inputs: Props;
}

/** Something that ends by itself, and which of the time limits bounds the wait for it. */
export class Obstacle extends Error {
  constructor(
    readonly limit: "start" | "wait",
    message: string,
    readonly mostMs = Infinity,
  ) {
    super(message);
  }
}

/** A start went out and nobody knows what became of it. */
export class LostAnswer extends Obstacle {
  /** `trouble`: with which AWS could not be asked for the task. */
  constructor(readonly trouble?: unknown) {
    const since = trouble ? "AWS can't be asked for its task" : "no task has appeared since";
    super("start", `the answer to the start was lost, and ${since}`);
  }
}

/** IAM says seconds; a role that isn't there by then won't come. */
const PROPAGATES_WITHIN_MS = 120_000;

/** Starts; a refusal that ends by itself (another task runs, a limit) is waited for. */
export async function patiently<T>(start: Start, attempt: () => Promise<T>): Promise<T> {
  const { clock, random, row, gone } = start.context;
  const urn = urnFor(start.inputs);
  /** When what was in the way began to be, by the limit that it counts for. */
  const since = new Map<Obstacle["limit"], number>();
  let last: Obstacle | undefined;
  let wasLost = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      wasLost ||= error instanceof LostAnswer;
      const obstacle = gone.aborted ? undefined : await obstacleIn(start, error, last);
      if (!obstacle) throw startRefused(start, error, wasLost);
      last = obstacle;
      const began = since.get(obstacle.limit) ?? clock.now();
      since.set(obstacle.limit, began);
      const elapsedMs = clock.now() - began;
      const limitMs = Math.min(
        obstacle.mostMs,
        timeoutMs(start.kind, start.inputs, obstacle.limit),
      );
      if (elapsedMs >= limitMs) throw startRefused(start, error, wasLost);
      row.status(urn, `waiting to start: ${obstacle.message}`);
      const delayMs = intervalMs({ elapsedMs, minMs: 2_000, maxMs: 30_000 }, random.number());
      await clock.sleep(Math.min(delayMs, limitMs - elapsedMs), gone);
      if (gone.aborted) throw startRefused(start, error, wasLost);
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
  const cause = causeOf(error);
  if (last && isAwsError(cause) && passes(cause) !== "no") return last;
  return obstacleOf(start, error, last);
}

/** What would have the very same result is taken up once it is seen at the next attempt. */
export function isInTheWay(relation: Relation | undefined): boolean {
  return relation === "inTheWay" || relation === "sameResult";
}

function passing(error: unknown): "later" | "denied" {
  return passes(causeOf(error)) === "no" ? "denied" : "later";
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
    (one) => stateOf(kind, one) === "running" && isInTheWay(kind.relation(one, inputs)),
  );
  if (blocking) {
    const text = `${blocking.id} has to end first (${blocking.status}); AWS says ${error.code}`;
    return new Obstacle("wait", text);
  }
  return kind.limits.includes(error.code)
    ? new Obstacle("start", `AWS's limit of running tasks is reached (${error.code})`)
    : undefined;
}

/** `wasLost`: one of the attempts may have started it. */
function startRefused({ kind, inputs }: Start, error: unknown, wasLost: boolean): Error {
  const isTold = error instanceof RefusedError && error.message.startsWith(kind.title);
  if (isTold && !wasLost) return error;
  const passing = isAwsError(error) ? passes(error) : "no";
  const isLost = wasLost || passing === "soon" || passing === "unreached";
  const text = isLost
    ? `${kind.title} may have been started or not: the next \`pulumi up\` finds out.`
    : `${kind.title} was not started.`;
  const tagged = kind.tagging && Object.keys(startTags(kind, inputs)).length > 0;
  const denied = isAwsError(error) && error.trouble === "denied";
  const advice =
    tagged && denied
      ? ` If it is the tags that are refused: allow ${kind.tagging!.permission}, ` +
        "or set identityTags: false and give no tags."
      : "";
  const cause = causeOf(error instanceof LostAnswer ? (error.trouble ?? error) : error);
  return new RefusedError(`${text} ${explain(kind, cause)}${advice}`, { cause });
}
