import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 50;

/**
 * Ends a child that leads a process group, and all that it started there: asks, waits, and kills
 * what is left.
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} [graceMs] for their own cleaning up
 */
export async function endGroup(child, graceMs = 3_000) {
  const endsAt = performance.now() + graceMs;
  signalGroup(child, "SIGINT");
  while (isAlive(child) && performance.now() < endsAt) await sleep(pollMs);
  signalGroup(child, "SIGKILL");
}

/** @param {import("node:child_process").ChildProcess} child */
const isAlive = (child) => signalGroup(child, 0);

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether there is anybody in the group
 */
function signalGroup({ pid }, signal) {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false;
  }
}
