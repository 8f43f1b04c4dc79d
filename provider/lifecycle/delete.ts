/**
 * `delete`: ends a running task where AWS can, retains what a finished one made, and touches
 * nothing that a successor holds.
 */
import { endTask } from "./cancel";
import type { Context } from "./context";
import { describeTask, mayShowLater, sameAccountOrThrow, tagsOn } from "./describe";
import { explain, RefusedError } from "./errors";
import { HOLD_TAG, urnFor } from "./identity";
import { isFailure, type Observation, stateOf, type TaskKind, type TaskState } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { bookkeepingOf, taskStateOf } from "./state";
import { releaseTags } from "./tags";

/** One resource that is deleted; `props` are its stored outputs. */
export interface Removal {
  readonly context: Context;
  readonly kind: TaskKind;
  readonly aws: Aws;
  readonly id: string;
  readonly props: Props;
  readonly urn: string | undefined;
}

/** Quiet for a task that is gone or has ended already. */
export async function remove(
  context: Context,
  kind: TaskKind,
  id: string,
  props: Props,
): Promise<void> {
  const state = taskStateOf(props);
  // Nothing is left of it that could be found again or taken for a success.
  if (isFailure(state) && !kind.discard) return;
  const urn = urnFor(props);
  const removal = { context, kind, aws: context.aws(props), id, props, urn };
  if (isHeldByAnother(removal, undefined)) return sayHeld(removal, state);
  const seen = (await look(removal)) ?? (await notVisibleYet(removal));
  if (!seen) return;
  if (isHeldByAnother(removal, await holdOn(removal, seen))) {
    return sayHeld(removal, stateOf(kind, seen));
  }
  const last = stateOf(kind, seen) === "running" ? await endTask(removal, seen) : seen;
  if (!last) return;
  if (stateOf(kind, last) === "failed") await discard(removal, last);
  else await release(removal, last);
}

/** What is missing just after its start may run all the same; later it is gone. */
async function notVisibleYet({ context, kind, aws, id, props }: Removal) {
  await sameAccountOrThrow(aws, id, props);
  if (taskStateOf(props) !== "running" || !mayShowLater(context, props)) return undefined;
  return { id, status: String(props[kind.statusOutput]), outputs: {} } satisfies Observation;
}

/** A task belongs to the last `create` that started or adopted it. */
function isHeldByAnother({ context, id, props }: Removal, tagged: string | undefined): boolean {
  const { hold } = bookkeepingOf(props);
  const known = context.memory.ledger.holdOf(id);
  if (known !== undefined && known !== hold) return true;
  return tagged !== undefined && tagged !== hold;
}

async function holdOn({ kind, aws }: Removal, seen: Observation): Promise<string | undefined> {
  // Where the tags may not be read the ledger alone judges.
  const tags = await tagsOn(kind, aws, seen).catch(() => undefined);
  return tags?.[HOLD_TAG];
}

function sayHeld({ context, kind, id, urn }: Removal, state: TaskState | undefined): void {
  const cancel = state === "running" ? kind.cancel?.(id).operation : undefined;
  const byHand = cancel === undefined ? "" : `; to end it by hand use ${cancel}`;
  if (context.memory.ledger.holdOf(id) !== undefined) {
    const text = `${kind.title} ${id} is now held by its replacement: left alone${byHand}`;
    return context.row.info(urn, text);
  }
  context.row.warn(
    urn,
    `${kind.title} ${id} carries another hold (of an interrupted \`up --replace\`?): left ` +
      `alone; the same resource declared again takes it up${byHand}`,
  );
}

async function look(removal: Removal): Promise<Observation | undefined> {
  const { context, kind, aws, id, props } = removal;
  try {
    return await describeTask(context, kind, aws, id, props);
  } catch (error) {
    const text = `${kind.title} ${id} was not deleted, as it could not be looked at.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

/** What a failed task left is no result: it is always removed. */
async function discard({ kind, aws, id }: Removal, last: Observation): Promise<void> {
  const request = kind.discard?.(last);
  if (!request) return;
  try {
    await aws.send(request);
  } catch (error) {
    if (isAwsError(error) && kind.notFound.includes(error.code)) return;
    const text = `what the failed ${kind.title} ${id} left behind could not be removed.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

/** What is retained must not be taken for ours later; a task is deleted even if that is denied. */
async function release({ context, kind, aws, urn }: Removal, last: Observation): Promise<void> {
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
