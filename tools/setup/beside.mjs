import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { onInterrupt } from "./interrupt.mjs";

/**
 * Makes a file or folder beside its place and puts it there in one step, so that a reader sees the
 * old one or the whole new one. What an interruption leaves is removed, at once or by the next run.
 * @template T
 * @param {string} target
 * @param {(draft: string) => Promise<T>} make writes `draft`
 * @param {string} [folder] for drafts, on the same file system
 * @returns {Promise<T>}
 */
export async function madeBeside(target, make, folder = path.dirname(target)) {
  const prefix = path.join(folder, `${path.basename(target)}.draft-`);
  fs.mkdirSync(folder, { recursive: true });
  removeAbandonedDrafts(prefix);
  const draft = `${prefix}${process.pid}-${randomBytes(4).toString("hex")}`;
  const remove = () => fs.rmSync(draft, { recursive: true, force: true });
  const done = onInterrupt(remove);
  try {
    const result = await make(draft);
    putInPlace(draft, target);
    return result;
  } finally {
    done();
    remove();
  }
}

/**
 * A rename can't replace a folder with files in it: the old one steps aside first.
 * @param {string} draft
 * @param {string} target
 */
function putInPlace(draft, target) {
  const isFullFolder = fs.existsSync(target) && fs.statSync(target).isDirectory();
  if (!isFullFolder) return fs.renameSync(draft, target);
  const old = `${draft}-old`;
  fs.renameSync(target, old);
  fs.renameSync(draft, target);
  fs.rmSync(old, { recursive: true, force: true });
}

/**
 * Called with the lock of the target held: every draft of it is then a dead run's.
 * @param {string} prefix
 */
function removeAbandonedDrafts(prefix) {
  const folder = path.dirname(prefix);
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(path.basename(prefix))) continue;
    fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
