/**
 * Which task is ours: finds the one that an earlier, interrupted run started, judges the others,
 * and takes over the one a program names. The tag is the proof; a name or a place never is.
 */
import { durationText } from "../waiting/deadline";
import type { Context } from "./context";
import { all, describeTask, tagsOn } from "./describe";
import { explain, RefusedError } from "./errors";
import { canonical, HOLD_TAG, ID_TAG, identityOf, STACK_TAG, urnFor } from "./identity";
import { record } from "./json";
import { isFailure, type Observation, type Query, stateOf, type TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { startTags } from "./tags";
import { judged } from "./usable";
import { type Field, isSensitive } from "./validate";

/** All tasks that may be ours or stand in our way. Throws: nobody starts without having looked. */
export async function candidatesOf(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
): Promise<readonly Observation[]> {
  try {
    const asked = kind.candidates(inputs).map((query) => allowed(context, aws, inputs, query));
    const pages = await Promise.all(asked);
    const found = kind.merge ? kind.merge(pages.flat()) : pages.flat();
    return await Promise.all(found.map((one) => withTags(kind, aws, inputs, one)));
  } catch (error) {
    const text = `${kind.title}: whether it runs already could not be seen; nothing was started.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

/** Every page; nothing, and one warning, where the query is not allowed and can be done without. */
async function allowed(context: Context, aws: Aws, inputs: Props, query: Query) {
  try {
    return await all(aws, query);
  } catch (error) {
    if (!query.optional || !isAwsError(error) || error.trouble !== "denied") throw error;
    if (context.memory.first(`candidates ${query.optional}`)) {
      const text = `allow ${query.optional}, so that a name that is taken is seen before the start`;
      context.row.warn(urnFor(inputs), text);
    }
    return [];
  }
}

/** Asks for the tags only of what matters: one call for each. */
async function withTags(kind: TaskKind, aws: Aws, inputs: Props, seen: Observation) {
  if (seen.tags || !kind.tagging?.read || !kind.relation(seen, inputs)) return seen;
  return { ...seen, tags: await tagsOn(kind, aws, seen) };
}

/**
 * Ours among them: a running one first, else a success that still carries our tag, unless its
 * result is of no use or gone. Throws where that can't be seen.
 */
export async function find(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  candidates: readonly Observation[],
): Promise<Observation | undefined> {
  const ours = candidates.filter((one) => isOurs(context, kind, inputs, one));
  const found = ours.find((one) => stateOf(kind, one) === "running") ?? ours[0];
  if (!found) return undefined;
  const seen = await seenWhole(context, kind, aws, found);
  if (!seen.isGone && isAdoptable(context, kind, inputs, seen)) return seen;
  const others = candidates.filter((one) => one !== found);
  return find(context, kind, aws, inputs, others);
}

/** The task with what its result makes of it. Throws where that can't be seen. */
export async function seenWhole(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
): Promise<Observation> {
  try {
    return await judged(context, kind, aws, seen);
  } catch (error) {
    const text = `${kind.title} ${seen.id} was not taken up, as its result could not be looked at.`;
    throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
  }
}

/** Whether it carries this resource's tag, or has the very result that it is to have. */
export function isProven(kind: TaskKind, inputs: Props, seen: Observation): boolean {
  if (isMarked(kind, inputs, seen)) return true;
  const isRunning = stateOf(kind, seen) === "running";
  return isRunning && kind.relation(seen, inputs) === "sameResult";
}

/** Whether it carries the tag of this resource with these inputs. */
export function isMarked(kind: TaskKind, inputs: Props, seen: Observation): boolean {
  const id = kind.tagging && !seen.isForeign ? startTags(kind, inputs)[ID_TAG] : undefined;
  return id !== undefined && seen.tags?.[ID_TAG] === id;
}

function isOurs(context: Context, kind: TaskKind, inputs: Props, seen: Observation): boolean {
  return isProven(kind, inputs, seen) && isAdoptable(context, kind, inputs, seen);
}

/** Running or succeeded, and neither another resource's nor on its way to be replaced. */
export function isAdoptable(
  context: Context,
  kind: TaskKind,
  inputs: Props,
  seen: Observation,
): boolean {
  const { ledger } = context.memory;
  const isShared = kind.relation(seen, inputs) === "sameResult";
  const isFree = isShared ? !ledger.isReplaced(seen) : ledger.mayAdopt(seen.id, identityOf(inputs));
  if (!isFree) return false;
  const state = stateOf(kind, seen);
  return state === "succeeded" || (state === "running" && !kind.dying.includes(seen.status));
}

/** The task that the program names by `adopt`. Throws unless it is what the inputs say. */
export async function adoptNamed(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  id: string,
): Promise<Observation> {
  if (context.memory.ledger.isTaken(id, identityOf(inputs))) {
    throw new RefusedError(`adopt: ${id} was just taken by another resource of this program.`);
  }
  const seen = await describeNamed(context, kind, aws, id);
  if (!seen)
    throw new RefusedError(`adopt: AWS does not list ${kind.title} ${id} in ${aws.region}.`);
  const state = stateOf(kind, seen);
  if (isFailure(state)) {
    throw new RefusedError(`adopt: ${kind.title} ${id} has ${state}: only others can be adopted.`);
  }
  await refuseHeld(context, kind, aws, inputs, seen);
  const differing = differences(kind, inputs, seen);
  if (differing.length === 0) return seen;
  throw new RefusedError(`adopt: ${kind.title} ${id} is another task: ${differing.join("; ")}.`);
}

/** Without marks nothing would keep the resource that holds it from deleting it. */
async function refuseHeld(
  { memory }: Context,
  kind: TaskKind,
  aws: Aws,
  inputs: Props,
  seen: Observation,
): Promise<void> {
  if (inputs.identityTags !== false) return;
  // What went with the start counts as long as there is nothing yet that carries it.
  const tags = kind.tagging?.target(seen)
    ? await tagsOn(kind, aws, seen).catch(() => undefined)
    : kind.tagging?.given?.(seen);
  const { [HOLD_TAG]: held, [ID_TAG]: marked } = tags ?? {};
  if (held === undefined && marked === undefined) return;
  if (held !== undefined && memory.ledger.holdOf(seen.id) === held) return;
  throw new RefusedError(
    `adopt: ${kind.title} ${seen.id} is held by another resource, and with identityTags: false ` +
      "nothing would tell it that this one holds it now: it could end or delete it. Remove it from " +
      "that program first, or leave the identity tags on.",
  );
}

async function describeNamed(context: Context, kind: TaskKind, aws: Aws, id: string) {
  try {
    return await describeTask(context, kind, aws, id, { region: aws.region });
  } catch (error) {
    if (!isAwsError(error)) throw error;
    throw new RefusedError(`adopt: ${id} could not be looked at. ${explain(kind, error)}`);
  }
}

/** All that the describe tells and the program says otherwise. What AWS does not tell may be. */
function differences(kind: TaskKind, inputs: Props, seen: Observation): string[] {
  const told = Object.entries(kind.fields)
    .filter(([name, field]) => {
      if (field.isUntold) return false;
      const isTime = field.type === "string" && field.isTime === true;
      // A window that AWS does not tell is one that was not asked for.
      return seen.outputs[name] !== undefined || (isTime && inputs[name] !== undefined);
    })
    .map(([name]) => name);
  return told
    .filter((name) => !kind.recordedOnly.includes(name))
    .filter((name) => {
      const field = kind.fields[name]!;
      return comparable(field, seen.outputs[name]) !== comparable(field, inputs[name]);
    })
    .map((name) => `its ${name} is ${JSON.stringify(seen.outputs[name])}`);
}

/** AWS shows some words of its own in lower case, and leaves empty members out. */
function comparable(field: Field, value: unknown): string {
  if (field.type === "string" && field.isTime) return String(Date.parse(String(value)));
  if (field.type === "boolean") return String(value === true);
  const text = canonical(toldOf(field, value) ?? null).replace(/"[^"]*":(""|null),?/g, "");
  return field.type === "string" && field.oneOf ? text.toLowerCase() : text;
}

/** The value without what AWS does not tell. */
function toldOf(field: Field, value: unknown): unknown {
  if (field.type === "list" && field.items && Array.isArray(value)) {
    return value.map((item) => toldOf(field.items!, item));
  }
  if (field.type !== "object") return isSensitive(field) ? undefined : value;
  const members = Object.entries(record(value)).filter(([name]) => {
    const member = Object.hasOwn(field.fields, name) ? field.fields[name]! : undefined;
    return !member || !(member.isUntold || isSensitive(member));
  });
  return Object.fromEntries(members);
}

/** What is said whenever a task is taken up: the id, its age if known, and whose it was. */
export function adoptionText(kind: TaskKind, seen: Observation, ageMs: number): string {
  const stack = seen.tags?.[STACK_TAG];
  const facts = [seen.status];
  if (ageMs > 0) facts.push(`started ${durationText(ageMs)} ago`);
  if (stack !== undefined) facts.push(`by ${stack}`);
  const state = stateOf(kind, seen) === "running" ? "running" : "finished";
  return (
    `took up the ${state} ${kind.title} ${seen.id} (${facts.join(", ")}) instead of starting ` +
    "another; to start a new one change `triggers`"
  );
}
