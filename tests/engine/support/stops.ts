/**
 * An operation of the engine on a stack of all five kinds, which AWS stops at one point by holding
 * the call that each resource makes there, and which is then killed. Only what a test has started
 * itself is ever killed.
 */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceName } from "../../../emulator";
import type { Name } from "./fiveKinds";
import type { Project } from "./project";

/** What is ended by SIGKILL. */
export const VICTIMS = ["engine", "provider", "both"] as const;
export type Victim = (typeof VICTIMS)[number];

interface HeldCall {
  readonly operation: string;
  readonly service?: ServiceName;
  /** The nth of the calls of this operation alone. */
  readonly nth?: number;
  /** How the id begins that it names, where several kinds make this call. */
  readonly id?: string;
}

/** A point of the lifecycle, by the call that each kind makes there. */
export interface Stop {
  readonly calls: Readonly<Partial<Record<Name, HeldCall>>>;
  /** Why the other kinds make none. */
  readonly without?: Readonly<Partial<Record<Name, string>>>;
  /** False: AWS holds the calls before it does their work. */
  readonly workDone?: boolean;
  /** The calls are let go while the provider, without its engine, lives on. */
  readonly isLetGo?: boolean;
}

/** As many resources at once as there are. */
export const AT_ONCE = ["--parallel", "16"];
/** Longer no process may live on, nor a call of its. */
const GONE_WITHIN_MS = 10_000;

/** Runs the engine up to the stop, kills, takes the lock off; how many processes lived on. */
export async function killAt(
  project: Project,
  stop: Stop,
  victim: Victim,
  ...args: readonly string[]
): Promise<number> {
  const { emulator } = project;
  for (const { operation, service, nth } of Object.values(stop.calls)) {
    const { workDone = true } = stop;
    emulator.addFault({
      operation,
      ...(service && { service }),
      ...(nth !== undefined && { nth }),
      effect: { kind: "hang", workDone },
    });
  }
  const engine = await project.spawn(...args, ...AT_ONCE);
  try {
    await held(project, stop, engine);
    kill(pidsOf(project, victim, engine));
    if (stop.isLetGo) {
      await sleep(500);
      assert.ok(project.processes().length > 0, "the provider should live");
      emulator.clearFaults();
    }
    await soon(() => project.processes().length === 0);
    return project.processes().length;
  } finally {
    kill(project.processes());
    // Only when nobody is there to hear of it, and AWS has noticed: what waits is never done then.
    await soon(() => emulator.heldCalls().length === 0);
    emulator.clearFaults();
    await project.unlock();
  }
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}

/** Resolves when that is so, or after ten seconds. */
async function soon(holds: () => boolean): Promise<void> {
  for (const endsAt = Date.now() + GONE_WITHIN_MS; !holds() && Date.now() < endsAt;) {
    await sleep(50);
  }
}

/** Resolves once each resource's call is held; fails where that does not come. */
async function held(project: Project, { calls }: Stop, engine: ChildProcess): Promise<void> {
  let output = "";
  for (const stream of [engine.stdout, engine.stderr]) {
    stream?.on("data", (text) => (output += text));
  }
  const isHeld = (wanted: HeldCall) =>
    project.emulator.heldCalls().some(({ service, operation, ids }) => {
      const isCalled = operation === wanted.operation && service === (wanted.service ?? service);
      return isCalled && (!wanted.id || ids.some((id) => id.startsWith(wanted.id!)));
    });
  const giveUpAt = Date.now() + 60_000;
  for (; !Object.values(calls).every(isHeld); await sleep(20)) {
    const isRunning = engine.exitCode === null && engine.signalCode === null;
    const seen = project.emulator.log().map(({ operation, outcome }) => `${operation} ${outcome}`);
    assert.ok(
      isRunning && Date.now() < giveUpAt,
      `not all were held, but ${JSON.stringify(project.emulator.heldCalls())}\n${seen}\n${output}`,
    );
  }
}

function pidsOf(project: Project, victim: Victim, engine: ChildProcess): number[] {
  const providers = project.processes().filter(isProvider);
  assert.ok(providers.length > 0, "there should be a provider");
  return [
    ...(victim === "provider" ? [] : [engine.pid!]),
    ...(victim === "engine" ? [] : providers),
  ];
}

/** The host of dynamic providers, or the shell that has started it. */
function isProvider(pid: number): boolean {
  const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  return /cmd\/dynamic-provider|pulumi-resource-pulumi-nodejs/.test(command);
}

/** The next `up`, which does not wait for what is in the state already. */
export async function upAfterKill(project: Project): Promise<void> {
  const env = { PULUMI_AWS_TASKS_WAIT: "none" };
  const up = ["up", "--yes", "--skip-preview", ...AT_ONCE];
  const { code, output } = await project.runWith({ env }, ...up);
  assert.equal(code, 0, output);
}

/** How long a start whose answer was lost is looked for. */
const LOOKED_FOR_MS = 120_000;

/** As if those starts whose answers were lost had gone out at another time. */
export function dateStarts({ journal }: Project, calledAt: (before: number) => number): void {
  for (const { key, entry } of journal.entries()) {
    if (entry.id !== undefined) continue;
    journal.write(key, { ...entry, calledAt: calledAt(entry.calledAt) });
  }
}

/**
 * The same, when only three seconds are left of the two minutes in which starts are looked for whose
 * answers were lost: their notes are made older just before they are read.
 */
export async function upInAHurry(project: Project): Promise<void> {
  const { emulator } = project;
  const effect = { kind: "hang" } as const;
  emulator.addFault({ operation: "GetCallerIdentity", times: 1, effect });
  let hasEnded = false;
  const up = upAfterKill(project).finally(() => (hasEnded = true));
  while (!hasEnded && emulator.heldCalls().length === 0) await sleep(20);
  dateStarts(project, () => Date.now() - LOOKED_FOR_MS + 3_000);
  emulator.clearFaults();
  return up;
}
