import { onNpmEnd } from "./npm.mjs";

/** What has to be undone when this process is interrupted: children to end, locks and half-made files to remove. */

/** @type {Set<() => void | Promise<void>>} */
const undos = new Set();
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
let interrupting = false;
let forgetNpm = () => {};

/**
 * Registers `undo` for an interruption; the returned function takes it off again.
 * Without anything registered, signals do what they always do.
 * @param {() => void | Promise<void>} undo
 */
export function onInterrupt(undo) {
  if (undos.size === 0) {
    for (const signal of signals) process.on(signal, interrupted);
    forgetNpm = onNpmEnd(() => interrupted("SIGTERM"));
  }
  undos.add(undo);
  return () => {
    undos.delete(undo);
    if (undos.size === 0) stopListening();
  };
}

function stopListening() {
  for (const signal of signals) process.off(signal, interrupted);
  forgetNpm();
}

/** True from the first signal on: whoever waits for a child then says nothing of its end. */
export const isInterrupting = () => interrupting;

/** @param {NodeJS.Signals} signal */
async function interrupted(signal) {
  if (interrupting) return;
  interrupting = true;
  for (const undo of [...undos].reverse()) {
    try {
      await undo();
    } catch {
      // One thing that can't be undone must not keep the others.
    }
  }
  stopListening();
  process.kill(process.pid, signal);
}
