// The arithmetic of waiting: whatever the task tells of itself, the next look comes in time.
import assert from "node:assert/strict";
import fc from "fast-check";
import { pollingMs, timeoutMs, WAIT_MODES, waitMode } from "../../../provider/lifecycle/inputs";
import { DURATION, durationMs, durationText } from "../../../provider/waiting/deadline";
import { intervalMs, remainingMs } from "../../../provider/waiting/interval";
import { progressOf, progressText } from "../../../provider/waiting/progress";
import { PROGRAMS } from "./support/programs";
import { runs } from "./support/runs";
import { anyText } from "./support/texts";
import { anyJson } from "./support/values";

const amount = fc.oneof(
  fc.nat(999_999).map(String),
  fc.tuple(fc.nat(999_999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
);
const part = (unit: string) => fc.option(amount, { nil: "" }).map((n) => (n ? n + unit : ""));
const duration = fc
  .tuple(part("h"), part("m"), part("s"))
  .map((parts) => parts.join(""))
  .filter((text) => DURATION.test(text));

const ms = fc.oneof(fc.nat(4e8), fc.double({ min: 0, max: 1e15, noNaN: true }));
const elapsed = fc.oneof(
  ms,
  ms.map((value) => -value),
);
/** AWS tells it in whole numbers, or with few decimals. */
const hundredths = fc.integer({ min: -100, max: 10_100 }).map((n) => n / 100);
const percent = fc.option(hundredths, { nil: undefined });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const bounds = fc
  .tuple(fc.integer({ min: 100, max: 1e7 }), fc.integer({ min: 0, max: 1e7 }))
  .map(([minMs, more]) => ({ minMs, maxMs: minMs + more }));

describe("durations", () => {
  it("are more than nothing, and finite", () => {
    const holds = fc.property(duration, (text) => {
      const value = durationMs(text);
      assert.ok(value > 0 && Number.isFinite(value), String(value));
    });
    fc.assert(holds, runs(1_500));
  });

  it("are shown as numbers with units", () => {
    const holds = fc.property(elapsed, (value) => {
      assert.match(durationText(value), /^\d+(e\+\d+)?(s|m|m \d\d?s|h|h \d\d?m)$/);
    });
    fc.assert(holds, runs(1_500));
  });

  it("are no other texts, and looking at these takes no time", () => {
    const holds = fc.property(anyText, (text) => {
      assert.ok(Number.isFinite(durationMs(text)) || !DURATION.test(text));
    });
    fc.assert(holds, runs(1_000));
  });
});

describe("the time until the next look", () => {
  it("is within its bounds, give or take ten per cent", () => {
    const holds = fc.property(elapsed, percent, bounds, chance, (elapsedMs, done, limits, luck) => {
      const delayMs = intervalMs({ elapsedMs, percent: done, ...limits }, luck);
      assert.ok(delayMs >= Math.floor(limits.minMs * 0.9), `${delayMs}`);
      assert.ok(delayMs <= Math.ceil(limits.maxMs * 1.1), `${delayMs}`);
    });
    fc.assert(holds, runs(2_000));
  });

  it("has bounds in their order, and never none, whatever was written", () => {
    const bound = fc.oneof(fc.constant(undefined), duration, anyText);
    const kinds = fc.constantFrom(...PROGRAMS.map(({ kind }) => kind));
    const holds = fc.property(kinds, bound, bound, (kind, minInterval, maxInterval) => {
      const { minMs, maxMs } = pollingMs(kind, { polling: { minInterval, maxInterval } });
      assert.ok(minMs >= 100 && minMs <= maxMs, `${minMs} to ${maxMs}`);
    });
    fc.assert(holds, runs(1_000));
  });
});

describe("progress", () => {
  it("is one line without odd numbers", () => {
    const sight = fc.record({
      status: fc.constantFrom("active", "new"),
      phase: fc.option(fc.constantFrom("converting", "active"), { nil: undefined }),
      percent,
    });
    const holds = fc.property(sight, elapsed, (seen, elapsedMs) => {
      const text = progressText(progressOf("task-1", seen, elapsedMs));
      assert.doesNotMatch(text, /NaN|Infinity|undefined|\n/);
      const left = remainingMs(elapsedMs, seen.percent);
      assert.ok(left === undefined || !Number.isNaN(left));
    });
    fc.assert(holds, runs(1_500));
  });
});

describe("the time limits and the mode", () => {
  it("are always some", () => {
    const { kind } = PROGRAMS[0]!;
    const holds = fc.property(anyJson, anyText, anyJson, (timeouts, override, wait) => {
      for (const name of ["start", "wait", "cancel"] as const) {
        assert.ok(timeoutMs(kind, { timeouts }, name) >= 0);
      }
      assert.ok(WAIT_MODES.includes(waitMode({ wait }, override)));
    });
    fc.assert(holds, runs(1_000));
  });
});
