import assert from "node:assert/strict";
import { DURATION, durationMs, durationText, within } from "../../../../provider/waiting/deadline";
import { unhandledDuring } from "../support/context";
import { ManualClock } from "../../../support/manualClock";

describe("a duration as text", () => {
  const durations: readonly [string, number][] = [
    ["45s", 45_000],
    ["90m", 5_400_000],
    ["12h", 43_200_000],
    ["1h30m", 5_400_000],
    ["1h30m15s", 5_415_000],
    ["1h15s", 3_615_000],
    ["1.5h", 5_400_000],
    ["0.5s", 500],
  ];
  for (const [text, ms] of durations) {
    it(`reads ${text} as ${ms} ms`, () => {
      assert.match(text, DURATION);
      assert.equal(durationMs(text), ms);
    });
  }

  const malformed = [
    ...["", " ", "90", "m", "90 m", " 90m", "90m ", "90m\n", "-5m", "+5m", "1e3s", "Infinity"],
    ...[
      "0s",
      "0h0.0s",
      "1234567h",
      "30m1h",
      "5s5m",
      "1h1h",
      "5d",
      "5ms",
      "90M",
      "1.h",
      ".5h",
      "1,5h",
      "٣m",
      "PT5M",
    ],
  ];
  for (const text of malformed) {
    it(`does not take ${JSON.stringify(text)} for one`, () => assert.doesNotMatch(text, DURATION));
  }

  it("tells a very long text from a duration quickly", () => {
    assert.doesNotMatch("1".repeat(200_000), DURATION);
  });
});

describe("durationText", () => {
  const texts: readonly [number, string][] = [
    [0, "0s"],
    [-5_000, "0s"],
    [499, "0s"],
    [500, "1s"],
    [59_499, "59s"],
    [59_500, "1m"],
    [90_000, "1m 30s"],
    [720_000, "12m"],
    [3_599_499, "59m 59s"],
    [3_599_500, "1h"],
    [3_659_000, "1h"],
    [5_400_000, "1h 30m"],
    [172_800_000, "48h"],
  ];
  for (const [ms, text] of texts) {
    it(`writes ${ms} ms as ${text}`, () => assert.equal(durationText(ms), text));
  }
});

describe("within", () => {
  const start = () => new ManualClock(1_000);
  const never = () => new Promise<string>(() => {});

  it("gives the outcome of work that ends in time, and leaves no sleeper", async () => {
    const clock = start();
    const outcome = within(clock, 100, "late", () => clock.sleep(99).then(() => "done"));
    assert.equal(await clock.until(outcome), "done");
    assert.equal(clock.now(), 1_099);
    assert.equal(clock.sleeping, 0);
  });

  it("gives the late value at the limit and aborts the signal only then", async () => {
    const clock = start();
    let signal: AbortSignal | undefined;
    const outcome = within(clock, 100, "late", (given) => {
      signal = given;
      return never();
    });
    await clock.advance(99);
    assert.equal(signal?.aborted, false);
    await clock.advance(1);
    assert.equal(await outcome, "late");
    assert.equal(signal?.aborted, true);
  });

  it("does not abort the signal of work that ended in time", async () => {
    const clock = start();
    let signal: AbortSignal | undefined;
    await within(clock, 100, "late", async (given) => void (signal = given));
    await clock.advance(1_000);
    assert.equal(signal?.aborted, false);
  });

  it("rejects as the work does, and leaves no sleeper", async () => {
    const clock = start();
    const outcome = within(clock, 100, "late", () => Promise.reject(new Error("broken")));
    await assert.rejects(outcome, /^Error: broken$/);
    assert.equal(clock.sleeping, 0);
  });

  it("rejects when the work throws before it has a promise", async () => {
    const clock = start();
    const outcome = within(clock, 100, "late", () => {
      throw new Error("broken at once");
    });
    await assert.rejects(outcome, /^Error: broken at once$/);
    assert.equal(clock.sleeping, 0);
  });

  it("lets nobody hear of a rejection that comes after the limit", async () => {
    const clock = start();
    const unhandled = await unhandledDuring(async () => {
      const fails = () => clock.sleep(200).then(() => Promise.reject(new Error("too late")));
      assert.equal(await clock.until(within(clock, 100, "late", fails)), "late");
      await clock.advance(200);
    });
    assert.deepEqual(unhandled, []);
  });

  it("is late at once with nothing left, unless the work is done already", async () => {
    const clock = start();
    assert.equal(await clock.until(within(clock, 0, "late", never)), "late");
    assert.equal(await clock.until(within(clock, 0, "late", async () => "done")), "done");
  });
});
