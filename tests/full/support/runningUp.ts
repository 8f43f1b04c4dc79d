/** An `up` on the real engine in the middle of which something happens. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Project } from "../../engine/support/project";

const LOOK_EVERY_MS = 50;
/** Nothing that a test waits for takes longer. */
const WITHIN_MS = 30_000;

export class RunningUp {
  /** All that it has printed so far, as in a CI log. */
  output = "";
  /** Its exit code; null where a signal ended it. */
  code: number | null | undefined;

  private constructor(
    readonly project: Project,
    readonly engine: ChildProcess,
  ) {
    for (const stream of [engine.stdout!, engine.stderr!]) {
      stream.on("data", (text) => (this.output += String(text)));
    }
    engine.once("close", (code) => (this.code = code));
  }

  static async of(project: Project): Promise<RunningUp> {
    return new RunningUp(project, await project.spawn("up", "--yes", "--skip-preview"));
  }

  /** An `up` that waits for the export of the only resource. */
  static async waiting(project: Project): Promise<RunningUp> {
    const up = await RunningUp.of(project);
    await up.says(/waiting for export-ami-/);
    assert.ok(up.providers().length === 1, "its provider should live");
    return up;
  }

  /** Once that is printed, after what had been printed at `from`. */
  async says(sign: RegExp, from = 0): Promise<void> {
    await this.comes(() => sign.test(this.output.slice(from)), String(sign));
  }

  /** Once that is so; fails if the update ends before. */
  async comes(isSo: () => boolean, what: string): Promise<void> {
    await until(() => this.code !== undefined || isSo(), `${what} in:\n${this.output}`);
    assert.ok(isSo(), `the update ended before ${what}:\n${this.output}`);
  }

  /** Its exit code, and all processes of its gone within 10 seconds. */
  async ends(): Promise<number | null> {
    await until(() => this.code !== undefined, `the end of:\n${this.output}`);
    await until(() => this.project.processes().length === 0, "the end of its processes", 10_000);
    return this.code!;
  }

  send(signal: NodeJS.Signals): void {
    this.engine.kill(signal);
  }

  /** What a terminal does: every process of the engine's own group gets the signal. */
  ctrlC(): void {
    const group = groupOf(this.engine.pid!);
    const members = this.project.processes().filter((pid) => groupOf(pid) === group);
    assert.ok(members.includes(this.engine.pid!));
    for (const pid of members) process.kill(pid, "SIGINT");
  }

  /** The processes of the dynamic provider. */
  providers(): number[] {
    return this.project.processes().filter((pid) => {
      const [program = "", script = ""] = commandOf(pid);
      return /node$/.test(program) && script.includes("dynamic-provider");
    });
  }
}

/** Once that is so, after some seconds at the latest. */
export async function until(
  isSo: () => boolean,
  what: string,
  withinMs = WITHIN_MS,
): Promise<void> {
  const endsAt = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > endsAt) assert.fail(`not within ${withinMs / 1_000} s: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

function commandOf(pid: number): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** The third word after the name, which may have spaces in it. */
function groupOf(pid: number): string | undefined {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2];
}
