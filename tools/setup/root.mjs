import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The folder of package.json. */
export const projectRoot = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/**
 * What this clone keeps for itself, outside of git: state, engine, locks.
 * @param {string} root
 */
export const localFolder = (root) => path.join(root, ".pulumi-local");

/**
 * True in the file that node was asked to run.
 * @param {string} url import.meta.url
 */
export const isMain = (url) => url === pathToFileURL(process.argv[1] ?? "").href;
