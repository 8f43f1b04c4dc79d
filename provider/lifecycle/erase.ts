/** Deletes what a task made: on `onDelete: "delete"`, and always what only a failure has left. */
import { intervalMs } from "../waiting/interval";
import type { Removal } from "./delete";
import { identityOf } from "./identity";
import { explain, isGone, RefusedError } from "./errors";
import { pollingMs, timeoutMs } from "./inputs";
import { type Observation, stateOf, type TaskKind } from "./kind";
import { type AwsRequest, isAwsError, type Props } from "./ports";
import { secretNames } from "./redact";

/** The deletion of what a failure has left that nobody can use, and that is in the way. */
export function remainsOf(kind: TaskKind, seen: Observation): AwsRequest | undefined {
  const isRemains = stateOf(kind, seen) === "failed" && kind.erase?.isRemains?.(seen);
  return isRemains ? kind.erase!.request(seen) : undefined;
}

/** Whether those properties say that the result goes with its resource. */
export function wantsErased(kind: TaskKind, { onDelete }: Props): boolean {
  return kind.erase !== undefined && onDelete === "delete";
}

/** Whether the result of this resource is to be deleted now. */
export function isToErase({ context, kind, id, props }: Removal): boolean {
  const { memory } = context;
  const names = [id, identityOf(props) ?? id];
  return wantsErased(kind, props) && !names.some((name) => memory.isRetained(name));
}

/** Quiet for what is gone already; waits for what AWS does not delete for the time being. */
export async function erase(removal: Removal, request: AwsRequest): Promise<void> {
  const { context, kind, aws, id, props, urn } = removal;
  const { clock, random, row, gone } = context;
  const began = clock.now();
  const limitMs = timeoutMs(kind, props, "cancel");
  for (;;) {
    try {
      const answer = await aws.send(request);
      row.info(urn, `deleted what ${kind.title} ${id} had made${madeOf(removal)}`);
      return sayLeft(removal, answer);
    } catch (error) {
      if (isGone(error)) return;
      const elapsedMs = clock.now() - began;
      if (!isBusy(kind, error) || elapsedMs >= limitMs || gone.aborted) {
        const text = `what ${kind.title} ${id} has made was not deleted.`;
        throw new RefusedError(`${text} ${explain(kind, error)}`, { cause: error });
      }
      row.status(urn, `what ${id} has made can't be deleted yet, trying again`);
      const pace = { elapsedMs, ...pollingMs(kind, props) };
      await clock.sleep(Math.min(intervalMs(pace, random.number()), limitMs - elapsedMs), gone);
    }
  }
}

function madeOf({ kind, props }: Removal): string {
  const artifact = secretNames(props).size > 0 ? undefined : kind.artifact(props);
  return artifact === undefined ? "" : `: ${artifact}`;
}

function isBusy({ erase: erasing }: TaskKind, error: unknown): boolean {
  return isAwsError(error) && erasing?.busy?.includes(error.code) === true;
}

function sayLeft({ context, kind, id, urn }: Removal, answer: Props): void {
  const left = kind.erase?.left?.(answer) ?? [];
  if (left.length === 0) return;
  context.row.warn(urn, `${left.join(", ")} of ${kind.title} ${id} could not be deleted with it`);
}
