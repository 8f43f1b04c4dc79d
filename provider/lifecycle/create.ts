/** `create`: takes up our own lost start or starts a task, and returns its id at once. */
import { adoptionText, adoptNamed, candidatesOf, find, isMarked } from "./adoption";
import { isOtherCaller } from "./caller";
import type { Context } from "./context";
import { describeTask, tagsOn } from "./describe";
import { wantsErased } from "./erase";
import { explain, RefusedError } from "./errors";
import { HOLD_TAG, identityOf, urnOf } from "./identity";
import { noteHold, Note } from "./journal";
import { type Observation, stateOf, type Tags, type TaskKind } from "./kind";
import type { Aws, Props } from "./ports";
import { findOrStart } from "./start";
import { newState } from "./state";
import { mark, newHold, startOf, startTags } from "./tags";

export interface Created {
  readonly id: string;
  readonly outs: Props;
}

/** Never waits for the task's end; after the start nothing may fail it (an orphan otherwise). */
export async function create(context: Context, kind: TaskKind, inputs: Props): Promise<Created> {
  const aws = context.aws(inputs);
  const identity = identityOf(inputs);
  const urn = urnOf(identity);
  const accountId = await accountOf(kind, aws);
  refuseMove(context, inputs, accountId);
  // `up --replace` calls no `diff`, which would say it of the old one.
  if (identity !== undefined && !wantsErased(kind, inputs)) context.memory.retain(identity);
  const calledAt = context.clock.now();
  const named = await namedBy(context, kind, aws, inputs);
  const { seen: found, how } = named
    ? { seen: named, how: "adopted" as const }
    : await findOrStart({ context, kind, aws, inputs });
  const seen = how === "adopted" && !named ? await again(context, kind, aws, found) : found;
  const startedAt = (how === "adopted" && startOf(seen.tags?.[HOLD_TAG])) || isoTime(calledAt);
  const hold = newHold(startedAt, context.random.hex(8));
  context.memory.ledger.created(seen.id, identity, hold);
  // What was started before has the tags of then, or of somebody else.
  const ours = how === "adopted" ? startTags(kind, inputs) : {};
  const { carriesHold, resultMarked } = await mark(context, kind, aws, inputs, urn, seen, {
    ...ours,
    [HOLD_TAG]: hold,
  });
  if (how === "adopted") {
    if (carriesHold) context.journal.release(seen.id);
    else if (identity !== undefined) {
      const tags = await tagsOn(kind, aws, seen).catch(() => undefined);
      noteHold(context, seen.id, { identity, hold, ...instead(tags) });
    }
    context.row.info(urn, adoptionText(kind, seen, calledAt - Date.parse(startedAt)));
  } else if (stateOf(kind, seen) === "running") {
    context.row.info(urn, startedText(kind, seen));
  }
  const place = { region: aws.region, accountId };
  const outs = newState(kind, inputs, seen, place, { hold, startedAt, resultMarked });
  context.memory.remember(seen.id, outs);
  return { id: seen.id, outs };
}

/** Undefined where AWS does not tell. Throws where the account has to be allowed, and is not. */
async function accountOf(kind: TaskKind, aws: Aws): Promise<string | undefined> {
  try {
    return await aws.accountId();
  } catch (error) {
    throw new RefusedError(`${kind.title} was not started. ${explain(kind, error)}`, {
      cause: error,
    });
  }
}

/** Other credentials than those of the task that is replaced, which nothing in the program says. */
function refuseMove({ memory }: Context, inputs: Props, accountId: string | undefined): void {
  for (const id of memory.ledger.replacedOf(identityOf(inputs))) {
    const olds = memory.outputsOf(id) ?? {};
    const { accountId: expected } = olds;
    if (typeof expected !== "string" || accountId === undefined || accountId === expected) continue;
    if (isOtherCaller(olds, inputs)) continue;
    throw new RefusedError(
      `Nothing was started: ${id}, which would be replaced, belongs to AWS account ${expected}, but ` +
        `these credentials are of account ${accountId}. Run Pulumi with credentials of the task's ` +
        "account; to move the resource to another one remove it and declare it under another name.",
    );
  }
}

/** A candidate may come from another call than the task's own describe, and tell less. */
async function again(context: Context, kind: TaskKind, aws: Aws, seen: Observation) {
  if (!kind.merge && !kind.tagging?.read) return seen;
  const latest = await describeTask(context, kind, aws, seen.id, {}).catch(() => undefined);
  return latest ? { ...latest, tags: latest.tags ?? seen.tags } : seen;
}

/** The task that `adopt` names. What replaces another is always found or started. */
async function namedBy(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
): Promise<Observation | undefined> {
  const { adopt } = inputs;
  if (typeof adopt !== "string") return undefined;
  if (context.memory.ledger.isReplacing(identityOf(inputs))) return undefined;
  // `up --replace` calls no diff: what was started since in the named one's place is ours.
  const candidates = await candidatesOf(context, kind, aws, inputs);
  const marked = candidates.filter((one) => isMarked(kind, inputs, one));
  const own = await find(context, kind, aws, inputs, marked);
  if (own && own.id !== adopt) return again(context, kind, aws, own);
  const adopted = await adoptNamed(context, kind, aws, inputs, adopt);
  (await Note.of({ context, kind, aws, inputs })).drop();
  return adopted;
}

function instead(tags: Tags | undefined): { instead?: string } {
  const held = tags?.[HOLD_TAG];
  return held === undefined ? {} : { instead: held };
}

function startedText(kind: TaskKind, { id, status }: { id: string; status: string }): string {
  return `started ${kind.title} ${id} (${status}); the next \`pulumi up\` waits for it`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
