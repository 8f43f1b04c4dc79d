import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const projectRoot = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/**
 * What this clone keeps for itself, outside of git: state, engine, locks.
 * @param {string} root
 */
export const localFolder = (root) => path.join(root, ".pulumi-local");
