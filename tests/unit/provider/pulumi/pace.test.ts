import assert from "node:assert/strict";
import { LogPace, type Pace, ScreenPace } from "../../../../provider/pulumi/pace";
import { ManualClock } from "../../../support/manualClock";

const MINUTE_MS = 60_000;

interface Sent {
  readonly urn: string | undefined;
  readonly text: string;
  readonly atMs: number;
}

/** A pace whose texts are kept with their time. */
function paced(Kind: new (...given: ConstructorParameters<typeof ScreenPace>) => Pace) {
  const clock = new ManualClock(0);
  const sent: Sent[] = [];
  const pace = new Kind(clock, (urn, text) => sent.push({ urn, text, atMs: clock.now() }));
  return { clock, sent, pace };
}

describe("the pace of a screen", () => {
  it("sends the first text at once and then the last one of each second", async () => {
    const { clock, sent, pace } = paced(ScreenPace);
    for (let ms = 0; ms < 3_000; ms += 100) {
      pace.text("urn:a", `${ms}`);
      await clock.advance(100);
    }
    await clock.advance(1_000);
    assert.deepEqual(
      sent.map(({ text, atMs }) => [text, atMs]),
      [
        ["0", 0],
        ["900", 1_000],
        ["1900", 2_000],
        ["2900", 3_000],
      ],
    );
  });

  it("never sends two texts of a resource within a second, however they come", async () => {
    const { clock, sent, pace } = paced(ScreenPace);
    // As random as it has to be: steps that share no rhythm with a second.
    for (let n = 0; n < 500; n++) {
      const urn = `urn:${n % 3}`;
      pace.text(urn, `${n}`);
      if (n % 7 === 0) pace.said(urn);
      await clock.advance((n * 37) % 411);
    }
    for (const urn of ["urn:0", "urn:1", "urn:2"]) {
      const times = sent.filter((one) => one.urn === urn).map(({ atMs }) => atMs);
      assert.ok(times.length > 10);
      times.slice(1).forEach((atMs, i) => assert.ok(atMs - times[i]! >= 1_000, `${times}`));
    }
  });

  it("does not hold a text back for another resource's", () => {
    const { sent, pace } = paced(ScreenPace);
    for (const urn of ["urn:a", "urn:b", undefined]) pace.text(urn, "waiting");
    assert.equal(sent.length, 3);
  });

  it("forgets what it held back once something that stays was said", async () => {
    const { clock, sent, pace } = paced(ScreenPace);
    pace.text("urn:a", "first");
    pace.text("urn:a", "held back");
    pace.said("urn:a");
    await clock.advance(10_000);
    assert.deepEqual(
      sent.map(({ text }) => text),
      ["first"],
    );
    pace.text("urn:a", "later");
    assert.equal(sent.at(-1)!.text, "later");
  });
});

describe("a screen between two looks", () => {
  const minutes = (ago: number) => `${Math.floor(ago / MINUTE_MS)}m`;
  const textsOf = (sent: readonly Sent[]) => sent.map(({ text }) => text);

  it("shows each half minute what time it is", async () => {
    const { clock, sent, pace } = paced(ScreenPace);
    pace.text("urn:a", minutes);
    await clock.advance(2 * MINUTE_MS);
    assert.deepEqual(textsOf(sent), ["0m", "0m", "1m", "1m", "2m"]);
    pace.text("urn:a", "completed");
    await clock.advance(10 * MINUTE_MS);
    assert.deepEqual(textsOf(sent).slice(5), ["completed"]);
    assert.equal(clock.sleeping, 0);
  });

  it("leaves alone what was said there, and who has just spoken", async () => {
    const { clock, sent, pace } = paced(ScreenPace);
    pace.text("urn:said", minutes);
    pace.text("urn:late", minutes);
    await clock.advance(20_000);
    pace.said("urn:said");
    pace.text("urn:late", minutes);
    sent.length = 0;
    await clock.advance(30_000);
    assert.deepEqual(textsOf(sent), []);
    await clock.advance(10_000);
    assert.deepEqual(sent, [{ urn: "urn:late", text: "0m", atMs: 60_000 }]);
  });
});

describe("the pace of a log", () => {
  /** The minutes at which there was a line, of a wait with a text each second. */
  const linesOf = async (minutes: number) => {
    const { clock, sent, pace } = paced(LogPace);
    pace.text("urn:a", "begins", "begins");
    for (let second = 1; second <= minutes * 60; second++) {
      await clock.advance(1_000);
      pace.text("urn:a", "goes on");
    }
    return sent.map(({ atMs }) => atMs / MINUTE_MS);
  };

  it("has lines after 10 and 30 seconds and 1, 2, 5, 10 and 15 minutes, then each 15", async () => {
    const early = [0, 10 / 60, 0.5, 1, 2, 5, 10, 15];
    assert.deepEqual(await linesOf(61), [...early, 30, 45, 60]);
  });

  it("keeps to these times where a text comes late", async () => {
    const { clock, sent, pace } = paced(LogPace);
    pace.text("urn:a", "begins", "begins");
    for (const minutes of [7, 9, 10, 33, 44, 45]) {
      await clock.advance(minutes * MINUTE_MS - clock.now());
      pace.text("urn:a", `${minutes}`);
    }
    assert.deepEqual(
      sent.map(({ text }) => text),
      ["begins", "7", "10", "33", "45"],
    );
  });

  it("has the end of every wait, and the beginning of the next", async () => {
    const { clock, sent, pace } = paced(LogPace);
    for (const moment of ["begins", undefined, "ends", "begins", undefined, "ends"] as const) {
      pace.text("urn:a", moment ?? "goes on", moment);
      await clock.advance(1_000);
    }
    assert.deepEqual(
      sent.map(({ text }) => text),
      ["begins", "ends", "begins", "ends"],
    );
  });

  it("has the line for all later than the beginnings of each", async () => {
    const { clock, sent, pace } = paced(LogPace);
    for (const text of ["3 tasks waiting", "2 tasks waiting", "1 task waiting"]) {
      pace.text(undefined, text);
      await clock.advance(10_000);
    }
    pace.text(undefined, "3 tasks have ended", "ends");
    assert.deepEqual(
      sent.map(({ text }) => text),
      ["2 tasks waiting", "3 tasks have ended"],
    );
  });

  it("has a line of each of ten that wait, and of more only the one for all", async () => {
    for (const [waiting, lines] of [
      [10, 11],
      [11, 1],
    ] as const) {
      const { clock, sent, pace } = paced(LogPace);
      const urns = Array.from({ length: waiting }, (_, n) => `urn:${n}`);
      for (const urn of urns) pace.text(urn, "begins", "begins");
      pace.text(undefined, "all");
      const before = sent.length;
      await clock.advance(MINUTE_MS);
      for (const urn of [...urns, undefined]) pace.text(urn, "goes on");
      assert.equal(sent.length - before, lines, `${waiting} wait`);
    }
  });
});
