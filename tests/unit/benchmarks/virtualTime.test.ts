import assert from "node:assert/strict";
import { createWaiter, WaiterState } from "@smithy/util-waiter";
import { Heap } from "../../../benchmarks/support/heap";
import { seeded } from "../../../benchmarks/support/statistics";
import { VirtualTime } from "../../../benchmarks/support/virtualTime";

describe("virtual time", () => {
  it("wakes sleepers in their order, and of two at once the first first", async () => {
    const time = new VirtualTime(1_000);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await time.sleep(ms);
      woken.push(`${name} at ${time.now()}`);
    };
    await time.run(() => Promise.all([sleeper("c", 30), sleeper("a", 10), sleeper("b", 10)]));
    assert.deepEqual(woken, ["a at 1010", "b at 1010", "c at 1030"]);
  });

  it("ends a sleep that is aborted, and takes no time for it", async () => {
    const time = new VirtualTime(0);
    const abort = new AbortController();
    await time.run(async () => {
      const sleep = time.sleep(60_000, abort.signal);
      abort.abort();
      await sleep;
      await time.sleep(1, AbortSignal.abort());
    });
    assert.equal(time.now(), 0);
  });

  it("is what the SDK's own waiter counts by: 5 to 120 seconds, then always 120", async () => {
    const time = new VirtualTime(0);
    const looks: number[] = [];
    const options = { client: {}, minDelay: 5, maxDelay: 120, maxWaitTime: 3_600 };
    const wait = () =>
      createWaiter(options, {}, async () => {
        looks.push(time.now() / 1_000);
        return { state: looks.length < 9 ? WaiterState.RETRY : WaiterState.SUCCESS };
      });
    await time.run(wait, () => 1);
    assert.deepEqual(looks, [0, 5, 15, 35, 75, 155, 275, 395, 515]);
  });

  it("gives back the clock, the timers and chance as they were", async () => {
    const { setTimeout, clearTimeout } = globalThis;
    const { now } = Date;
    const { random } = Math;
    const work = async () => {
      assert.equal(Math.random(), 0.25);
      clearTimeout(globalThis.setTimeout(() => assert.fail("it was cleared"), 5));
      throw new Error("broken");
    };
    await assert.rejects(
      new VirtualTime(0).run(work, () => 0.25),
      /broken/,
    );
    assert.deepEqual(
      [globalThis.setTimeout, globalThis.clearTimeout, Date.now, Math.random],
      [setTimeout, clearTimeout, now, random],
    );
  });

  it("takes its follower along", async () => {
    let passedMs = 0;
    const time = new VirtualTime(0, { advance: (ms) => void (passedMs += ms) });
    await time.run(async () => {
      await time.sleep(20);
      await time.sleep(30);
    });
    assert.equal(passedMs, 50);
  });

  it("says so where nobody sleeps and the work is not done", async () => {
    const forever = () => new Promise(() => {});
    await assert.rejects(new VirtualTime(0).run(forever), /nobody sleeps/);
  });
});

describe("a heap", () => {
  it("gives all that was pushed, in order", () => {
    const random = seeded(7);
    const heap = new Heap<number>((a, b) => a - b);
    const values = Array.from({ length: 500 }, () => Math.floor(random() * 100));
    for (const value of values) heap.push(value);
    assert.equal(heap.size, 500);
    const given = values.map(() => heap.pop());
    assert.deepEqual(
      given,
      [...values].sort((a, b) => a - b),
    );
    assert.deepEqual([heap.pop(), heap.first], [undefined, undefined]);
  });
});
