import { runChild } from "./setup/child.mjs";

/**
 * @typedef {{ path: string, bytes: number, isExecutable: boolean }} PackedFile
 * @typedef {{ name: string, packedBytes: number, unpackedBytes: number, files: PackedFile[] }} Contents
 */

/**
 * What `npm pack` puts into the tarball, of a project whose dist/ is there; makes none.
 * @param {string} root
 * @returns {Promise<Contents>}
 */
export async function contentsOf(root) {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  // A list of packages in npm 11, by their names in later ones.
  const [packed] = /** @type {any[]} */ (
    Object.values(JSON.parse(await runChild("npm", pack, { cwd: root })))
  );
  return {
    name: packed.id,
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    files: packed.files.map((/** @type {{ path: string, size: number, mode: number }} */ file) => ({
      path: file.path,
      bytes: file.size,
      isExecutable: (file.mode & 0o111) !== 0,
    })),
  };
}
