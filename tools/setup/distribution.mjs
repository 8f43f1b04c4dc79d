import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { madeBeside } from "./beside.mjs";
import { runChild } from "./child.mjs";
import { localFolder } from "./root.mjs";
import { step } from "./step.mjs";

/** What dist/ is made from. */
export const sourceFolders = ["provider", "emulator", "cli"];
const settingsFiles = ["tsconfig.json", "tsconfig.build.json", "package-lock.json"];

/**
 * Compiles provider/, emulator/ and cli/ into dist/ unless dist/ was made from these very sources.
 * @param {string} root
 * @param {NodeJS.WritableStream} out
 */
export async function buildDistribution(root, out) {
  if (isBuilt(root)) return;
  const sources = hashSources(root);
  await step(out, "tsc into dist/", () =>
    madeBeside(
      path.join(root, "dist"),
      async (draft) => {
        // Unchecked, so that a type error elsewhere stops no one's work; checkSources checks.
        await compile(root, ["--noCheck", "--outDir", draft]);
      },
      localFolder(root),
    ),
  );
  fs.writeFileSync(recordOf(root), sources);
}

/**
 * The types of what dist/ is made from; tests and examples are checked by `npm test`.
 * @param {string} root
 * @param {NodeJS.WritableStream} out
 */
export async function checkSources(root, out) {
  await step(out, "type check", () => compile(root, ["--noEmit"]));
}

/**
 * @param {string} root
 * @param {string[]} args
 */
export function compile(root, args) {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  return runChild(process.execPath, [compiler, "-p", "tsconfig.build.json", ...args], {
    cwd: root,
  });
}

/** @param {string} root */
export function isBuilt(root) {
  try {
    return (
      fs.existsSync(path.join(root, "dist")) &&
      fs.readFileSync(recordOf(root), "utf8") === hashSources(root)
    );
  } catch {
    return false;
  }
}

/**
 * What dist/ was made from; kept outside of it, since dist/ is what npm publishes.
 * @param {string} root
 */
const recordOf = (root) => path.join(localFolder(root), "dist.sources");

/**
 * The content decides, not the times: those change with every checkout and copy.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash("sha256");
  const files = sourceFolders.flatMap((folder) => filesBelow(root, folder)).sort();
  for (const file of [...settingsFiles, ...files]) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(root, folder) {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}
