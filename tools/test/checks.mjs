import path from "node:path";
import { finishChild } from "../setup/child.mjs";

/** What is checked besides the tests, each as the npm scripts do it. */
const checks = [
  { name: "types", commands: [["typescript/bin/tsc"], ["typescript/bin/tsc", "-p", "tools"]] },
  { name: "lint", commands: [["eslint/bin/eslint.js", "."]] },
  { name: "docs", commands: [["typedoc/bin/typedoc", "--emit", "none"]] },
  { name: "format", commands: [["prettier/bin/prettier.cjs", "--check", "."]] },
];

/**
 * Runs all checks at once, and says of each how it ended, with its output if it failed.
 * @param {string} root
 * @param {NodeJS.WritableStream} out
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(root, out) {
  const failed = await Promise.all(
    checks.map(async ({ name, commands }) => {
      const output = await failureOf(root, commands);
      out.write(
        output === undefined ? `check: ${name} ok\n` : `check: ${name} FAILED\n${output}\n`,
      );
      return output === undefined ? [] : [name];
    }),
  );
  return failed.flat();
}

/**
 * @param {string} root
 * @param {string[][]} commands
 * @returns {Promise<string | undefined>} what the first one that failed printed
 */
async function failureOf(root, commands) {
  for (const [script = "", ...args] of commands) {
    const file = path.join(root, "node_modules", script);
    const { code, output } = await finishChild(process.execPath, [file, ...args], { cwd: root });
    if (code !== 0) return output.trimEnd() || `ended with ${code}`;
  }
  return undefined;
}
