import { spawn } from "node:child_process";
import { constants } from "node:os";
import { onNpmEnd } from "../setup/npm.mjs";

/** npm hands on a Ctrl-C that everyone has heard already: within this time it is the same one. */
const sameSignalMs = 500;

/**
 * Runs a command in our place: terminal, signals and exit code are ours.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code for this process
 */
export function runAttached(command, args, { cwd, env }) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: "inherit",
    // In a group of its own it hears a signal once, from us, and not again from the group: the
    // engine takes a second one as "end at once". A terminal's engine must stay in the terminal's.
    detached: !process.stdin.isTTY,
  });
  passSignals(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function passSignals(child) {
  const atTerminal = process.stdin.isTTY;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    let last = -Infinity;
    process.on(signal, () => {
      const now = performance.now();
      const isSame = now - last < sameSignalMs;
      last = now;
      // A terminal sends the other two to the engine itself.
      if (isSame || (atTerminal && signal !== "SIGTERM")) return;
      child.kill(signal);
    });
  }
  onNpmEnd(() => child.kill("SIGTERM"));
}
