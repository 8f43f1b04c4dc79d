/** Looks at tasks: one, many at once, or all among which one of ours may be. */
import { Isolation } from "../waiting/isolation";
import type { Group } from "../waiting/scheduler";
import type { Sight } from "../waiting/wait";
import type { Context } from "./context";
import { RefusedError } from "./errors";
import { type Observation, type Query, stateOf, type TaskKind, type Tags } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { bookkeepingOf } from "./state";
import { withArtifact } from "./usable";

/**
 * The task as AWS lists it, or undefined where it isn't listed. `outputs` are the stored ones.
 * Throws when AWS can't be asked.
 */
export async function describeTask(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  id: string,
  outputs: Props,
  signal?: AbortSignal,
): Promise<Observation | undefined> {
  const seen = await isolated(kind, aws, signal).ask([id]);
  const one = picked(kind, id, seen, outputs, context.clock.now());
  return one && withArtifact(context, kind, aws, one, outputs, signal);
}

/** How far AWS's clock may be from this machine's, and how far it is as a rule. */
export const CLOCKS_DIFFER_MS = 120_000;
const USUALLY_DIFFER_MS = 5_000;

/**
 * The one of that id among all that a describe showed at that time. What began before its call, by
 * AWS's clock, may be it only where nothing that began later has come.
 */
export function picked(
  kind: TaskKind,
  id: string,
  seen: readonly Observation[],
  outputs: Props,
  now?: number,
): Observation | undefined {
  if (!kind.pick) return seen.find((one) => one.id === id);
  const one = kind.pick(id, seen, outputs, USUALLY_DIFFER_MS);
  const { startedAt } = bookkeepingOf(outputs);
  if (one || now === undefined || now < (visibleBy(startedAt) ?? Infinity)) return one;
  return kind.pick(id, seen, outputs, CLOCKS_DIFFER_MS);
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
  while (request) {
    const text = JSON.stringify(request);
    // A page that leads back to one we have had would do so for ever.
    if (asked.has(text)) break;
    asked.add(text);
    const answer: Props = await aws.send(request, signal);
    found.push(...query.observations(answer));
    request = query.next?.(answer);
  }
  return found;
}

/** The tasks of one kind that one describe can serve; each look gets all that it showed. */
export function groupOf(
  kind: TaskKind,
  aws: Aws,
  signal: AbortSignal,
): Group<readonly Observation[]> {
  const tasks = isolated(kind, aws, signal);
  return {
    key: `${aws.key} ${kind.type}`,
    batchSize: kind.batchSize,
    isThrottled,
    async describe(ids) {
      const seen = await tasks.ask(ids);
      return new Map(ids.map((id) => [id, seen]));
    },
  };
}

export function isThrottled(error: unknown): boolean {
  return isAwsError(error) && error.trouble === "throttled";
}

/** Several tasks in one call, though AWS fails it for a single one that it does not know. */
function isolated(kind: TaskKind, aws: Aws, signal?: AbortSignal): Isolation<Observation> {
  return new Isolation({
    ask: (ids) => all(aws, kind.describe(ids), signal),
    unknownIn: (error, ids) => {
      if (!isAwsError(error) || !kind.notFound.includes(error.code)) return undefined;
      const words = new Set(error.message.split(/[^\w-]+/));
      return ids.filter((id) => words.has(id));
    },
  });
}

/** The tags on a task: as the describe showed them, else asked for; undefined: none can be. */
export async function tagsOn(
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
): Promise<Tags | undefined> {
  const target = kind.tagging?.target(seen);
  if (seen.tags || target === undefined || !kind.tagging?.read) return seen.tags;
  const { request, tags } = kind.tagging.read(target);
  return tags(await aws.send(request));
}

/** A task as the state knows it, where AWS has forgotten it. */
export function storedSight(kind: TaskKind, id: string, outputs: Props): Observation {
  return { id, status: String(outputs[kind.statusOutput]), outputs };
}

/** An observation in the words of the wait. */
export function sightOf(kind: TaskKind, observation: Observation): Sight<Observation> {
  return {
    observation,
    state: stateOf(kind, observation),
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

/** An account that could not be learned at the start is the one that lists the task. */
export async function withAccount(
  aws: Aws,
  outputs: Props,
  seen: Observation | undefined,
): Promise<Props> {
  if (!seen || outputs.accountId !== undefined) return outputs;
  const accountId = await aws.accountId();
  return accountId === undefined ? outputs : { ...outputs, accountId };
}

/** How long a task or an artifact that was just made may be missing in AWS's answers. */
export const VISIBLE_WITHIN_MS = 300_000;

/** The time until which a task may not be visible yet, or undefined if nobody knows its start. */
export function visibleBy(startedAt: string | undefined): number | undefined {
  return startedAt === undefined ? undefined : Date.parse(startedAt) + VISIBLE_WITHIN_MS;
}

/** Whether a task that isn't listed was started so short a time ago that it may come. */
export function mayShowLater({ clock }: Context, outputs: Props): boolean {
  return clock.now() < (visibleBy(bookkeepingOf(outputs).startedAt) ?? 0);
}

/** Says once per task that its status is new to this version. */
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
