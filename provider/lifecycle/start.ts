/**
 * Exactly one start. Safe to repeat after any interruption: with a client token AWS itself tells
 * a repetition; without one nobody starts while a lost start may still turn up.
 */
import { candidatesOf, find, isAdoptable, isProven, seenWhole } from "./adoption";
import { describeTask } from "./describe";
import { remainsOf } from "./erase";
import { isGone, RefusedError } from "./errors";
import { clientToken, identityOf, urnFor } from "./identity";
import { isFailure, type Observation, stateOf } from "./kind";
import { alone, lookForListed, lookForLost, lookForStarted } from "./lookout";
import { Note } from "./journal";
import { isInTheWay, LostAnswer, Obstacle, patiently, type Start } from "./patience";
import { isAwsError, type Props } from "./ports";
import { taskStateOf } from "./state";
import { startTags } from "./tags";
import { passes } from "./wait";

export interface Found {
  readonly seen: Observation;
  readonly how: "adopted" | "started";
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
  const found = await find(context, kind, aws, inputs, before);
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
    const now =
      stateOf(kind, started) === "succeeded"
        ? await seenWhole(context, kind, aws, started)
        : ((await lookForStarted(start, started.id)) ?? started);
    const isFree = context.memory.ledger.mayAdopt(started.id, identityOf(inputs));
    if (!isReplay && isFree) return { seen: now, how: "started" };
    const isUsable = stateOf(kind, now) === "running" || isProven(kind, inputs, now);
    const isOurs = isUsable && !now.isGone && isAdoptable(context, kind, inputs, now);
    if (isOurs) return { seen: now, how: "adopted" };
  }
  throw new RefusedError(
    `${kind.title}: ${MOST_ATTEMPTS} tasks with these inputs have ended already. ` +
      "Change `triggers` to start another.",
  );
}

/** What one attempt without a token came to. */
type Attempt =
  | { readonly found: Observation }
  | { readonly started: Observation; readonly known: ReadonlySet<string> }
  | { readonly isLost: true; readonly known: ReadonlySet<string>; readonly calledAt: number };

/** Finding and sending are one at a time: two that look before either started would start twice. */
async function withoutToken(start: Start): Promise<Found> {
  const note = await Note.of(start);
  return patiently(start, async () => {
    const noted = await note.task();
    if (noted) return { seen: noted, how: "adopted" };
    const attempt = await alone(start, () => once(start, note));
    if ("found" in attempt) return { seen: attempt.found, how: "adopted" };
    if ("started" in attempt) {
      const { started, known } = attempt;
      const listed = started.isProvisional
        ? await lookForListed(start, known)
        : await lookForStarted(start, started.id);
      const seen = listed ?? started;
      note.answered(seen.id);
      return { seen, how: "started" };
    }
    const lost = await lookForLost(start, attempt.known, attempt.calledAt);
    if (!lost) throw new LostAnswer();
    note.answered(lost.id);
    // A list may tell less than the task's own describe.
    const now = await lookForStarted(start, lost.id);
    return { seen: now ? { ...now, tags: now.tags ?? lost.tags } : lost, how: "started" };
  });
}

async function once(start: Start, note: Note): Promise<Attempt> {
  const { context, kind, aws, inputs } = start;
  const before = await candidatesOf(context, kind, aws, inputs);
  const found = await find(context, kind, aws, inputs, before);
  if (found) return { found };
  await makeRoom(start, before);
  const known = new Set(before.map(({ id }) => id));
  const calledAt = context.clock.now();
  note.begin(known);
  try {
    const started = await send(start, "", true);
    if (!started.isProvisional) {
      context.memory.ledger.created(started.id, identityOf(inputs));
      note.answered(started.id);
    }
    return { started, known };
  } catch (error) {
    const passing = passes(error);
    if (passing === "no" || passing === "slow") note.undo();
    if (isAwsError(error) && error.trouble === "throttled") {
      throw new Obstacle("start", `AWS asks for fewer calls (${error.code})`);
    }
    if (passing === "no") throw error;
    return { isLost: true, known, calledAt };
  }
}

