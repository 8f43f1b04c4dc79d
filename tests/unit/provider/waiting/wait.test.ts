import assert from "node:assert/strict";
import { START_MS, type Seen, sight, Waited } from "./support/waited";

describe("a wait", () => {
  it("ends with the first look at a task that is done already", async () => {
    const waited = new Waited(["succeeded"]);
    assert.deepEqual(await waited.end(), {
      ending: "terminal",
      sight: sight("succeeded"),
      polls: 1,
      elapsedMs: 0,
    });
    assert.deepEqual(waited.progress, []);
  });

  it("succeeds after as many looks as it takes, showing progress after each", async () => {
    const waited = new Waited(["running", "running", "running", "succeeded"]);
    assert.deepEqual(await waited.end(), {
      ending: "terminal",
      sight: sight("succeeded"),
      polls: 4,
      elapsedMs: 38_000,
    });
    assert.deepEqual(waited.progress, [0, 10_000, 20_000]);
  });

  for (const state of ["failed", "cancelled"] as const) {
    it(`ends when the task has ${state}`, async () => {
      const outcome = await new Waited(["running", state]).end();
      assert.deepEqual(outcome, {
        ending: "terminal",
        sight: sight(state),
        polls: 2,
        elapsedMs: 10_000,
      });
    });
  }

  describe("at the time limit", () => {
    it("looks once more, exactly then, and times out with what it saw last", async () => {
      const waited = new Waited(["running"], { timeoutMs: 25_000 });
      assert.deepEqual(await waited.end(), {
        ending: "timedOut",
        sight: sight("running"),
        polls: 4,
        elapsedMs: 25_000,
      });
      assert.deepEqual(waited.delays, [0, 10_000, 10_000, 5_000]);
    });

    it("takes a success that the last look finds", async () => {
      const script: Seen[] = ["running", "running", "running", "succeeded"];
      const outcome = await new Waited(script, { timeoutMs: 25_000 }).end();
      assert.equal(outcome.ending, "terminal");
      assert.equal(outcome.elapsedMs, 25_000);
    });

    it("times out without a sight when AWS never answered", async () => {
      const outcome = await new Waited([new Error("soon")], { timeoutMs: 25_000 }).end();
      assert.equal(outcome.ending, "timedOut");
      assert.equal("sight" in outcome ? outcome.sight : "none", undefined);
    });

    it("looks once and times out where no time is given", async () => {
      const outcome = await new Waited(["running"], { timeoutMs: 0 }).end();
      assert.deepEqual([outcome.ending, outcome.polls, outcome.elapsedMs], ["timedOut", 1, 0]);
    });

    it("ends ten seconds later at the most when a look hangs", async () => {
      const look = () => new Promise<undefined>(() => {});
      const outcome = await new Waited([], { look, timeoutMs: 25_000 }).end();
      assert.deepEqual([outcome.ending, outcome.elapsedMs], ["timedOut", 35_000]);
    });

    it("counts from the wait's own beginning, not from the task's", async () => {
      const startedAt = START_MS - 86_400_000;
      const outcome = await new Waited(["running"], { startedAt, timeoutMs: 90_000 }).end();
      assert.deepEqual([outcome.ending, outcome.elapsedMs], ["timedOut", 90_000]);
    });
  });

  describe("when it is aborted", () => {
    it("ends at once with what it saw last", async () => {
      const waited = new Waited(["running"]);
      await waited.clock.advance(12_000);
      waited.abort.abort();
      assert.deepEqual(await waited.outcome, {
        ending: "aborted",
        sight: sight("running"),
        polls: 2,
        elapsedMs: 12_000,
      });
    });

    it("ends before the first look if that was before", async () => {
      const outcome = await new Waited(["succeeded"], { signal: AbortSignal.abort() }).end();
      assert.deepEqual(outcome, { ending: "aborted", sight: undefined, polls: 0, elapsedMs: 0 });
    });
  });

  describe("on an error", () => {
    it("ends refused by one that does not pass", async () => {
      const denied = new Error("denied");
      assert.deepEqual(await new Waited(["running", denied]).end(), {
        ending: "refused",
        error: denied,
        polls: 2,
        elapsedMs: 10_000,
      });
    });

    it("goes on after one that passes soon, a little later after each further one", async () => {
      const waited = new Waited([new Error("soon"), new Error("soon"), "running", "succeeded"]);
      assert.equal((await waited.end()).ending, "terminal");
      assert.deepEqual(waited.delays, [0, 10_000, 20_000, 27_000]);
      assert.deepEqual(waited.progress, [30_000]);
    });

    it("never fails by throttling: it times out at the limit", async () => {
      const outcome = await new Waited([new Error("slow")], { timeoutMs: 300_000 }).end();
      assert.deepEqual([outcome.ending, outcome.elapsedMs], ["timedOut", 300_000]);
    });
  });

  describe("that reaches nobody", () => {
    const HALF_A_DAY_MS = 43_200_000;
    const TEN_MINUTES_MS = 600_000;
    const unreached = new Error("unreached");
    const looks = (count: number, seen: Seen): Seen[] => Array.from({ length: count }, () => seen);
    const waited = (...script: Seen[]) => new Waited(script, { timeoutMs: HALF_A_DAY_MS });

    it("gives up after ten minutes, long before its limit, and has the trouble", async () => {
      const outcome = await waited(unreached).end();
      assert.ok(outcome.ending === "timedOut", outcome.ending);
      assert.deepEqual([outcome.trouble, outcome.sight], [unreached, undefined]);
      assert.ok(outcome.elapsedMs >= TEN_MINUTES_MS, `${outcome.elapsedMs} ms`);
      assert.ok(outcome.elapsedMs <= TEN_MINUTES_MS + 60_000, `${outcome.elapsedMs} ms`);
    });

    it("gives up at its limit where that is earlier", async () => {
      const outcome = await new Waited([unreached], { timeoutMs: 25_000 }).end();
      assert.deepEqual([outcome.ending, outcome.elapsedMs], ["timedOut", 25_000]);
    });

    for (const [what, first] of [
      ["an AWS that answers with errors", new Error("soon")],
      ["an AWS that throttles", new Error("slow")],
    ] as const) {
      it(`is none at ${what}, for hours if it must be`, async () => {
        const wait = waited(...looks(60, first), "running", "succeeded");
        const { ending, elapsedMs } = await wait.end();
        assert.equal(ending, "terminal");
        assert.ok(elapsedMs > 2 * TEN_MINUTES_MS, `${elapsedMs} ms`);
      });

      it(`is none after ${what} once`, async () => {
        const wait = waited(first, ...looks(60, unreached), "succeeded");
        assert.equal((await wait.end()).ending, "terminal");
      });
    }

    it("is none after a look that went well: that is an outage", async () => {
      const wait = waited("running", ...looks(60, unreached), "succeeded");
      const { ending, elapsedMs } = await wait.end();
      assert.equal(ending, "terminal");
      assert.ok(elapsedMs > 2 * TEN_MINUTES_MS, `${elapsedMs} ms`);
    });
  });

  describe("for a task that isn't listed", () => {
    it("goes on until it may be taken for invisible no longer", async () => {
      const waited = new Waited(["unlisted"], { visibleBy: START_MS + 35_000 });
      assert.deepEqual(await waited.end(), { ending: "unlisted", polls: 4, elapsedMs: 38_000 });
    });

    it("finds one that becomes visible by then", async () => {
      const script: Seen[] = ["unlisted", "unlisted", "running", "succeeded"];
      const outcome = await new Waited(script, { visibleBy: START_MS + 20_001 }).end();
      assert.equal(outcome.ending, "terminal");
    });

    it("ends at the very time by which it must be visible", async () => {
      const outcome = await new Waited(["unlisted"], { visibleBy: START_MS }).end();
      assert.deepEqual(outcome, { ending: "unlisted", polls: 1, elapsedMs: 0 });
    });

    it("ends at once where nobody knows when it was started", async () => {
      assert.equal((await new Waited(["unlisted"]).end()).ending, "unlisted");
    });

    it("counts as reached: an outage after it is waited out", async () => {
      const outage = Array<Seen>(100).fill(new Error("no network"));
      const waited = new Waited(["unlisted", ...outage, "succeeded"], {
        visibleBy: START_MS + 60_000,
        timeoutMs: 43_200_000,
        passes: () => "unreached",
      });
      assert.equal((await waited.end()).ending, "terminal");
    });

    it("ends when one that was seen is listed no longer", async () => {
      const waited = new Waited(["running", "unlisted"], { visibleBy: START_MS });
      assert.deepEqual(await waited.end(), { ending: "unlisted", polls: 2, elapsedMs: 10_000 });
    });
  });
});
