/**
 * `delete`: ends a running task where AWS can, retains what a finished one made, and touches
 * nothing that a successor holds.
 */
import { durationText } from "../waiting/deadline";
import { intervalMs } from "../waiting/interval";
import type { Context } from "./context";
import { describeTask, sameAccountOrThrow } from "./describe";
import { explain, RefusedError } from "./errors";
import { HOLD_TAG, identityOf, urnOf } from "./identity";
import { pollingMs, timeoutMs } from "./inputs";
import { type Observation, stateOf, type TaskKind, type TaskState } from "./kind";
import { type Aws, type AwsRequest, isAwsError, type Props } from "./ports";
import { bookkeepingOf, taskStateOf } from "./state";
import { releaseTags } from "./tags";
import { passes } from "./wait";

/** `props` are the stored outputs. Quiet for a task that is gone or has ended already. */
export async function remove(
  context: Context,
  kind: TaskKind,
  id: string,
  props: Props,
): Promise<void> {
  const state = taskStateOf(props);
  // Nothing is left of it that could be found again or taken for a success.
  if (state === "failed" || state === "cancelled") return;
  const urn = urnOf(identityOf(props));
  if (heldByAnother(context, id, props)) return sayHeld(context, kind, id, urn, state);
  const aws = context.aws(props);
  const seen = await look(kind, aws, id);
  if (!seen) return sameAccountOrThrow(aws, id, props);
  const now = stateOf(kind, seen.status);
  if (heldByAnother(context, id, props, seen)) return sayHeld(context, kind, id, urn, now);
  const last = now === "running" ? await end(context, kind, aws, seen, props) : seen;
  if (last && stateOf(kind, last.status) !== "failed") await release(context, kind, aws, last, urn);
}

/** A task belongs to the last `create` that started or adopted it. */
function heldByAnother(context: Context, id: string, props: Props, seen?: Observation): boolean {
  const { hold } = bookkeepingOf(props);
  const known = context.memory.ledger.holdOf(id);
  if (known !== undefined && known !== hold) return true;
  const tagged = seen?.tags?.[HOLD_TAG];
  return tagged !== undefined && tagged !== hold;
}

function sayHeld(
  context: Context,
  kind: TaskKind,
  id: string,
  urn: string | undefined,
  state: TaskState | undefined,
): void {
  const cancel = state === "running" ? kind.cancel?.(id).operation : undefined;
  const byHand = cancel === undefined ? "" : `; to end it by hand use ${cancel}`;
  context.row.info(urn, `${kind.title} ${id} is now held by its replacement: left alone${byHand}`);
}

async function look(kind: TaskKind, aws: Aws, id: string): Promise<Observation | undefined> {
  try {
    return await describeTask(kind, aws, id);
  } catch (error) {
    const text = `${kind.title} ${id} was not deleted, as it could not be looked at.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

/** Cancels and waits for the end; resolves to how it ended, undefined where it isn't listed. */
async function end(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
  props: Props,
): Promise<Observation | undefined> {
  const urn = urnOf(identityOf(props));
  if (!kind.cancel) {
    context.row.warn(urn, `${kind.title} ${seen.id} can't be cancelled: it is left running in AWS`);
    return seen;
  }
  const { clock, random, row } = context;
  const began = clock.now();
  const limitMs = timeoutMs(kind, props, "cancel");
  let now: Observation | undefined = seen;
  for (;;) {
    if (!kind.dying.includes(now.status)) await cancel(aws, kind.cancel(now.id), kind, now.id);
    now = await lookPatiently(kind, aws, now);
    if (!now || stateOf(kind, now.status) !== "running") return now;
    const elapsedMs = clock.now() - began;
    row.status(urn, `cancelling ${now.id} (${now.status}), ${durationText(elapsedMs)}`);
    if (elapsedMs >= limitMs || context.gone.aborted)
      return leave(context, kind, now, urn, limitMs);
    const { minMs } = pollingMs(kind, props);
    const pace = { elapsedMs, minMs: Math.min(minMs, 2_000), maxMs: minMs };
    await clock.sleep(
      Math.min(intervalMs(pace, random.number()), limitMs - elapsedMs),
      context.gone,
    );
  }
}

/** A refusal (the final transfer, or it has just ended) is for the next look to explain. */
async function cancel(aws: Aws, request: AwsRequest, kind: TaskKind, id: string): Promise<void> {
  try {
    await aws.send(request);
  } catch (error) {
    const ends = isAwsError(error) && (error.trouble === "refused" || passes(error) !== "no");
    if (ends) return;
    const text = `${kind.title} ${id} could not be cancelled and goes on running.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

async function lookPatiently(
  kind: TaskKind,
  aws: Aws,
  last: Observation,
): Promise<Observation | undefined> {
  try {
    return await describeTask(kind, aws, last.id);
  } catch (error) {
    if (passes(error) !== "no") return last;
    throw new RefusedError(`${kind.title} ${last.id}: ${explain(kind, error)}`, { cause: error });
  }
}

function leave(
  context: Context,
  kind: TaskKind,
  now: Observation,
  urn: string | undefined,
  limitMs: number,
): Observation {
  context.row.warn(
    urn,
    `${kind.title} ${now.id} could not be cancelled within ${durationText(limitMs)} ` +
      `(timeouts.cancel) and is left ${now.status} in AWS`,
  );
  return now;
}

/** What is retained must not be taken for ours later; a task is deleted even if that is denied. */
async function release(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  last: Observation,
  urn: string | undefined,
): Promise<void> {
  try {
    await releaseTags(kind, aws, last);
  } catch (error) {
    context.row.warn(
      urn,
      `the marks of this resource stay on ${kind.title} ${last.id}: the same resource declared ` +
        `again takes it up. ${explain(kind, error)}`,
    );
  }
}
