import { spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ code: number, counts: Counts | undefined }} Outcome no counts if it broke down before
 * @typedef {{ specs: readonly string[], args: readonly string[] }} Run the args are passed on
 * @typedef {object} Runs
 * @property {string} root
 * @property {readonly Run[]} runs
 * @property {readonly string[]} failedChecks named again at the end
 */

/**
 * Runs mocha, as often as told, with our reporter, whose last line is the last that is printed.
 * @param {Runs} all
 * @returns {Promise<Outcome>} of all of them
 */
export async function runMocha({ root, runs, failedChecks }) {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-test-"));
  try {
    const config = path.join(folder, "mocharc.json");
    fs.writeFileSync(config, JSON.stringify(withoutSpecs(root)));
    const fileOf = (/** @type {number} */ index) => path.join(folder, `counts-${index}.json`);
    /** @type {Outcome} */
    let all = { code: 0, counts: undefined };
    for (const [index, { specs, args }] of runs.entries()) {
      const isFirst = index === 0;
      const isLast = index === runs.length - 1;
      const options = [
        `counts=${fileOf(index)}`,
        ...(failedChecks.length ? [`failed=${failedChecks.join("+")}`] : []),
        ...(isFirst ? [] : [`earlier=${fileOf(index - 1)}`]),
        ...(isLast ? [] : ["isFollowed=yes"]),
      ];
      const code = await exitCode(root, [
        path.join(root, "node_modules", "mocha", "bin", "mocha.js"),
        ...["--config", config],
        ...["--reporter", path.join(root, "tools", "mocha-reporter.cjs")],
        ...options.flatMap((option) => ["--reporter-option", option]),
        ...args,
        ...specs,
      ]);
      all = { code: all.code || code, counts: readCounts(fileOf(index)) };
      if (!all.counts) break;
    }
    return all;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The spec list of .mocharc.json: what runs without an engine.
 * @param {string} root
 * @returns {string[]}
 */
export const defaultSpecs = (root) => readConfig(root).spec;

/** Mocha adds the list of its configuration to any it is given: ours must decide alone. @param {string} root */
function withoutSpecs(root) {
  return { ...readConfig(root), spec: [] };
}

/** @param {string} root */
function readConfig(root) {
  return JSON.parse(fs.readFileSync(path.join(root, ".mocharc.json"), "utf8"));
}

/**
 * @param {string} file
 * @returns {Counts | undefined}
 */
function readCounts(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function exitCode(root, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
