import fs from "node:fs";
import path from "node:path";
import { finishChild } from "./setup/child.mjs";

/** What an installation of the package brings along; the peer is the program's own. */
const production = ["ls", "--all", "--omit=dev", "--omit=peer"];

/**
 * @typedef {{ name: string, version: string, license: string, folder: string, bytes: number }} Package
 */

/**
 * The packages that come with ours, with what each takes on the disk.
 * @param {string} root
 * @returns {Promise<Package[]>}
 */
export async function productionPackages(root) {
  const folders = (await npm(root, [...production, "--parseable"])).split("\n").filter(Boolean);
  return folders.slice(1).map((folder) => {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const { name, version, license } = manifest;
    return { name, version, license, folder, bytes: bytesIn(folder) };
  });
}

/**
 * As npm draws it.
 * @param {string} root
 */
export const dependencyTree = (root) => npm(root, production);

/**
 * It fails for what it finds amiss elsewhere in node_modules, having told all the same.
 * @param {string} root
 * @param {string[]} args
 */
async function npm(root, args) {
  const { stdout, output } = await finishChild("npm", args, { cwd: root });
  if (!stdout.trim()) throw new Error(`npm ${args.join(" ")} says nothing:\n${output}`);
  return stdout;
}

/**
 * Of its own files: packages within it are listed by themselves.
 * @param {string} folder
 * @returns {number}
 */
function bytesIn(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isFile()) bytes += fs.statSync(place).size;
    else if (entry.isDirectory() && entry.name !== "node_modules") bytes += bytesIn(place);
  }
  return bytes;
}
