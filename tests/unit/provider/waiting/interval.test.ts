import assert from "node:assert/strict";
import type { Estimate } from "../../../../provider/waiting/forecast";
import { intervalMs, nextLookMs, remainingMs } from "../../../../provider/waiting/interval";

/** The delays, in seconds, of one wait from the start of its task until `untilS`. */
function delays(options: {
  minS: number;
  maxS: number;
  untilS: number;
  chance?: number;
  percentAt?: (elapsedS: number) => number;
}): number[] {
  const { minS, maxS, untilS, chance = 0.5, percentAt } = options;
  const seconds: number[] = [];
  for (let elapsedMs = 0; elapsedMs < untilS * 1_000;) {
    const percent = percentAt?.(elapsedMs / 1_000);
    const pace = { elapsedMs, percent, minMs: minS * 1_000, maxMs: maxS * 1_000 };
    const delayMs = intervalMs(pace, chance);
    seconds.push(Math.round(delayMs / 100) / 10);
    elapsedMs += delayMs;
  }
  return seconds;
}

describe("intervalMs", () => {
  it("begins with the shortest, follows a tenth of the elapsed time, stays at the longest", () => {
    assert.deepEqual(delays({ minS: 15, maxS: 120, untilS: 2_000 }), [
      ...[15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 16.5, 18.2, 20, 22, 24.2, 26.6, 29.2],
      ...[32.2, 35.4, 38.9, 42.8, 47.1, 51.8, 57, 62.7, 68.9, 75.8, 83.4, 91.7, 100.9, 111],
      ...[120, 120, 120, 120, 120, 120, 120],
    ]);
  });

  it("keeps the ends of the jitter within ten per cent of the bounds", () => {
    const early = delays({ minS: 10, maxS: 12, untilS: 140, chance: 0 });
    const late = delays({ minS: 10, maxS: 12, untilS: 140, chance: 0.999_999 });
    assert.deepEqual(early, [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9.7, 10.6, 10.8, 10.8]);
    assert.deepEqual(late, [11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12.1, 13.2, 13.2]);
  });

  it("comes closer near the end that AWS's percentage promises", () => {
    const percentAt = (elapsedS: number) => Math.floor(elapsedS / 10);
    const seconds = delays({ minS: 5, maxS: 120, untilS: 1_000, percentAt });
    assert.deepEqual(seconds.slice(-8), [65.6, 72.1, 79.3, 65.2, 35.3, 15, 10.1, 5]);
  });

  const paces: readonly [string, number, number | undefined, number][] = [
    ["half of what is left where that is nearer", 1_000, 95, 26.3],
    ["a tenth of what is past where that is nearer", 1_000, 20, 100],
    ["the shortest at a hundred per cent", 1_000, 100, 5],
    ["by the elapsed time alone before the first per cent", 1_000, 0, 100],
    ["by the elapsed time alone below zero", 1_000, -3, 100],
    ["by the elapsed time alone beyond a hundred", 1_000, 101, 100],
    ["by the elapsed time alone without a percentage", 1_000, undefined, 100],
    ["the shortest at the very start", 0, undefined, 5],
    ["the shortest for a clock that went back", -60, undefined, 5],
    ["the longest for a task of days", 1_000_000, undefined, 120],
  ];
  for (const [rule, elapsedS, percent, expectedS] of paces) {
    it(`is ${rule}`, () => {
      const pace = { elapsedMs: elapsedS * 1_000, percent, minMs: 5_000, maxMs: 120_000 };
      assert.equal(Math.round(intervalMs(pace, 0.5) / 100) / 10, expectedS);
    });
  }

  it("spreads evenly over the jitter's range and is a whole number of milliseconds", () => {
    const pace = { elapsedMs: 0, minMs: 1_001, maxMs: 2_000 };
    const spread = [0, 0.25, 0.5, 0.75, 0.999_999].map((chance) => intervalMs(pace, chance));
    assert.deepEqual(spread, [901, 951, 1_001, 1_051, 1_101]);
  });

  it("stays within bounds, give or take the jitter, whatever the pace", () => {
    for (let step = 0; step < 500; step++) {
      const pace = {
        elapsedMs: (step * 7_919) % 90_000_000,
        percent: (step * 37) % 130,
        minMs: 15_000,
        maxMs: 120_000,
      };
      const delayMs = intervalMs(pace, (step * 0.618) % 1);
      assert.ok(delayMs >= 13_500 && delayMs <= 132_000, `${delayMs} at ${JSON.stringify(pace)}`);
    }
  });
});

