import { spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {object} MochaRun
 * @property {string} root
 * @property {readonly string[]} specs
 * @property {readonly string[]} args passed on
 * @property {readonly string[]} failedChecks named again at the end
 */

/**
 * Runs mocha with our reporter, whose last line is the last that is printed.
 * @param {MochaRun} run
 * @returns {Promise<{ code: number, counts: Counts | undefined }>} no counts if it broke down before
 */
export async function runMocha({ root, specs, args, failedChecks }) {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-test-"));
  try {
    const counts = path.join(folder, "counts.json");
    const config = path.join(folder, "mocharc.json");
    fs.writeFileSync(config, JSON.stringify(withoutSpecs(root)));
    const code = await exitCode(root, [
      path.join(root, "node_modules", "mocha", "bin", "mocha.js"),
      ...["--config", config],
      ...["--reporter", path.join(root, "tools", "mocha-reporter.cjs")],
      ...["--reporter-option", `counts=${counts}`],
      ...(failedChecks.length ? ["--reporter-option", `failed=${failedChecks.join("+")}`] : []),
      ...args,
      ...specs,
    ]);
    return { code, counts: readCounts(counts) };
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
