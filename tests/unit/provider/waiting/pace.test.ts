// How a wait spaces its looks: by the task's age, AWS's percentage, its bounds and refusals.
import assert from "node:assert/strict";
import type { Waiting } from "../../../../provider/waiting/wait";
import { ManualClock } from "../../../support/manualClock";
import { START_MS, type Seen, sight, Waited } from "./support/waited";

describe("the pace of a wait", () => {
  it("takes its pace from the task's age and AWS's percentage", async () => {
    const waited = new Waited(["running", "running", "succeeded"], {
      startedAt: START_MS - 400_000,
      judge: (state) => ({ ...sight(state as "running"), percent: 90 }),
    });
    await waited.end();
    // Not closer than a fourteenth of its age; then further, as the percentage has stood still.
    assert.deepEqual(waited.delays, [0, 28_000, 57_000]);
    assert.deepEqual(waited.progress, [400_000, 428_000]);
  });

  describe("while its end is far", () => {
    /** One per cent in 36 seconds. */
    const hour = (options: Partial<Waiting<string>>) =>
      new Waited(["running"], {
        timeoutMs: 3_000_000,
        startedAt: START_MS,
        maxMs: 120_000,
        judge: (state) => ({ ...sight(state as "running"), percent: waitedMs() / 36_000 }),
        ...options,
      });
    let waited: Waited;
    const waitedMs = () => waited.clock.now() - START_MS;
    const longest = async (options: Partial<Waiting<string>>) => {
      waited = hour(options);
      await waited.end();
      return Math.max(...waited.delays);
    };

    it("looks more seldom than where nobody knows when it ends", async () => {
      const ms = await longest({ farMs: 600_000 });
      assert.ok(ms > 350_000 && ms <= 600_000, `${ms} ms`);
    });

    it("keeps to the longest interval where that is the program's own", async () => {
      assert.ok((await longest({ farMs: 120_000 })) <= 120_000);
      assert.ok((await longest({})) <= 120_000);
    });
  });

  it("may be kept waiting for others' calls, but not beyond its own bounds", async () => {
    const lates: number[] = [];
    const clock = new ManualClock(START_MS);
    const waited = new Waited([], {
      clock,
      maxMs: 50_000,
      timeoutMs: 300_000,
      look: async (delayMs, signal, lateMs) => {
        lates.push(lateMs);
        assert.ok(delayMs + lateMs <= 50_000, `${delayMs} and ${lateMs} ms`);
        await clock.sleep(delayMs, signal);
        return { found: "running" };
      },
    });
    await clock.until(waited.outcome);
    // The first a little, for who waits before a screen; that at the time limit not at all.
    assert.deepEqual([lates[0], lates[1], lates.at(-1)], [2_000, 5_000, 0]);
    assert.ok(Math.max(...lates) <= 20_000);
  });

  describe("on refusals", () => {
    it("asks ever less while AWS throttles, down to an eighth, and recovers step by step", async () => {
      const slow = new Error("slow");
      const script: Seen[] = [...Array.from({ length: 5 }, () => slow), "running", "running"];
      const waited = new Waited([...script, "running", "running", "succeeded"], {
        maxMs: 10_000,
      });
      assert.equal((await waited.end()).ending, "terminal");
      const seconds = waited.delays.map((ms) => ms / 1_000);
      assert.deepEqual(seconds, [0, 20, 40, 80, 80, 80, 40, 20, 10, 10]);
    });

    it("makes up for a look that failed, though it is looked at seldom", async () => {
      const outage: Seen[] = ["soon", "soon", "soon"].map((name) => new Error(name));
      for (const [script, seconds] of [
        [[new Error("slow")], [20]],
        [outage, [10, 20, 40]],
      ] as const) {
        const waited = new Waited(["running", ...script, "succeeded"], {
          startedAt: START_MS - 3_600_000,
          timeoutMs: 43_200_000,
          maxMs: 600_000,
        });
        assert.equal((await waited.end()).ending, "terminal");
        assert.deepEqual(
          waited.delays.slice(2).map((ms) => ms / 1_000),
          seconds,
        );
      }
    });
  });
});
