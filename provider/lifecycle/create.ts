/** `create`: takes up our own lost start or starts a task, and returns its id at once. */
import { adoptionText, findOrStart } from "./adoption";
import type { Context } from "./context";
import { HOLD_TAG, identityOf, urnOf } from "./identity";
import { stateOf, type TaskKind } from "./kind";
import type { Props } from "./ports";
import { newState } from "./state";
import { newHold, startOf, writeHold } from "./tags";

export interface Created {
  readonly id: string;
  readonly outs: Props;
}

/** Never waits for the task's end; after the start nothing may fail it (an orphan otherwise). */
export async function create(context: Context, kind: TaskKind, inputs: Props): Promise<Created> {
  const aws = context.aws(inputs);
  const urn = urnOf(identityOf(inputs));
  const accountId = await aws.accountId();
  const calledAt = context.clock.now();
  const { seen, how } = await findOrStart(context, kind, aws, inputs);
  const startedAt = (how === "adopted" && startOf(seen.tags?.[HOLD_TAG])) || isoTime(calledAt);
  const hold = newHold(startedAt, context.random.hex(8));
  context.memory.ledger.created(seen.id, identityOf(inputs), hold);
  await writeHold(context, kind, aws, inputs, urn, { id: seen.id, hold });
  if (how === "adopted") {
    const ageMs = calledAt - Date.parse(startedAt);
    context.row.info(urn, adoptionText(kind, seen, ageMs));
  } else if (stateOf(kind, seen.status) === "running") {
    context.row.info(urn, startedText(kind, seen));
  }
  const outs = newState(kind, inputs, seen, { region: aws.region, accountId }, { hold, startedAt });
  return { id: seen.id, outs };
}

function startedText(kind: TaskKind, { id, status }: { id: string; status: string }): string {
  return `started ${kind.title} ${id} (${status}); the next \`pulumi up\` waits for it`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
