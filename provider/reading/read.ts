/** Reads what AWS tells of tasks: all of it, a page, or task by task. Never starts anything. */
import { type Caller, callerOf } from "../lifecycle/caller";
import type { Settings } from "../lifecycle/context";
import { explain, RefusedError } from "../lifecycle/errors";
import { type Aws, isAwsError, type Props } from "../lifecycle/ports";
import { redact } from "../lifecycle/redact";
import { hasMember } from "./members";
import type { ReadOperation } from "./operation";
import { itemsOf, page, pages } from "./pages";
import { isGiven, refusals } from "./refusals";

/** Where the calls go; `hidden` are settings of which nothing may be shown (see `redact`). */
export interface Reader {
  readonly settings: Settings;
  readonly hidden?: Props;
  aws(caller: Caller): Aws;
}

/**
 * The result of a read operation: all pages, or the one that `maxResults` or `nextToken` ask for.
 * Throws a {@link RefusedError}, whose cause is AWS's error if it was AWS that refused.
 */
export async function read(operation: ReadOperation, args: Props, reader: Reader): Promise<Props> {
  const aws = awsFor(operation, args, reader);
  try {
    if (args.dryRun === true) return await dryRun(operation, args, aws);
    const isOne = !operation.list || isGiven(args.maxResults) || isGiven(args.nextToken);
    return await (isOne ? single(operation, args, aws) : whole(operation, args, aws));
  } catch (error) {
    throw failure(operation, args, reader, aws, error);
  }
}

/** The tasks, one by one; a page is asked for when the one before has been gone through. */
export async function* iterate(
  operation: ReadOperation,
  args: Props,
  reader: Reader,
): AsyncGenerator<Props, void> {
  const fields = { ...operation.fields };
  delete fields.dryRun;
  const aws = awsFor({ ...operation, fields }, args, reader);
  const all = pages(operation, args, aws);
  for (;;) {
    const next = await all.next().catch((error: unknown) => {
      throw failure(operation, args, reader, aws, error);
    });
    if (next.done) return;
    yield* itemsOf(operation, next.value);
  }
}

/** Whether whoever has this result needs no further permission. */
export function isSecretResult({ secrets = [] }: ReadOperation, result: unknown): boolean {
  return hasMember(result, secrets);
}

function awsFor(operation: ReadOperation, args: Props, reader: Reader): Aws {
  const failures = refusals(operation, args, reader.settings);
  if (failures.length > 0) {
    throw new RefusedError(failures.map((text) => `${operation.name}: ${text}`).join("\n"));
  }
  // A null says the same as nothing.
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => isGiven(value)));
  return reader.aws(callerOf(given, reader.settings));
}

async function whole(operation: ReadOperation, args: Props, aws: Aws): Promise<Props> {
  const items: Props[] = [];
  for await (const answer of pages(operation, args, aws)) {
    for (const item of itemsOf(operation, answer)) items.push(item);
  }
  return { [operation.list!.member]: items };
}

async function single(operation: ReadOperation, args: Props, aws: Aws): Promise<Props> {
  const answer = await page(operation, args, aws);
  const { required } = operation;
  if (required === undefined || answer[required] !== undefined) return answer;
  throw new RefusedError(`${operation.operation}: AWS answered without ${required}.`);
}

/** AWS says by an error that it would have succeeded. */
async function dryRun(operation: ReadOperation, args: Props, aws: Aws): Promise<Props> {
  const message = await page(operation, args, aws).then(
    () => "AWS answered without an error.",
    (error: unknown) => {
      if (isAwsError(error) && error.code === "DryRunOperation") return error.message;
      throw error;
    },
  );
  return { dryRun: true, wouldSucceed: true, message };
}

function failure(
  { name, kind, remedies }: ReadOperation,
  args: Props,
  { hidden = {} }: Reader,
  aws: Aws,
  error: unknown,
): RefusedError {
  // The words about starts and failed tasks are not about this.
  const text = `${name} in ${aws.region}: ${explain({ ...kind, remedies, causes: [] }, error)}`;
  return new RefusedError(redact(redact(text, args), hidden), { cause: error });
}
