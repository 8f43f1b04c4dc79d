import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onInterrupt } from "./interrupt.mjs";

/** A living owner touches its lock this often; one untouched for `abandonedMs` has no owner. */
const touchMs = 5_000;
export const abandonedMs = 60_000;
const pollMs = 200;

/**
 * @typedef {{ token: string, host: string, pids: number[] }} Owner
 * @typedef {{ adopt(pid: number): void }} Lock `adopt` makes a child a co-owner: should this process
 *   be killed, the lock holds until the child has ended too.
 */

/**
 * Does `work` while holding the lock file `file`; waits while another living process holds it.
 * @template T
 * @param {string} file
 * @param {NodeJS.WritableStream} out told once that we wait, and for whom
 * @param {(lock: Lock) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, out, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const owner = { token: randomBytes(8).toString("hex"), host: hostname(), pids: [process.pid] };
  await acquire(file, owner, out);
  const release = () => removeOwned(file, owner.token);
  const done = onInterrupt(release);
  const toucher = setInterval(() => touch(file), touchMs).unref();
  try {
    return await work({
      adopt(pid) {
        owner.pids.push(pid);
        writeAtOnce(file, owner, fs.renameSync);
      },
    });
  } finally {
    clearInterval(toucher);
    done();
    release();
  }
}

/**
 * @param {string} file
 * @param {Owner} owner
 * @param {NodeJS.WritableStream} out
 */
async function acquire(file, owner, out) {
  for (let told = false; !tryAcquire(file, owner);) {
    const holder = readOwner(file);
    if (holder && isAbandoned(holder, ageMs(file))) {
      breakLock(file, holder);
      continue;
    }
    if (holder && !told) {
      out.write(`set-up: waiting for another one to finish (process ${holder.pids[0]})\n`);
      told = true;
    }
    await sleep(pollMs);
  }
}

/**
 * A lock of this host falls with its processes; any other (a cache shared between machines) with age.
 * Age counts on this host too: a pid may have been given to another process since.
 * @param {Owner} holder
 * @param {number} age in milliseconds, since it was last touched
 */
export function isAbandoned(holder, age) {
  if (age > abandonedMs) return true;
  return holder.host === hostname() && !holder.pids.some(isAlive);
}

/**
 * @param {string} file
 * @param {Owner} owner
 */
function tryAcquire(file, owner) {
  try {
    // A link appears with its content, and fails if the name is taken.
    writeAtOnce(file, owner, fs.linkSync);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Two who wait may both see an abandoned lock: only the one that holds the breaker of this very
 * owner removes it, and only if it is still that owner's.
 * @param {string} file
 * @param {Owner} holder
 */
function breakLock(file, holder) {
  const breaker = `${file}.${holder.token}`;
  try {
    fs.closeSync(fs.openSync(breaker, "wx"));
  } catch {
    if (ageMs(breaker) > abandonedMs) fs.rmSync(breaker, { force: true });
    return;
  }
  removeOwned(file, holder.token);
  fs.rmSync(breaker, { force: true });
}

/**
 * @param {string} file
 * @param {string} token
 */
function removeOwned(file, token) {
  if (readOwner(file)?.token === token) fs.rmSync(file, { force: true });
}

/**
 * @param {string} file
 * @param {Owner} owner
 * @param {(from: string, to: string) => void} place
 */
function writeAtOnce(file, owner, place) {
  const draft = `${file}.${owner.token}.draft`;
  fs.writeFileSync(draft, JSON.stringify(owner));
  try {
    place(draft, file);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {Owner | undefined}
 */
function readOwner(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** @param {string} file */
function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // Someone removed it by hand: nothing to keep alive.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
