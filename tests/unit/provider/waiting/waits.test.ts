import assert from "node:assert/strict";
import { progressOf } from "../../../../provider/waiting/progress";
import { Waits } from "../../../../provider/waiting/waits";

const MINUTE_MS = 60_000;
const NOW_MS = 1_000_000;

/** `count` tasks that wait, named `0` to `count - 1`. */
function waiting(count: number): Waits {
  const waits = new Waits();
  for (let n = 0; n < count; n++) waits.begin(`${n}`);
  return waits;
}

const see = (waits: Waits, id: number, status: string, percent?: number) =>
  waits.seen(progressOf(`${id}`, { status, percent }, 20 * MINUTE_MS), NOW_MS);

describe("the line for all that wait", () => {
  it("counts them by status, with what is left for the slowest", () => {
    const waits = waiting(12);
    for (let n = 0; n < 3; n++) see(waits, n, "pending");
    for (let n = 3; n < 12; n++) see(waits, n, "active", n === 5 ? 33 : 50 + n);
    assert.equal(waits.text(NOW_MS), "12 tasks waiting: 9 active, 3 pending, slowest ~41m left");
  });

  it("knows that what is left becomes less until somebody looks again", () => {
    const waits = waiting(3);
    for (let n = 0; n < 3; n++) see(waits, n, "active", 50);
    assert.equal(
      waits.text(NOW_MS + 5 * MINUTE_MS),
      "3 tasks waiting: 3 active, slowest ~15m left",
    );
    assert.equal(waits.text(NOW_MS + 30 * MINUTE_MS), "3 tasks waiting: 3 active");
  });

  it("is none for one or two", () => {
    const waits = waiting(2);
    see(waits, 0, "active");
    assert.equal(waits.areMany, false);
    waits.end("0", "completed", "1m");
    waits.end("1", "completed", "1m");
    assert.equal(waits.closing(), undefined);
  });

  it("goes on until the last one has ended, and then tells how they did", () => {
    const waits = waiting(4);
    for (let n = 0; n < 4; n++) see(waits, n, "active");
    waits.end("0", "completed", "1m");
    waits.end("1", "completed", "1m");
    assert.equal(waits.text(NOW_MS), "2 tasks waiting: 2 active");
    waits.end("2", "deleted", "1m");
    assert.equal(waits.text(NOW_MS), "1 task waiting: 1 active");
    assert.equal(waits.areOver, false);
    waits.end("3", undefined, undefined);
    assert.equal(waits.areOver, true);
    const text = "4 tasks have ended: 2 completed, 1 deleted, 1 no longer waited for";
    assert.equal(waits.areMany, false);
    assert.equal(waits.closing(), text);
    assert.equal(waits.closing(), undefined);
  });

  it("says of whom nothing is known yet", () => {
    const waits = waiting(3);
    see(waits, 1, "active");
    assert.equal(waits.text(NOW_MS), "3 tasks waiting: 2 not seen yet, 1 active");
  });

  it("counts a task once for which several wait", () => {
    const waits = waiting(3);
    waits.begin("2");
    for (let n = 0; n < 3; n++) see(waits, n, "active");
    assert.equal(waits.text(NOW_MS), "3 tasks waiting: 3 active");
    waits.end("2", "completed", "1m");
    assert.equal(waits.text(NOW_MS), "3 tasks waiting: 3 active");
    waits.end("2", "completed", "1m");
    assert.equal(waits.text(NOW_MS), "2 tasks waiting: 2 active");
  });

  it("bears an end of what nobody waited for", () => {
    const waits = waiting(0);
    waits.end("x", "completed", undefined);
    assert.equal(waits.closing(), undefined);
  });
});

describe("how long a task took", () => {
  it("is known once it has ended", () => {
    const waits = waiting(1);
    assert.equal(waits.took("0"), undefined);
    waits.end("0", "completed", "12m");
    assert.equal(waits.took("0"), "12m");
  });
});
