import path from "node:path";
import { ensureEngine } from "./engine.mjs";
import { installDependencies, staleDependencies } from "./setup/dependencies.mjs";
import { buildDistribution, isBuilt } from "./setup/distribution.mjs";
import { withLock } from "./setup/lock.mjs";
import { localFolder, projectRoot } from "./setup/root.mjs";

/**
 * Makes this clone ready: npm dependencies, dist/ and, unless `engine` is false, a Pulumi engine.
 * Does only what is missing; safe to interrupt, to repeat and to run twice at once.
 * @param {{ root?: string, engine?: boolean, out?: NodeJS.WritableStream }} [options]
 * @returns {Promise<import("./engine.mjs").Engine | undefined>}
 */
export async function setUp({ root = projectRoot, engine = true, out = process.stderr } = {}) {
  if (staleDependencies(root) || !isBuilt(root)) {
    await withLock(path.join(localFolder(root), "set-up.lock"), out, async (lock) => {
      await installDependencies(root, out, lock);
      await buildDistribution(root, out);
    });
  }
  return engine ? ensureEngine({ root, out }) : undefined;
}
