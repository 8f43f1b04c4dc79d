/**
 * Exactly one start. Safe to repeat after any interruption: with a client token AWS itself tells
 * a repetition; without one nobody starts while a lost start may still turn up.
 */
import { candidatesOf, find, isAdoptable, isProven } from "./adoption";
import { describeTask } from "./describe";
import { RefusedError } from "./errors";
import { clientToken, identityOf, urnOf } from "./identity";
import { type Observation, stateOf } from "./kind";
import { lookForNew, lookForStarted } from "./lookout";
import { Obstacle, patiently, type Start } from "./patience";
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
    const now = (await lookForStarted(start, started.id)) ?? started;
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
    : await lookForStarted(start, started.id);
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
      if (!isOwnFailure || !kind.discard) throw new RefusedError(await heldText(start, one));
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

async function heldText(start: Start, holder: Observation): Promise<string> {
  const { kind } = start;
  const isRunning = stateOf(kind, holder) === "running";
  const adopting = (await canBeAdopted(start, holder))
    ? `, or, if it is yours, take it over: adopt: "${holder.id}"`
    : "";
  return isRunning
    ? `${kind.title} was not started: the name is being made by ${holder.id} (${holder.status}). ` +
        `Run \`pulumi up\` again when that has ended, or change the name${adopting}`
    : `${kind.title} was not started: the name is held by ${holder.id}. Change the name, or ` +
        `remove what holds it${adopting}`;
}

/** What holds the name may have been made by other means, or be of no use. */
async function canBeAdopted(start: Start, { id }: Observation): Promise<boolean> {
  const { context, kind, aws } = start;
  const seen = await describeTask(context, kind, aws, id, {}).catch(() => undefined);
  return seen !== undefined && ["running", "succeeded"].includes(stateOf(kind, seen));
}

async function send(start: Start, token: string, isOnce: boolean): Promise<Observation> {
  const { kind, aws, inputs } = start;
  const request = kind.start(inputs, token, startTags(kind, inputs));
  const answer = await aws.send(isOnce ? { ...request, isOnce } : request);
  return kind.started(answer, inputs);
}
