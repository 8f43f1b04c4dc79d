import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onInterrupt } from "../setup/interrupt.mjs";
import { runShown } from "../setup/shown.mjs";

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
export async function runMocha(all) {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-test-"));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const release = onInterrupt(remove);
  try {
    return await runAll(all, folder);
  } finally {
    release();
    remove();
  }
}

/**
 * @param {Runs} all
 * @param {string} folder for what they hand on
 * @returns {Promise<Outcome>}
 */
async function runAll({ root, runs, failedChecks }, folder) {
  const config = path.join(folder, "mocharc.json");
  fs.writeFileSync(config, JSON.stringify(withoutSpecs(root)));
  const fileOf = (/** @type {number} */ index) => path.join(folder, `counts-${index}.json`);
  /** @type {Outcome} */
  let all = { code: 0, counts: undefined };
  for (const [index, { specs, args }] of runs.entries()) {
    const isLast = index === runs.length - 1;
    const report = {
      counts: fileOf(index),
      earlier: index === 0 ? undefined : fileOf(index - 1),
      ...(isLast ? { failedChecks } : { isFollowed: true }),
    };
    const mocha = path.join(root, "node_modules", "mocha", "bin", "mocha.js");
    const reporter = path.join(root, "tools", "mocha-reporter.cjs");
    const options = ["--config", config, "--reporter", reporter];
    const code = await runShown(process.execPath, [mocha, ...options, ...args, ...specs], {
      cwd: root,
      // Mocha would take a reporter's options apart, at every comma and equals sign of a path.
      env: { ...process.env, PULUMI_AWS_TASKS_REPORT: JSON.stringify(report) },
    });
    all = { code: all.code || code, counts: readCounts(fileOf(index)) };
    if (!all.counts) break;
  }
  return all;
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
