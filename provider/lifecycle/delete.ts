/**
 * `delete`: ends a running task where AWS can, retains what a finished one made or deletes it if
 * the program says so, and touches nothing that a successor holds.
 */
import { endTask } from "./cancel";
import type { Context } from "./context";
import { describeTask, mayShowLater, sameAccountOrThrow, tagsOn } from "./describe";
import { erase, remainsOf, wantsErased } from "./erase";
import { explain, RefusedError } from "./errors";
import { HOLD_TAG, urnFor } from "./identity";
import { isFailure, type Observation, stateOf, type TaskKind, type TaskState } from "./kind";
import type { Aws, AwsRequest, Props } from "./ports";
import { bookkeepingOf, taskStateOf } from "./state";
import { releaseTags } from "./tags";
import { withArtifact } from "./usable";

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
  context.journal.forget(id);
  const state = taskStateOf(props);
  // Nothing is left of it that could be found again or taken for a success.
  if (isFailure(state) && !kind.erase?.isRemains && !wantsErased(kind, props)) return;
  const urn = urnFor(props);
  const removal = { context, kind, aws: context.aws(props), id, props, urn };
  if (isHeldByAnother(removal, undefined)) return sayHeld(removal, state);
  const seen = (await look(removal)) ?? (await unlisted(removal));
  if (!seen) return;
  if (isHeldByAnother(removal, await holdOn(removal, seen))) {
    return sayHeld(removal, stateOf(kind, seen));
  }
  const last = stateOf(kind, seen) === "running" ? await endTask(removal, seen) : seen;
  if (!last) return;
  const request = remainsOf(kind, last) ?? eraseRequest(removal, last);
  if (request) await erase(removal, request);
  else await release(removal, last);
}

/**
 * What is missing just after its start may run all the same; later it is gone. Of a success only
 * the record may be gone: what it made is asked for where it has to be deleted.
 */
async function unlisted(removal: Removal): Promise<Observation | undefined> {
  const { context, kind, aws, id, props } = removal;
  await sameAccountOrThrow(aws, id, props);
  const stored: Observation = { id, status: String(props[kind.statusOutput]), outputs: props };
  if (taskStateOf(props) === "running") return mayShowLater(context, props) ? stored : undefined;
  if (taskStateOf(props) !== "succeeded" || !wantsErased(kind, props)) return undefined;
  return explained(removal, () => withArtifact(context, kind, aws, stored, props));
}

/** What is to be deleted must have been seen: it could be somebody else's by now. */
function eraseRequest({ kind, id, props }: Removal, last: Observation): AwsRequest | undefined {
  const isThere = stateOf(kind, last) !== "running" && last.isGone !== true;
  const request = isThere && wantsErased(kind, props) ? kind.erase!.request(last) : undefined;
  if (!request || last.state !== undefined) return request;
  if (isFailure(stateOf(kind, last))) return undefined;
  throw new RefusedError(
    `what ${kind.title} ${id} has made was not deleted, as whose it is can't be seen: allow ` +
      `${kind.usable?.permission ?? "to describe it"}, or set onDelete: "retain".`,
  );
}

/** A task belongs to the last `create` that started or adopted it. */
function isHeldByAnother({ context, id, props }: Removal, tagged: string | undefined): boolean {
  const { hold } = bookkeepingOf(props);
  const known = context.memory.ledger.holdOf(id);
  if (known !== undefined && known !== hold) return true;
  return tagged !== undefined && tagged !== hold;
}

async function holdOn(removal: Removal, seen: Observation): Promise<string | undefined> {
  const { kind, aws, props } = removal;
  const read = () => tagsOn(kind, aws, seen);
  if (wantsErased(kind, props)) return (await explained(removal, read))?.[HOLD_TAG];
  // Where the tags may not be read the ledger alone judges.
  const tags = await read().catch(() => undefined);
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
  return explained(removal, () => describeTask(context, kind, aws, id, props));
}

async function explained<T>({ kind, id }: Removal, asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    const text = `${kind.title} ${id} was not deleted, as it could not be looked at.`;
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
