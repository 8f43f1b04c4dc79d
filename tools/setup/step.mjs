import { ChildError } from "./child.mjs";
import { onInterrupt } from "./interrupt.mjs";

/**
 * Does one step of the set-up and says in one line what it does and how long it took.
 * @template T
 * @param {NodeJS.WritableStream} out
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(out, title, work) {
  const started = performance.now();
  out.write(`set-up: ${title} ... `);
  const done = onInterrupt(() => void out.write("interrupted\n"));
  try {
    const result = await work();
    out.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    out.write(`failed${shortReason(error)}\n`);
    throw error;
  } finally {
    done();
  }
}

/**
 * A command's own words come with the error, in full; any other reason fits in the line.
 * @param {unknown} error
 */
function shortReason(error) {
  if (!(error instanceof Error) || error instanceof ChildError) return "";
  return ` (${error.message.split("\n")[0]})`;
}
