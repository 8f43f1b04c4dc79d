/** One stack of so many resources, created, brought to its end and settled on the real engine. */
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { Project } from "../../tests/engine/support/project";
import type { Sort } from "./programs";

export interface Times {
  readonly creatingS: number;
  readonly settledS: number;
  /** In the state, for each resource of the program. */
  readonly stateBytes: number;
}

const SETTLED_RUNS = 3;

/** `isDone`: AWS's tasks have ended when they are first looked at. */
export async function timesOf(sort: Sort, count: number, isDone = false): Promise<Times> {
  const project = await Project.make("bench", sort.program(count), {
    speed: isDone || sort.isLoop ? 1 : 0,
    durationMs: 1,
    runningConversionLimit: Infinity,
  });
  try {
    const creatingS = await timed(() => project.up());
    if (sort.hasTasks && !isDone) {
      project.emulator.clock.advance(60_000);
      await project.up();
    }
    project.calls();
    // Other work on the machine never makes a run faster.
    const settled: number[] = [];
    for (let run = 0; run < SETTLED_RUNS; run++) settled.push(await timed(() => project.up()));
    const settledS = Math.min(...settled);
    assert.deepEqual(project.calls(), [], "a settled stack makes no call");
    return { creatingS, settledS, stateBytes: bytesOf(project, count) };
  } finally {
    await project.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

function bytesOf(project: Project, count: number): number {
  const all = project.deployment().resources ?? [];
  const own = all.filter(({ urn }) => /::task-\d+$/.test(urn));
  assert.equal(own.length, count, "every resource of the program is in the state");
  return JSON.stringify(own).length / count;
}
