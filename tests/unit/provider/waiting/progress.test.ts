import assert from "node:assert/strict";
import { leftText, progressOf, progressText } from "../../../../provider/waiting/progress";

const text = (seen: Parameters<typeof progressOf>[1], elapsedMs: number) =>
  progressText(progressOf("export-ami-0f", seen, elapsedMs));

describe("progressText", () => {
  it("says status, percentage, phase, time, time left and id", () => {
    assert.equal(
      text({ status: "active", phase: "converting", percent: 43 }, 720_000),
      "active 43 % (converting) 12m, ~16m left, export-ami-0f",
    );
  });

  const lines: readonly [string, Parameters<typeof progressOf>[1], number, string][] = [
    ["leaves out what AWS doesn't tell", { status: "active" }, 5_000, "active 5s, export-ami-0f"],
    [
      "doesn't say the phase twice",
      { status: "active", phase: "active" },
      5_000,
      "active 5s, export-ami-0f",
    ],
    [
      "promises nothing before the first per cent",
      { status: "active", percent: 0 },
      5_000,
      "active 0 % 5s, export-ami-0f",
    ],
    [
      "promises nothing at a hundred per cent",
      { status: "active", percent: 100 },
      60_000,
      "active 100 % 1m, export-ami-0f",
    ],
    [
      "promises nothing beyond a hundred per cent",
      { status: "active", percent: 120 },
      60_000,
      "active 120 % 1m, export-ami-0f",
    ],
    [
      "bears a clock that went back",
      { status: "active", percent: 50 },
      -60_000,
      "active 50 % 0s, export-ami-0f",
    ],
  ];
  for (const [rule, seen, elapsedMs, line] of lines) {
    it(rule, () => assert.equal(text(seen, elapsedMs), line));
  }
});

describe("leftText", () => {
  const rounded: readonly [number, string][] = [
    [1, "~10s left"],
    [14, "~10s left"],
    [47, "~50s left"],
    [59.9, "~1m left"],
    [100, "~2m left"],
    [954, "~16m left"],
    [3_599, "~1h left"],
    [3_660, "~1h left"],
    [4_750, "~1h 20m left"],
    [36_100, "~10h left"],
  ];
  for (const [seconds, text] of rounded) {
    it(`rounds ${seconds} s to "${text}"`, () => assert.equal(leftText(seconds * 1_000), text));
  }
});

describe("progressOf", () => {
  it("tells what is left if it goes on as it did", () => {
    const seen = { status: "active", phase: "converting", percent: 25 };
    assert.deepEqual(progressOf("export-ami-0f", seen, 60_000), {
      id: "export-ami-0f",
      ...seen,
      elapsedMs: 60_000,
      remainingMs: 180_000,
    });
  });
});