/** Deals with what has the name, or the place, that the start needs. Throws where it can't. */
async function makeRoom(start: Start, before: readonly Observation[]): Promise<void> {
  const { context, kind, aws, inputs } = start;
  const urn = urnFor(inputs);
  for (const one of before) {
    const relation = kind.relation(one, inputs);
    const isRunning = stateOf(kind, one) === "running";
    if (relation === "holdsName") {
      const remains = isProven(kind, inputs, one) ? remainsOf(kind, one) : undefined;
      if (!remains) throw new RefusedError(await heldText(start, one));
      await aws.send(remains).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    } else if (isRunning && isInTheWay(relation)) {
      throw new Obstacle("wait", `${one.id} has to end first (${one.status})`);
    } else if (isRunning && relation === "lookalike" && !isSiblings(start, one)) {
      context.row.warn(
        urn,
        `${kind.title} ${one.id} runs with the same inputs; AWS keeps nothing that tells whether ` +
          `it is a lost start of this resource. To take it over: adopt: "${one.id}"`,
      );
    }
  }
}

/** A sibling's of this program is no lost start. */
function isSiblings({ context, inputs }: Start, { id }: Observation): boolean {
  return context.memory.ledger.isTaken(id, identityOf(inputs));
}

async function heldText(start: Start, holder: Observation): Promise<string> {
  const { context, kind, inputs } = start;
  const { ledger } = context.memory;
  const own = resultsOf(start);
  const isOwn = own.length > 0 || ledger.isOf(holder.id, identityOf(inputs));
  const adopting =
    !isOwn && (await canBeAdopted(start, holder))
      ? `, or, if it is yours, take it over: adopt: "${holder.id}"`
      : "";
  const status = holder.message ?? holder.status;
  if (stateOf(kind, holder) === "running") {
    const text = `the name is being made by ${holder.id} (${status})`;
    return (
      `${kind.title} was not started: ${text}. Run \`pulumi up\` again when that has ended, or ` +
      `change the name${adopting}`
    );
  }
  const artifact = kind.tagging?.target(holder) ?? holder.id;
  const what = artifact === holder.id ? artifact : `${artifact} of ${holder.id}`;
  const whose = isOwn ? "this resource's own kept result, " : "";
  const erasing =
    kind.erase && own.some((olds) => taskStateOf(olds) === "succeeded")
      ? ', or set onDelete: "delete" and run `pulumi up` once before that'
      : "";
  return (
    `${kind.title} was not started: the name is held by ${whose}${what} (${status}). Change the ` +
    `name, or remove what holds it${erasing}${adopting}`
  );
}

/** The outputs of the resource's own tasks that are being replaced, and have had that name. */
function resultsOf({ context: { memory }, kind, inputs }: Start): readonly Props[] {
  const { nameInput } = kind;
  if (nameInput === undefined) return [];
  const olds = memory.ledger.replacedOf(identityOf(inputs)).map((id) => memory.outputsOf(id) ?? {});
  return olds.filter((outputs) => outputs[nameInput] === inputs[nameInput]);
}

/** What holds the name may have been made by other means, or be of no use. */
async function canBeAdopted(start: Start, { id }: Observation): Promise<boolean> {
  const { context, kind, aws } = start;
  const seen = await describeTask(context, kind, aws, id, {}).catch(() => undefined);
  return seen !== undefined && !isFailure(stateOf(kind, seen));
}

async function send(start: Start, token: string, isOnce: boolean): Promise<Observation> {
  const { context, kind, aws, inputs } = start;
  // Nobody would store its id, or wait for it.
  if (context.gone.aborted)
    throw new RefusedError(`${kind.title} was not started: Pulumi has ended.`);
  const request = kind.start(inputs, token, startTags(kind, inputs));
  const answer = await aws.send(isOnce ? { ...request, isOnce } : request);
  return kind.started(answer, inputs);
}
