/** Keeps secret inputs off the row and out of every error, in one place for the whole lifecycle. */
import type { Context } from "./context";
import { TaskError } from "./errors";
import type { Props } from "./ports";
import { redact, secretNames } from "./redact";
import { changedText } from "./rowText";

/**
 * Works in a context whose row shows nothing secret of these properties, and throws nothing that
 * repeats it.
 */
export async function discreetly<T>(
  context: Context,
  all: readonly Props[],
  work: (discreet: Context) => T | Promise<T>,
): Promise<T> {
  if (all.every((props) => secretNames(props).size === 0)) return work(context);
  const open = (text: string) => all.reduce(redact, text);
  const { row } = context;
  try {
    return await work({
      ...context,
      row: {
        status: (urn, text, moment) => row.status(urn, changedText(text, open), moment),
        info: (urn, text) => row.info(urn, open(text)),
        warn: (urn, text) => row.warn(urn, open(text)),
      },
    });
  } catch (error) {
    if (error instanceof TaskError) {
      throw new TaskError(error.id, error.properties, error.reasons.map(open));
    }
    if (error instanceof Error) error.message = open(error.message);
    throw error;
  }
}
