// A wait of hours holds no more at its end than at its beginning.
import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { Scheduler } from "../../../../provider/waiting/scheduler";
import { waitUntilDone } from "../../../../provider/waiting/wait";
import { ManualClock } from "../../../support/manualClock";

const TASKS = 10;
const POLLS = 300;
const STEP_MS = 60_000;

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc") as () => void;

function heapUsed(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

describe("a wait of many hours", () => {
  it("leaves nothing behind with each of thousands of looks", async function () {
    this.timeout(60_000);
    const clock = new ManualClock(0);
    const scheduler = new Scheduler(clock);
    const engine = new AbortController();
    let described = 0;
    const group = {
      key: "exports",
      batchSize: 100,
      async describe(ids: readonly string[]) {
        described += ids.length;
        return new Map(ids.map((id) => [id, { id, outputs: { text: "x".repeat(1_000) } }]));
      },
    };
    const waits = Array.from({ length: TASKS }, (_, n) =>
      waitUntilDone<{ id: string }>({
        id: `task-${n}`,
        clock,
        random: () => 0.5,
        signal: engine.signal,
        timeoutMs: 1_000 * 3_600_000,
        ...{ minMs: 15_000, maxMs: STEP_MS },
        startedAt: 0,
        look: (delayMs, signal, lateMs) =>
          scheduler.look(group, `task-${n}`, delayMs, signal, lateMs),
        judge: (observation) => ({
          ...{ observation, state: "running", status: "active" },
          percent: ((clock.now() / STEP_MS) % 99) + 0.5,
        }),
        passes: () => "no",
        onProgress: () => undefined,
        onTrouble: () => undefined,
      }),
    );
    await clock.advance(POLLS * STEP_MS);
    const before = { described, heap: heapUsed(), sleeping: clock.sleeping };
    await clock.advance(POLLS * STEP_MS);
    await clock.advance(POLLS * STEP_MS);
    const grownBy = heapUsed() - before.heap;
    const looks = described - before.described;
    assert.ok(looks > TASKS * POLLS, `${looks} looks`);
    assert.equal(clock.sleeping, before.sleeping);
    assert.ok(clock.sleeping <= TASKS + 1, `${clock.sleeping} asleep`);
    // What is made of a signal for each look, and stays with it, would be seen.
    assert.ok(grownBy < 40 * looks, `${grownBy} bytes in ${looks} looks`);
    engine.abort();
    for (const { ending } of await Promise.all(waits)) assert.equal(ending, "aborted");
    assert.equal(clock.sleeping, 0);
  });

  it("warns of no listeners, however many wait", async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => void warnings.push(warning.message);
    process.on("warning", note);
    try {
      const clock = new ManualClock(0);
      const engine = new AbortController();
      const waits = Array.from({ length: 100 }, (_, n) =>
        waitUntilDone<string>({
          id: `task-${n}`,
          clock,
          random: () => 0.5,
          signal: engine.signal,
          timeoutMs: 60_000,
          ...{ minMs: 15_000, maxMs: STEP_MS },
          look: async (delayMs, signal) => {
            await clock.sleep(delayMs, signal);
            return { found: "it" };
          },
          judge: (observation) => ({ observation, state: "running", status: "active" }),
          passes: () => "no",
          onProgress: () => undefined,
          onTrouble: () => undefined,
        }),
      );
      await clock.until(Promise.all(waits));
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    } finally {
      process.removeListener("warning", note);
    }
  });
});
