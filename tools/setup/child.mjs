import { spawn } from "node:child_process";
import { endGroup } from "./group.mjs";
import { isInterrupting, onInterrupt } from "./interrupt.mjs";

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(pid: number) => void} [onStart]
 */

/**
 * Runs a command to its end and returns what it printed; throws a ChildError unless it exits with 0.
 * An interruption of this process ends the command and all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<string>} standard output
 */
export async function runChild(command, args, options = {}) {
  const { code, output, stdout } = await finishChild(command, args, options);
  if (code === 0) return stdout;
  throw new ChildError([command, ...args].join(" "), code, output);
}

/**
 * Like runChild, but a non-zero exit is an answer, not an error.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<{ code: number | string, output: string, stdout: string }>}
 */
export function finishChild(command, args, { cwd, env, onStart } = {}) {
  return new Promise((resolve, reject) => {
    // Its own process group, so that one kill reaches what it started in turn (npm's and go's children).
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const release = onInterrupt(() => endGroup(child));
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    if (child.pid) onStart?.(child.pid);
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("close", (code, signal) => {
      if (isInterrupting()) return;
      release();
      resolve({ code: code ?? signal ?? 1, output, stdout });
    });
  });
}

export class ChildError extends Error {
  /**
   * @param {string} command
   * @param {number | string} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`${command} ended with ${code}:\n${lastLines(output, 40)}`);
    this.name = "ChildError";
    this.output = output;
  }
}

/**
 * @param {string} text
 * @param {number} count
 */
export const lastLines = (text, count) => text.trimEnd().split("\n").slice(-count).join("\n");
