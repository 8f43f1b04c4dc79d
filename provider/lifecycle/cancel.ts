/** Ends a running task where AWS can, and waits until it has ended. */
import { durationText } from "../waiting/deadline";
import { intervalMs } from "../waiting/interval";
import type { Removal } from "./delete";
import { describeTask, mayShowLater } from "./describe";
import { explain, RefusedError } from "./errors";
import { pollingMs, timeoutMs } from "./inputs";
import { type Observation, stateOf } from "./kind";
import { type AwsRequest, isAwsError } from "./ports";
import { passes } from "./wait";

/** How it ended; the last look where it was left running, undefined where it isn't listed. */
export async function endTask(
  removal: Removal,
  seen: Observation,
): Promise<Observation | undefined> {
  const { context, kind, props, urn } = removal;
  if (!kind.cancel) {
    context.row.warn(urn, `${kind.title} ${seen.id} can't be cancelled: it is left running in AWS`);
    return seen;
  }
  const { clock, random, row, gone } = context;
  const began = clock.now();
  const limitMs = timeoutMs(kind, props, "cancel");
  const { minMs } = pollingMs(kind, props);
  for (let now = seen; ;) {
    const trouble = kind.dying.includes(now.status)
      ? undefined
      : await cancel(removal, kind.cancel(now.id));
    const latest = await lookPatiently(removal, now);
    if (!latest && !mayShowLater(context, props)) return undefined;
    now = latest ?? now;
    if (stateOf(kind, now) !== "running") return now;
    const elapsedMs = clock.now() - began;
    row.status(urn, `cancelling ${now.id} (${now.status}), ${durationText(elapsedMs)}`);
    if (elapsedMs >= limitMs) return leave(removal, now, limitMs, trouble);
    const pace = { elapsedMs, minMs: Math.min(minMs, 2_000), maxMs: minMs };
    const delayMs = Math.min(intervalMs(pace, random.number()), limitMs - elapsedMs);
    await clock.sleep(delayMs, gone);
    // What is still in the state is not to be given up.
    if (gone.aborted) throw new RefusedError(`${kind.title} ${now.id} was not seen to its end.`);
  }
}

/**
 * Returns the trouble with which AWS could not be asked. A refusal (the final transfer, or it has
 * just ended) is for the next look to explain.
 */
async function cancel(removal: Removal, request: AwsRequest): Promise<unknown> {
  try {
    await removal.aws.send(request);
    return undefined;
  } catch (error) {
    if (passes(error) !== "no") return error;
    if (isAwsError(error) && error.trouble === "refused") return undefined;
    throw notCancelled(removal, error);
  }
}

function notCancelled({ kind, id }: Removal, error: unknown): RefusedError {
  const text = `${kind.title} ${id} could not be cancelled and goes on running.`;
  return new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
}

async function lookPatiently(
  { context, kind, aws, id, props }: Removal,
  last: Observation,
): Promise<Observation | undefined> {
  try {
    return await describeTask(context, kind, aws, id, props);
  } catch (error) {
    if (passes(error) !== "no") return last;
    throw new RefusedError(`${kind.title} ${id}: ${explain(kind, error)}`, { cause: error });
  }
}

/** Only what AWS itself does not let go is left behind; else the next `destroy` tries again. */
function leave(removal: Removal, now: Observation, limitMs: number, trouble: unknown): Observation {
  if (trouble !== undefined) throw notCancelled(removal, trouble);
  const { context, kind, urn } = removal;
  context.row.warn(
    urn,
    `${kind.title} ${now.id} could not be cancelled within ${durationText(limitMs)} ` +
      `(timeouts.cancel) and is left ${now.status} in AWS`,
  );
  return now;
}
