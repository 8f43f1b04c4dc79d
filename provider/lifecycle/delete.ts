/**
 * `delete`: ends a running task where AWS can, retains what a finished one made or deletes it if
 * the program says so, and touches nothing that a successor holds.
 */
import { isMarked } from "./adoption";
import { endTask } from "./cancel";
import type { Context } from "./context";
import { describeTask, mayShowLater, sameAccountOrThrow, storedSight, tagsOn } from "./describe";
import { erase, isToErase, remainsOf, wantsErased } from "./erase";
import { explain, RefusedError } from "./errors";
import { HOLD_TAG, urnFor } from "./identity";
import {
  isFailure,
  type Observation,
  stateOf,
  type Tags,
  type TaskKind,
  type TaskState,
} from "./kind";
import { dropNotedHold, forgetStart } from "./journal";
import type { Aws, AwsRequest, Props } from "./ports";
import { bookkeepingOf, taskStateOf } from "./state";
import { releaseTags } from "./tags";
import { forgotten } from "./usable";

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
  forgetStart(context, id);
  await removeTask(context, kind, id, props);
  dropNotedHold(context, id, props);
}

async function removeTask(
  context: Context,
  kind: TaskKind,
  id: string,
  props: Props,
): Promise<void> {
  const state = taskStateOf(props);
  // Nothing is left of it that would be taken up again.
  if (isFailure(state) && !kind.erase?.isRemains && !wantsErased(kind, props)) return;
  const urn = urnFor(props);
  const removal = { context, kind, aws: context.aws(props), id, props, urn };
  if (isTakenOver(removal)) return sayHeld(removal, state);
  const listed = await look(removal);
  const seen = listed ?? (await unlisted(removal));
  if (!seen) return;
  const tags = await marksOn(removal, seen);
  if (isHeldByAnother(removal, tags?.[HOLD_TAG])) return sayHeld(removal, stateOf(kind, seen));
  const last = stateOf(kind, seen) === "running" ? await endTask(removal, seen) : seen;
  if (!last) return;
  // What is marked besides the task may never have been: there only another's marks tell.
  const proof = listed || !kind.tagging?.alsoOn ? tags : undefined;
  const request = remainsOf(kind, last) ?? eraseRequest(removal, last, proof);
  if (!request) return release(removal, last);
  await erase(removal, request);
  // A task that carries marks itself must not be taken for a success.
  if (listed && kind.tagging?.alsoOn) await release(removal, { ...last, isGone: true });
}

/**
 * What is missing just after its start may run all the same; later it is gone. Of a success only
 * the record may be gone: what it made is asked for where it has to be deleted.
 */
async function unlisted(removal: Removal): Promise<Observation | undefined> {
  const { context, kind, aws, id, props } = removal;
  await sameAccountOrThrow(aws, id, props);
  if (taskStateOf(props) === "running") {
    return mayShowLater(context, props) ? storedSight(kind, id, props) : undefined;
  }
  if (taskStateOf(props) !== "succeeded" || !isToErase(removal)) return undefined;
  return explained(removal, () => forgotten(context, kind, aws, id, props));
}

/** What is to be deleted must have been seen: it could be somebody else's by now. */
function eraseRequest(
  removal: Removal,
  last: Observation,
  tags: Tags | undefined,
): AwsRequest | undefined {
  const { kind, id, props } = removal;
  const isThere = stateOf(kind, last) !== "running" && last.isGone !== true;
  const request = isThere && isToErase(removal) ? kind.erase!.request(last) : undefined;
  const { hold } = bookkeepingOf(props);
  const isNoted = hold !== undefined && removal.context.journal.holderOf(id)?.hold === hold;
  const isUnmarked =
    tags !== undefined &&
    props.identityTags !== false &&
    !isNoted &&
    !(HOLD_TAG in tags) &&
    !isMarked(kind, props, { ...last, tags });
  if (request && isUnmarked) {
    throw new RefusedError(
      `what ${kind.title} ${id} has made was not deleted: the marks of this resource are not on it, ` +
        'so somebody else may have taken it over. Set onDelete: "retain", or delete it by hand.',
    );
  }
  if (!request || last.state !== undefined) return request;
  if (isFailure(stateOf(kind, last))) return undefined;
  throw new RefusedError(
    `what ${kind.title} ${id} has made was not deleted, as whose it is can't be seen: allow ` +
      `${kind.usable?.permission ?? "to describe it"}, or set onDelete: "retain".`,
  );
}

/** A task belongs to the last `create` that started or adopted it, here one of this process. */
function isTakenOver({ context, id, props }: Removal): boolean {
  const known = context.memory.ledger.holdOf(id);
  return known !== undefined && known !== bookkeepingOf(props).hold;
}

/** The same of earlier processes and other machines, from the tag and the note. */
function isHeldByAnother({ context, id, props }: Removal, tagged: string | undefined): boolean {
  const noted = context.journal.holderOf(id);
  // A tag that a noted hold could not overwrite says nothing any more; another has been written
  // since, and the note is out of date.
  const last = noted && (tagged === undefined || tagged === noted.instead) ? noted.hold : tagged;
  return last !== undefined && last !== bookkeepingOf(props).hold;
}

async function marksOn(removal: Removal, seen: Observation): Promise<Tags | undefined> {
  const { kind, aws, props } = removal;
  if (seen.isGone && !kind.tagging?.alsoOn) return undefined;
  const read = () => tagsOn(kind, aws, seen);
  // Without marks of its own those of another resource count all the same.
  if (isToErase(removal) && props.identityTags !== false) return explained(removal, read);
  // Where the tags may not be read the ledger alone judges.
  return read().catch(() => undefined);
}

function sayHeld(removal: Removal, state: TaskState | undefined): void {
  const { context, kind, id, urn } = removal;
  const cancel = state === "running" ? kind.cancel?.(id).operation : undefined;
  const byHand = cancel === undefined ? "" : `; to end it by hand use ${cancel}`;
  if (isTakenOver(removal)) {
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
