import fs from "node:fs";
import path from "node:path";
import { runChild } from "./child.mjs";
import { step } from "./step.mjs";

/**
 * Installs the npm dependencies unless node_modules holds what package-lock.json says.
 * @param {string} root
 * @param {NodeJS.WritableStream} out
 * @param {import("./lock.mjs").Lock} lock
 */
export async function installDependencies(root, out, lock) {
  const reason = staleDependencies(root);
  if (!reason) return;
  await step(out, `npm ci (${reason})`, async () => {
    const [command, ...args] = npmCommand();
    // The tools are dev dependencies: NODE_ENV=production must not leave them out.
    await runChild(command, [...args, "ci", "--include=dev", "--no-fund", "--no-audit"], {
      cwd: root,
      onStart: lock.adopt,
    });
  });
}

/**
 * Why node_modules is not what package-lock.json says; undefined when it is.
 * npm writes its own list into node_modules as the last thing, so an interrupted install has none.
 * Contents are compared, not times or places: a moved clone and a hand-made `npm ci` both count.
 * @param {string} root
 * @returns {string | undefined}
 */
export function staleDependencies(root) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  if (!wanted) throw new Error(`no package-lock.json in ${root}`);
  const installed = readPackages(path.join(root, "node_modules", ".package-lock.json"));
  if (!installed) return "nothing is installed";
  const entries = Object.entries(wanted).filter(([place]) => place !== "");
  for (const [place, entry] of entries) {
    const reason = difference(root, place, entry, installed[place]);
    if (reason) return reason;
  }
  const extra = Object.keys(installed).find((place) => !(place in wanted));
  return extra && `${extra} is no longer wanted`;
}

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} Entry
 */

/**
 * @param {string} root
 * @param {string} place
 * @param {Entry} wanted
 * @param {Entry | undefined} installed
 */
function difference(root, place, wanted, installed) {
  // Optional ones may be for other systems, or not be served by this registry.
  if (!installed) return wanted.optional ? undefined : `${place} is missing`;
  const same =
    installed.version === wanted.version &&
    installed.integrity === wanted.integrity &&
    installed.link === wanted.link;
  if (!same) return `${place} is another version`;
  if (!fs.existsSync(path.join(root, place))) return `${place} is missing`;
  return undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs us, or else the one on PATH. */
function npmCommand() {
  const cli = process.env["npm_execpath"];
  return /** @type {[string, ...string[]]} */ (
    cli && path.basename(cli) === "npm-cli.js" ? [process.execPath, cli] : ["npm"]
  );
}