describe("nextLookMs", () => {
  const MINUTE_MS = 60_000;
  const bounds = { minMs: 15_000, maxMs: 2 * MINUTE_MS, farMs: 10 * MINUTE_MS };
  const next = (elapsedMs: number, of?: Partial<Estimate>, chance = 0) => {
    const usual = { remainingMs: 0, perCentMs: 36_000, drift: 1, isLast: false, stoodMs: 0 };
    const estimate = of && { ...usual, ...of };
    return nextLookMs({ elapsedMs, ...bounds }, estimate, chance) / 1_000;
  };

  it("doubles the time up to the longest where there is no percentage", () => {
    const minutes = [0, 0.25, 0.5, 1, 2, 60].map((elapsed) => next(elapsed * MINUTE_MS));
    assert.deepEqual(minutes, [15, 15, 30, 60, 120, 120]);
  });

  it("spreads that by a fifth, but never below the shortest or beyond the longest", () => {
    assert.deepEqual(
      [next(60 * MINUTE_MS, undefined, 0.999_999), next(0, undefined, 0.9)],
      [96, 15],
    );
  });

  const hour = 60 * MINUTE_MS;
  const cases: readonly [string, Partial<Estimate>, number][] = [
    [
      "six tenths of what is left by a first estimate",
      { remainingMs: 400_000, drift: undefined },
      240,
    ],
    [
      "six tenths of what is left where the end has come nearer",
      { remainingMs: 400_000, drift: 0.7 },
      240,
    ],
    [
      "further than what is left where the end has moved away",
      { remainingMs: 400_000, drift: 1.4 },
      560,
    ],
    ["a little after the earliest end that is likely", { remainingMs: 400_000 }, 379],
    ["a fifth of the age while the end is far", { remainingMs: 4_000_000, drift: 1.1 }, 600],
    ["three times the shortest where the end is past", { remainingMs: -50_000 }, 45],
    ["short in the last per cent", { remainingMs: 300_000, isLast: true }, 54],
    ["the longest where that one stands", { remainingMs: 3e5, isLast: true, stoodMs: 1e6 }, 120],
  ];
  for (const [rule, estimate, seconds] of cases) {
    it(`is ${rule}`, () => assert.equal(Math.round(next(hour, estimate)), seconds));
  }

  it("is never more than five times the age of the task", () => {
    assert.equal(next(30_000, { remainingMs: 4_000_000 }), 150);
  });

  it("stays within the bounds whatever the estimate", () => {
    for (let step = 0; step < 2_000; step++) {
      const drift = step % 5 === 0 ? undefined : 0.5 + ((step * 7) % 150) / 100;
      const of = {
        ...{
          remainingMs: ((step * 7_919) % 9_000_000) - 100_000,
          perCentMs: (step * 31) % 200_000,
        },
        ...{ drift, isLast: step % 7 === 0, stoodMs: (step * 997) % 900_000 },
      };
      const seconds = next((step * 104_729) % 20_000_000, of, (step * 0.618) % 1);
      assert.ok(seconds >= 15 && seconds <= 600, `${seconds} of ${JSON.stringify(of)}`);
    }
  });
});

describe("remainingMs", () => {
  const known: readonly [number, number, number][] = [
    [60_000, 50, 60_000],
    [60_000, 25, 180_000],
    [60_000, 100, 0],
    [0, 50, 0],
  ];
  for (const [elapsedMs, percent, expected] of known) {
    it(`is ${expected} ms after ${elapsedMs} ms and ${percent} %`, () => {
      assert.equal(remainingMs(elapsedMs, percent), expected);
    });
  }

  for (const percent of [undefined, 0, -1, 100.5]) {
    it(`is not known at ${percent} %`, () => assert.equal(remainingMs(1, percent), undefined));
  }
});
