import assert from "node:assert/strict";
import { Course } from "../../../../provider/waiting/course";
import { progressOf } from "../../../../provider/waiting/progress";

const MINUTE_MS = 60_000;
/** What is given up after 12 hours is strange after one without a step. */
const USUAL_MS = 720 * MINUTE_MS;

type Look = readonly [minute: number, status: string, percent?: number | undefined];

/** What each look says: minute, status, percentage; and the stalls that are told, in minutes. */
function stalls(looks: readonly Look[]) {
  const course = new Course(USUAL_MS);
  return looks.flatMap(([minute, status, percent]) => {
    course.seen(progressOf("export-ami-0f", { status, percent }, minute * MINUTE_MS));
    const stillMs = course.stall();
    return stillMs === undefined ? [] : [[minute, stillMs / MINUTE_MS]];
  });
}

const each = (minutes: number, to: number, status: string, percent?: number) =>
  Array.from({ length: to / minutes + 1 }, (_, n) => [n * minutes, status, percent] as const);

describe("a stall", () => {
  it("is told once, an hour after the last percent", () => {
    assert.deepEqual(stalls(each(10, 600, "active", 43)), [[60, 60]]);
  });

  it("is counted from the first look of this wait: nobody knows what was before", () => {
    const looks = [1_000, 1_030, 1_059, 1_060, 1_200].map((at) => [at, "active", 43] as const);
    assert.deepEqual(stalls(looks), [[1_060, 60]]);
  });

  it("is told again when it moved and then stands still once more", () => {
    const looks = [
      ...each(10, 100, "active", 43),
      [110, "active", 44] as const,
      ...[200, 280, 300, 500].map((at) => [at, "active", 44] as const),
    ];
    // A pause of 110 minutes was no end: another one is strange after three times what it was first.
    assert.deepEqual(stalls(looks), [
      [60, 60],
      [300, 190],
    ]);
  });

  it("is none as long as the status or the percentage changes", () => {
    const moving = Array.from({ length: 100 }, (_, n) => [n * 50, "active", n] as const);
    assert.deepEqual(stalls(moving), []);
    const turning = Array.from({ length: 20 }, (_, n) => [n * 50, `phase ${n}`, 99] as const);
    assert.deepEqual(stalls(turning), []);
  });

  it("takes three times the longest pause so far", () => {
    const slow = Array.from({ length: 10 }, (_, n) => [n * 40, "active", n] as const);
    const looks = [...slow, ...[420, 479, 480].map((at) => [at, "active", 9] as const)];
    assert.deepEqual(stalls(looks), [[480, 120]]);
  });

  it("takes far longer where AWS tells no percentage", () => {
    assert.deepEqual(stalls(each(30, 700, "EXPORTING")), [[360, 360]]);
  });

  it("is told of a task that is stuck at 99 %", () => {
    const looks = [
      ...Array.from({ length: 100 }, (_, n) => [n, "active", n] as const),
      ...[120, 158, 159, 300].map((at) => [at, "active", 99] as const),
    ];
    assert.deepEqual(stalls(looks), [[159, 60]]);
  });
});

describe("what is left", () => {
  const left = (course: Course, minute: number, percent: number) => {
    const seen = progressOf("export-ami-0f", { status: "active", percent }, minute * MINUTE_MS);
    const { remainingMs } = course.seen(seen);
    return remainingMs === undefined ? undefined : remainingMs / MINUTE_MS;
  };

  it("becomes less with time while the percentage stands still", () => {
    const course = new Course(USUAL_MS);
    assert.equal(left(course, 10, 50), 10);
    assert.equal(left(course, 14, 50), 6);
    assert.equal(left(course, 15, 60), 10);
  });

  it("is not told any more once that time is over", () => {
    const course = new Course(USUAL_MS);
    assert.equal(left(course, 10, 50), 10);
    assert.equal(left(course, 20, 50), undefined);
    assert.equal(left(course, 60, 50), undefined);
  });
});
