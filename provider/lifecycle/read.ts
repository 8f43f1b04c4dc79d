/** `read`: one describe for `refresh`. Never waits, and never drops a task from the state. */
import type { Context } from "./context";
import { describeTask, sameAccountOrThrow, warnOfUnknownStatus, withAccount } from "./describe";
import { explain, RefusedError } from "./errors";
import { identityOf, urnFor } from "./identity";
import { forgetStart } from "./journal";
import type { TaskKind } from "./kind";
import { type Aws, isAwsError, type Props } from "./ports";
import { bookkeepingOf, inputsOf, nextState, taskStateOf } from "./state";
import { forgotten } from "./usable";

export interface Read {
  readonly id: string;
  readonly props: Props;
}

/** `props` are the stored outputs (of `get`, the arguments). */
export async function read(
  context: Context,
  kind: TaskKind,
  id: string,
  props: Props,
): Promise<Read> {
  const urn = urnFor(props);
  const aws = context.aws(props);
  context.memory.ledger.seen(id, identityOf(props), bookkeepingOf(props).hold);
  // `get` reads what another resource may have to find again.
  if (identityOf(props) !== undefined) forgetStart(context, id);
  const seen = await explained(kind, id, () => describeTask(context, kind, aws, id, props));
  if (seen) {
    warnOfUnknownStatus(context, kind, urn, seen);
    if (seen.isGone === true) sayGone(context, kind, id, urn);
    // What `get` reads may have no Region of its own.
    const inputs = { region: aws.region, ...inputsOf(kind, props) };
    const next = nextState(kind, inputs, props, seen);
    return { id, props: await withAccount(aws, next, seen) };
  }
  await sameAccountOrThrow(aws, id, props);
  const state = taskStateOf(props);
  if (state === undefined) {
    throw new RefusedError(`AWS does not list ${kind.title} ${id} in ${aws.region}.`);
  }
  if (state !== "running") return { id, props: await expired(context, kind, aws, id, props) };
  context.row.warn(urn, `AWS does not list ${kind.title} ${id} in ${aws.region}; kept as running`);
  return { id, props };
}

/** AWS has forgotten the task; what it made may be there still. */
async function expired(context: Context, kind: TaskKind, aws: Aws, id: string, props: Props) {
  if (!kind.usable || taskStateOf(props) !== "succeeded") return { ...props, recordExpired: true };
  const asked = () => forgotten(context, kind, aws, id, props);
  const { isGone = false } = await explained(kind, id, asked);
  if (isGone) sayGone(context, kind, id, urnFor(props));
  return { ...props, recordExpired: true, artifactGone: isGone };
}

function sayGone({ row }: Context, kind: TaskKind, id: string, urn: string | undefined): void {
  row.warn(urn, `what ${kind.title} ${id} has made does not exist any more`);
}

async function explained<T>(kind: TaskKind, id: string, asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    if (!isAwsError(error)) throw error;
    const text = `${kind.title} ${id} could not be read. ${explain(kind, error)}`;
    throw new RefusedError(text, { cause: error });
  }
}
