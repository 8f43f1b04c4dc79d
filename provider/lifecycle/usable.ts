/** "Succeeded means usable": what a succeeded task made is looked at where AWS keeps it. */
import type { Context } from "./context";
import { isGone } from "./errors";
import { storedSight, VISIBLE_WITHIN_MS } from "./describe";
import { urnFor } from "./identity";
import { type Observation, stateOf, type TaskKind, type Usable } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { taskStateOf } from "./state";

/**
 * The observation with what its artifact makes of it. Where the artifact may not be asked for, the
 * task's own status counts. A success that is recorded stays one, whatever became of its artifact.
 */
export async function withArtifact(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
  outputs: Props,
  signal?: AbortSignal,
): Promise<Observation> {
  if (!kind.usable || stateOf(kind, seen) !== "succeeded") return seen;
  const wasSucceeded = taskStateOf(outputs) === "succeeded";
  const answer = await askedFor(context, kind.usable, kind, aws, seen, outputs, signal);
  if (answer) return wasSucceeded ? { ...answer, state: "succeeded" } : answer;
  if (wasSucceeded) return { ...seen, isGone: true };
  const { clock, memory } = context;
  const missingMs = clock.now() - memory.since(`artifact ${seen.id}`, clock.now());
  return missingMs < VISIBLE_WITHIN_MS
    ? { ...seen, state: "running", message: "its result can't be seen yet" }
    : { ...seen, state: "failed", message: `${seen.status}, but its result does not exist` };
}

/**
 * A task of which nothing is recorded with what its artifact makes of it, where AWS's answer has
 * not told. What is not there has been there: the task is an earlier one.
 */
export async function judged(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
): Promise<Observation> {
  const { usable } = kind;
  if (!usable || seen.state !== undefined || stateOf(kind, seen) !== "succeeded") return seen;
  const answer = await askedFor(context, usable, kind, aws, seen, {});
  return answer ?? { ...seen, isGone: true };
}

/** A recorded success that AWS lists no more, with what its artifact makes of it. */
export function forgotten(
  context: Context,
  kind: TaskKind,
  aws: Aws,
  id: string,
  outputs: Props,
): Promise<Observation> {
  const seen = { ...storedSight(kind, id, outputs), isForgotten: true };
  return withArtifact(context, kind, aws, seen, outputs);
}

async function askedFor(
  context: Context,
  usable: Usable,
  kind: TaskKind,
  aws: Aws,
  seen: Observation,
  outputs: Props,
  signal?: AbortSignal,
): Promise<Observation | undefined> {
  const question = usable.ask(seen);
  if (!question) return undefined;
  const { request, judge } = question;
  try {
    return judge(await aws.send(request, signal));
  } catch (error) {
    if (isGone(error)) return undefined;
    if (!isAwsError(error) || error.trouble !== "denied") throw error;
    if (context.memory.first(`usable ${usable.permission}`)) {
      context.row.warn(
        urnFor(outputs),
        `whether the result of ${kind.title} ${seen.id} is usable can't be seen, so AWS's ` +
          `"${seen.status}" counts; allow ${usable.permission} to make sure`,
      );
    }
    return seen;
  }
}
