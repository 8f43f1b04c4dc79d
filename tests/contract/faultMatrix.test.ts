// Whatever goes wrong wherever, the next update carries on with the one task. In virtual time, where
// every call of ours is hit; tests/faults shows the same of the provider's process.
import assert from "node:assert/strict";
import {
  type Cell,
  FAULT_NAMES,
  type FaultName,
  lasting,
  notApplicable,
  play,
  type Point,
  POINTS,
  storyOf,
} from "../support/faultCells";
import { Stack, World } from "../support/stack";
import { type Subject, SUBJECTS } from "./options/subjects";

async function cell(subject: Subject, point: Point, fault: FaultName | undefined): Promise<Cell> {
  const world = await World.make();
  try {
    const stack = new Stack(world, subject.kind);
    const jump = (ms: number) => world.clock.jump(ms);
    const bench = { emulator: world.emulator, stack, jump, isThorough: true };
    return await play(bench, subject, point, fault);
  } finally {
    await world.close();
  }
}

describe("the fault matrix", () => {
  const cleanOnes = new Map<string, Promise<Cell>>();

  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      for (const point of POINTS) {
        for (const fault of FAULT_NAMES) {
          if (notApplicable(subject, point, fault) !== undefined) continue;
          it(`${point.name}: ${fault}`, async () => {
            const story = storyOf(subject, point);
            const clean = cleanOnes.get(story) ?? cell(subject, point, undefined);
            cleanOnes.set(story, clean);
            const { hits, started, lost, outputs } = await cell(subject, point, fault);
            assert.ok(hits > 0, "no call was hit");
            assert.equal(started, 1);
            assert.equal(lost, 0);
            assert.deepEqual(lasting(outputs), lasting((await clean).outputs));
          });
        }
      }
    });
  }
});
