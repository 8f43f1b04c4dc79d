import { spawn } from "node:child_process";
import { engineEnvironment } from "./environment.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the program's folder
 * @property {NodeJS.ProcessEnv} [env] added to the environment of engineEnvironment
 * @property {string} [root]
 * @property {(line: string) => void} [onLine] each line of output as it comes
 * @property {AbortSignal} [signal] sends the engine one SIGINT, the first Ctrl-C, and it alone
 *   does: a second one, as a terminal or npm sends to all, would end it at once
 */

/**
 * Runs `pulumi` with these arguments to its end, whatever its exit code.
 * @param {import("../engine.mjs").Engine} engine
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string, output: string }>}
 */
export function runEngine(engine, args, { cwd, env = {}, root, onLine, signal } = {}) {
  const environment = engineEnvironment(engine, {
    base: { ...process.env, ...env },
    ...(root ? { root } : {}),
  });
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const child = spawn(engine.pulumi, args, {
      cwd,
      env: environment,
      detached: signal !== undefined,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const interrupt = () => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt, { once: true });
    const seen = { stdout: "", stderr: "", output: "" };
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      const lines = splitLines(onLine);
      child[name].setEncoding("utf8").on("data", (text) => {
        seen[name] += text;
        seen.output += text;
        lines.push(text);
      });
      child[name].on("end", lines.end);
    }
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      resolve({ code: code ?? 1, ...seen });
    });
  });
}

/** @param {((line: string) => void) | undefined} onLine */
function splitLines(onLine) {
  let rest = "";
  return {
    /** @param {string} text */
    push(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    },
    end() {
      if (rest) onLine?.(rest);
    },
  };
}
