import { finishChild } from "./setup/child.mjs";

/** So that a registry which can't be reached costs seconds. */
const patience = ["--fetch-retries=0", "--fetch-timeout=20000"];

/**
 * What is known against the packages that people install with ours, a line each; or why the registry
 * did not tell: mirrors often don't. Silence is no clean bill.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ advisories: string[] } | { why: string }>}
 */
export async function auditOf(root, env = process.env) {
  const args = ["audit", "--omit=dev", "--json", ...patience];
  const { stdout, output } = await finishChild("npm", args, { cwd: root, env });
  const report = parse(stdout);
  if (!report?.vulnerabilities) return { why: report?.message ?? firstLine(output) };
  const found = /** @type {Found[]} */ (Object.values(report.vulnerabilities));
  return { advisories: found.map(lineOf) };
}

/** @typedef {{ name: string, severity: string, range: string, via: (string | { title: string })[] }} Found */

/** @param {Found} found */
function lineOf({ name, severity, range, via }) {
  const reasons = via.map((one) => (typeof one === "string" ? `by ${one}` : one.title));
  return `${severity}: ${name} ${range}: ${reasons.join("; ")}`;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} output */
const firstLine = (output) => output.trim().split("\n")[0] || "npm said nothing";
