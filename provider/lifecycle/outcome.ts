/** What the end of a wait means: the task as it is now, or why whoever waited must fail. */
import type { Outcome } from "../waiting/wait";
import type { Context } from "./context";
import { sameAccountOrThrow } from "./describe";
import type { Observation, TaskKind } from "./kind";
import type { Props } from "./ports";
import { resumes, stillText, unlistedText } from "./texts";

export interface Convergence {
  /** The task as AWS lists it. */
  readonly seen?: Observation | undefined;
  /** Why this operation must fail although nothing is lost. */
  readonly trouble?: string | undefined;
}

/** Throws what AWS refused. */
export async function fromOutcome(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  outcome: Outcome<Observation>,
): Promise<Convergence> {
  switch (outcome.ending) {
    case "terminal":
      return { seen: outcome.sight.observation };
    case "timedOut":
      return { seen: outcome.sight?.observation, trouble: stillText(kind, id, olds, outcome) };
    case "aborted":
      return { seen: outcome.sight?.observation, trouble: `${kind.title} ${id}: ${resumes}` };
    case "unlisted":
      await sameAccountOrThrow(context.aws(olds), id, olds);
      return { trouble: unlistedText(context, kind, id, olds) };
    case "refused":
      throw outcome.error;
  }
}
