/** Looks at tasks: one, many at once, or all among which one of ours may be. */
import type { Group } from "../waiting/scheduler";
import type { Sight } from "../waiting/wait";
import type { Context } from "./context";
import { RefusedError } from "./errors";
import { type Observation, type Query, stateOf, type TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";

/** The task as AWS lists it, or undefined where it isn't listed. Throws when AWS can't be asked. */
export async function describeTask(
  kind: TaskKind,
  aws: Aws,
  id: string,
  signal?: AbortSignal,
): Promise<Observation | undefined> {
  try {
    const seen = await all(aws, kind.describe([id]), signal);
    return seen.find((one) => one.id === id);
  } catch (error) {
    if (isNotFound(kind, error)) return undefined;
    throw error;
  }
}

/** Every observation of every page. */
export async function all(
  aws: Aws,
  query: Query,
  signal?: AbortSignal,
): Promise<readonly Observation[]> {
  const found: Observation[] = [];
  let request: Query["request"] | undefined = query.request;
  const asked = new Set<string>();
  // A page that leads back to one we have had would do so for ever.
  while (request && !asked.has(JSON.stringify(request))) {
    asked.add(JSON.stringify(request));
    const answer: Props = await aws.send(request, signal);
    found.push(...query.observations(answer));
    request = query.next(answer);
  }
  return found;
}

/** The tasks of one kind that one describe can serve. */
export function groupOf(kind: TaskKind, aws: Aws, signal: AbortSignal): Group<Observation> {
  return {
    key: `${aws.key} ${kind.type}`,
    batchSize: kind.batchSize,
    async describe(ids) {
      const seen = await describeMany(kind, aws, ids, signal);
      return new Map(seen.map((one) => [one.id, one]));
    },
  };
}

/** A bad id fails the whole call; asked one by one, it fails nobody else. */
async function describeMany(
  kind: TaskKind,
  aws: Aws,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly Observation[]> {
  try {
    return await all(aws, kind.describe(ids), signal);
  } catch (error) {
    if (!isNotFound(kind, error)) throw error;
    if (ids.length === 1) return [];
    const each = ids.map((id) => describeTask(kind, aws, id, signal));
    return (await Promise.all(each)).filter((one) => one !== undefined);
  }
}

function isNotFound(kind: TaskKind, error: unknown): boolean {
  return isAwsError(error) && kind.notFound.includes(error.code);
}

/** An observation in the words of the wait. */
export function sightOf(kind: TaskKind, observation: Observation): Sight<Observation> {
  return {
    observation,
    state: stateOf(kind, observation.status),
    status: observation.status,
    phase: observation.message,
    percent: observation.percent,
  };
}

/** "Not listed" means something in the task's own account only; elsewhere it is that error. */
export async function sameAccountOrThrow(aws: Aws, id: string, outputs: Props): Promise<void> {
  const expected = outputs.accountId;
  if (typeof expected !== "string") return;
  const actual = await aws.accountId();
  if (actual === undefined || actual === expected) return;
  throw new RefusedError(
    `${id} belongs to AWS account ${expected}, but these credentials are of account ${actual}: ` +
      "nothing was changed. Run Pulumi with credentials of the task's account.",
  );
}

/** How long a task that was just started may be missing in AWS's answers. */
export const VISIBLE_WITHIN_MS = 300_000;

/** The time until which a task may not be visible yet, or undefined if nobody knows its start. */
export function visibleBy(startedAt: string | undefined): number | undefined {
  return startedAt === undefined ? undefined : Date.parse(startedAt) + VISIBLE_WITHIN_MS;
}

/** Says what AWS cannot be asked again and again: an unknown status, once per task. */
export function warnOfUnknownStatus(
  context: Context,
  kind: TaskKind,
  urn: string | undefined,
  seen: Observation,
): void {
  if (Object.hasOwn(kind.states, seen.status)) return;
  if (!context.memory.first(`status ${seen.id} ${seen.status}`)) return;
  context.row.warn(
    urn,
    `${kind.title} ${seen.id} has a status that is new to this version, "${seen.status}": ` +
      "it counts as running until timeouts.wait has passed.",
  );
}
