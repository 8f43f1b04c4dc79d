// kill -9 around the start of all five kinds: each has been started once in the end, and its id is
// in the state. npm run test:faults does the same everywhere else, with whatever may be killed.
import assert from "node:assert/strict";
import { ahead } from "../clients/support/ahead";
import { FIVE_KINDS } from "./support/fiveKinds";
import { Project } from "./support/project";
import { START_STOPS } from "./support/startStops";
import { AT_ONCE, killAt, type Stop, upInAHurry, type Victim } from "./support/stops";
import { assertOne, NAMES } from "./support/witness";

const MINUTE_MS = 60_000;
/** A start that AWS has never seen leaves no task. */
const ALL = NAMES.length;

const CASES: readonly [title: string, stop: Stop, victim: Victim, started: number][] = [
  ["before the start, as they look for what there is", START_STOPS.found, "engine", 0],
  ["when the start is sent, before AWS does it", START_STOPS.sent, "both", 0],
  ["when AWS has done it, and not answered", START_STOPS.done, "engine", ALL],
  ["when AWS has answered, at the first look", START_STOPS.looked, "provider", ALL],
  ["when AWS has answered, as the tasks are marked", START_STOPS.marked, "both", ALL],
];

describe("five starts, killed", function () {
  this.timeout(120_000);
  // Most of the time of each is waiting, for processes to end and tasks to be seen.
  const it = ahead<Project>(CASES.length, async (body) => {
    // In real time, as AWS's clock: when a store began is compared with when it was asked for.
    const options = { speed: 1, durationMs: 20 * MINUTE_MS };
    const project = await Project.make("killed-starts", FIVE_KINDS, options);
    try {
      await body(project);
    } finally {
      await project.close();
    }
  });

  for (const [title, stop, victim, started] of CASES) {
    it(`${title} (${victim})`, async (project) => {
      const { emulator } = project;
      const leftOver = await killAt(project, stop, victim, "up", "--yes", "--skip-preview");
      assert.equal(leftOver, 0, "processes live on after 10 seconds");
      assert.equal(emulator.tasks().length, started);
      await upInAHurry(project);
      assert.equal(emulator.tasks().length, ALL);
      emulator.clock.advance(60 * MINUTE_MS);
      await project.up(...AT_ONCE);
      for (const name of NAMES) assertOne(project, name);
      assert.deepEqual(project.processes(), []);
    });
  }
});
