import assert from "node:assert/strict";
import { benchmarks } from "../../../benchmarks";
import { altOf } from "../../../benchmarks/callsAndLag";
import { jobOf, LENGTHS, SHAPES } from "../../../benchmarks/callsAndLag/jobs";
import { TokenBucket } from "../../../benchmarks/throttling/bucket";
import type { Bar, Results } from "../../../benchmarks/benchmark";
import { sectionOf, tally } from "../../../benchmarks/support/page";
import { digits, mean, median, quantile, seeded } from "../../../benchmarks/support/statistics";

describe("the benchmarks", () => {
  it("have names that can be typed, each once", () => {
    const names = benchmarks.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });
});

describe("figures", () => {
  it("are found in values of any order", () => {
    const values = [5, 1, 4, 2, 3];
    assert.deepEqual([median(values), mean(values), quantile(values, 0.95)], [3, 3, 4.8]);
    assert.throws(() => median([]), /of no values/);
  });

  it("are rounded to what they mean", () => {
    assert.deepEqual([digits(1_234.5), digits(0.012_34, 2), digits(41.5)], [1_230, 0.012, 41.5]);
  });

  it("come from chance that can be repeated", () => {
    const of = (seed: number) => Array.from({ length: 5 }, seeded(seed));
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
    assert.ok(of(3).every((value) => value >= 0 && value < 1));
    // What was recorded of them holds only for the same numbers.
    assert.deepEqual(
      of(1).map((value) => value.toFixed(4)),
      ["0.6271", "0.0027", "0.5274", "0.9811", "0.9684"],
    );
  });
});

describe("the text for who can't see the plot", () => {
  it("says no more of ours than is so", () => {
    const of = (calls: number, lagS: number) => ({ calls, lagS, lag95S: 0 });
    const cells = [
      { ours: of(5, 5), sdk: of(10, 60) },
      { ours: of(14, 19), sdk: of(10, 60) },
      { ours: of(18, 210), sdk: of(35, 57) },
      { ours: of(12, 57), sdk: of(35, 57) },
    ];
    assert.match(
      altOf(cells),
      /for 4 sorts of job: ours makes fewer calls .* for 3, .* of 2 sooner/,
    );
  });
});

describe("a simulated job", () => {
  for (const shape of SHAPES) {
    it(`that is ${shape.name} tells a percentage that never falls, and 99 at the most`, () => {
      const job = jobOf(shape, LENGTHS[0]!, 3, 10);
      const told = Array.from({ length: 101 }, (_, n) => job.percent((job.ms * n) / 100));
      if (!shape.done) return assert.ok(told.every((percent) => percent === undefined));
      const sorted = [...(told as number[])].sort((a, b) => a - b);
      assert.deepEqual(told, sorted);
      assert.equal(told.at(-1), 99);
    });
  }

  it("ends evenly spread about its length", () => {
    const ends = Array.from({ length: 4 }, (_, n) => jobOf(SHAPES[0]!, LENGTHS[0]!, n, 4).ms);
    assert.deepEqual(ends, [555_000, 585_000, 615_000, 645_000]);
  });
});

describe("a token bucket", () => {
  it("allows its burst at once, and then as many as it fills", () => {
    const bucket = new TokenBucket({ perS: 20, burst: 100 });
    const taken = (nowMs: number) => {
      let count = 0;
      while (bucket.take(nowMs)) count++;
      return count;
    };
    assert.deepEqual([taken(0), taken(0), taken(1_000), taken(60_000)], [100, 0, 20, 100]);
  });
});

describe("the page of results", () => {
  const bar = (measured: number, remark?: string): Bar => ({
    ...{ figure: "calls", measured, most: 0.5 },
    ...(remark !== undefined && { remark }),
  });
  const results = (bars: readonly Bar[]): Results => ({
    about: "What was measured.",
    tables: [
      { title: "Calls", columns: ["who", "calls"], rows: [["a | b", 1_230]], note: "Note." },
    ],
    bars,
    plots: [{ name: "plot", alt: "calls", spec: {} }],
  });
  const benchmark = { name: "some", title: "Some calls", run: async () => results([]) };

  it("has a heading, plots, tables with numbers to the right, and notes", () => {
    assert.equal(
      sectionOf({ benchmark, results: results([]) }),
      [
        ...["## Some calls", "What was measured.", "![calls](some-plot.svg)", "**Calls**"],
        ...["| who | calls |\n| --- | ---: |\n| a \\| b | 1230 |", "Note."],
      ].join("\n\n"),
    );
  });

  it("says which bars are missed, and why", () => {
    const text = sectionOf({ benchmark, results: results([bar(0.4), bar(0.71, "It can't be.")]) });
    assert.match(text, /\| calls \| 0\.4 \| ≤ 0\.5 \| reached \|/);
    assert.match(text, /\| calls \| 0\.71 \| ≤ 0\.5 \| \*\*missed\*\* \|/);
    assert.match(text, /Missed, and why:\n\n- calls: It can't be\./);
  });

  it("gives no reasons where nothing is missed", () => {
    const text = sectionOf({ benchmark, results: results([bar(0.4, "It can't be.")]) });
    assert.doesNotMatch(text, /It can't be/);
  });

  it("counts the bars", () => {
    assert.equal(tally([bar(0.4), bar(0.6)]), "reached 1 of 2 bars");
    assert.equal(tally([]), "no bars");
  });
});
