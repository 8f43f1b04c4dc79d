import assert from "node:assert/strict";
import { type Estimate, Forecast } from "../../../../provider/waiting/forecast";

const HOUR_MS = 3_600_000;

/** What is estimated at each of these shares of an hour, for a job that has done so much by then. */
function estimates(done: (share: number) => number, shares: readonly number[]) {
  const forecast = new Forecast();
  return shares.map((share) => {
    const percent = Math.floor(100 * done(share));
    const estimate = forecast.see(share * HOUR_MS, percent);
    return estimate && { ...estimate, endShare: share + estimate.remainingMs / HOUR_MS };
  });
}

const isNear = (value: number | undefined, expected: number, by: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) <= by, `${value}, not ${expected}`);

describe("a forecast", () => {
  const shapes: readonly [string, (x: number) => number][] = [
    ["evenly", (x) => x],
    ["ever slower", Math.sqrt],
    ["ever faster", (x) => x ** 2],
  ];
  for (const [how, done] of shapes) {
    it(`finds the end of a job that goes on ${how}, from its second percentage on`, () => {
      const [, second, third] = estimates(done, [0.2, 0.5, 0.8]);
      isNear(second?.endShare, 1, 0.04);
      isNear(third?.endShare, 1, 0.02);
      isNear(third?.drift, 1, 0.1);
    });
  }

  it("knows how much later the end is than it said before", () => {
    const [first, second] = estimates((x) => 1 - (1 - x) ** 2, [0.3, 0.6]);
    assert.equal(first?.drift, undefined);
    assert.ok(second!.drift! > 1.2, String(second?.drift));
  });

  it("moves the end on while the percentage stands still, and tells for how long", () => {
    const stuck = estimates((x) => Math.min(0.99, 2 * x), [0.4, 0.5, 0.6, 0.8]);
    const [, before, then, last] = stuck as (Estimate & { endShare: number })[];
    assert.ok(then!.endShare > before!.endShare && last!.endShare > 0.8);
    assert.ok(last!.isLast);
    isNear(last!.stoodMs, 0.3 * HOUR_MS, 1);
  });

  it("begins anew when the percentage falls", () => {
    const forecast = new Forecast();
    forecast.see(1_000_000, 80);
    const { remainingMs } = forecast.see(2_000_000, 50)!;
    isNear(remainingMs, 2_000_000, 50_000);
  });

  for (const percent of [undefined, 0, 0.9, -1, 101, Number.NaN]) {
    it(`makes nothing of ${percent} %`, () => {
      assert.equal(new Forecast().see(HOUR_MS, percent), undefined);
    });
  }

  it("makes nothing of a time before the start", () => {
    assert.equal(new Forecast().see(-5_000, 50), undefined);
  });

  it("takes a hundred per cent of a running job for the last", () => {
    const estimate = new Forecast().see(HOUR_MS, 100)!;
    assert.ok(estimate.isLast && estimate.remainingMs < 0.02 * HOUR_MS);
  });

  it("is finite whatever the percentages are", () => {
    const forecast = new Forecast();
    for (let step = 1; step < 2_000; step++) {
      const percent = 1 + ((step * 37) % 99) + 0.5 * (step % 2);
      const estimate = forecast.see(step * 997, percent)!;
      const { remainingMs, perCentMs, drift = 1 } = estimate;
      assert.ok([remainingMs, perCentMs, drift].every(Number.isFinite), JSON.stringify(estimate));
      assert.ok(drift >= 0.5 && drift <= 2 && perCentMs > 0);
    }
  });
});
