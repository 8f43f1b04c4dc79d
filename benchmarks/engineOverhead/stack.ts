/** One stack of so many resources, created, brought to its end and settled on the real engine. */
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { Project } from "../../tests/engine/support/project";
import { noOp, type Sort } from "./programs";

export interface Times {
  readonly creatingMs: number;
  readonly settledMs: number;
  /** Of the state, for each resource of the program. */
  readonly stateBytes: number;
}

/** `settledRuns`: of so many the fastest counts; what disturbs a run never makes it faster. */
export async function timesOf(sort: Sort, count: number): Promise<Times> {
  const project = await Project.make("bench", sort.program(count), {
    // The shell's loop is to see the end at its first look, as the others look but once.
    speed: sort.name === "AWS CLI" ? 1 : 0,
    durationMs: 1,
    runningExportLimit: Infinity,
  });
  try {
    const creatingMs = await timed(() => project.up());
    project.emulator.clock.advance(60_000);
    await project.up();
    project.calls();
    const settledMs = await timed(() => project.up());
    assert.deepEqual(project.calls(), [], "a settled stack makes no call");
    return { creatingMs, settledMs, stateBytes: bytesOf(project) };
  } finally {
    await project.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function bytesOf(project: Project): number {
  const all = project.deployment().resources ?? [];
  const own = all.filter(({ type }) => /aws-tasks|dynamic:Resource/.test(type));
  assert.ok(own.length > 0, `no resource of ours among ${all.map(({ type }) => type)}`);
  return JSON.stringify(own).length / own.length;
}
void noOp;
