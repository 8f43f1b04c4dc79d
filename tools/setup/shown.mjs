import { spawn } from "node:child_process";
import { endGroup } from "./group.mjs";
import { isInterrupting, onInterrupt } from "./interrupt.mjs";

/**
 * Runs a command to its end, whose output is shown as it comes. An interruption of this process ends
 * the command and all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, graceMs?: number }} options `graceMs`: how long it
 *   may take to end when it is interrupted
 * @returns {Promise<number>} the exit code
 */
export function runShown(command, args, { cwd, env, graceMs }) {
  return new Promise((resolve, reject) => {
    // Its own process group, so that one kill reaches what it started in turn, and a Ctrl-C only us.
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const release = onInterrupt(() => endGroup(child, graceMs));
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("exit", (code) => {
      if (isInterrupting()) return;
      release();
      resolve(code ?? 1);
    });
  });
}
