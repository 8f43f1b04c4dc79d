import assert from "node:assert/strict";
import { type Group, type Look, Scheduler } from "../../../../provider/waiting/scheduler";
import { ManualClock } from "../../../support/manualClock";

/** A group that notes who was asked for when; `answer` may fail the call. */
class Described implements Group<string> {
  readonly calls: { readonly atMs: number; readonly ids: readonly string[] }[] = [];

  constructor(
    readonly clock: ManualClock,
    readonly key = "eu-central-1 exports",
    readonly batchSize = 100,
    readonly answer = async (ids: readonly string[]) => new Map(ids.map((id) => [id, `of ${id}`])),
  ) {}

  async describe(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.calls.push({ atMs: this.clock.now(), ids });
    return this.answer(ids);
  }
}

const idsOf = ({ calls }: Described) => calls.map(({ ids }) => [...ids]);

describe("a scheduler", () => {
  let clock: ManualClock;
  let scheduler: Scheduler;
  let group: Described;
  beforeEach(() => {
    clock = new ManualClock(0);
    scheduler = new Scheduler(clock);
    group = new Described(clock);
  });
  const all = <T>(looks: readonly Promise<T>[]) => clock.until(Promise.all(looks));

  it("shares one call between all that are due together", async () => {
    const looks = ["a", "b", "c"].map((id) => scheduler.look(group, id, 1_000));
    assert.deepEqual(await all(looks), [{ found: "of a" }, { found: "of b" }, { found: "of c" }]);
    assert.deepEqual(group.calls, [{ atMs: 1_000, ids: ["a", "b", "c"] }]);
  });

  it("asks once for a task that two wait for", async () => {
    const looks = ["a", "a"].map((id) => scheduler.look(group, id, 1_000));
    assert.deepEqual(await all(looks), [{ found: "of a" }, { found: "of a" }]);
    assert.deepEqual(idsOf(group), [["a"]]);
  });

  it("finds nothing for a task that the answer leaves out", async () => {
    group = new Described(clock, "k", 100, async () => new Map([["other", "of other"]]));
    assert.deepEqual(await all([scheduler.look(group, "a", 10)]), [{ found: undefined }]);
  });

  it("lets a look ride along once half of its interval has passed", async () => {
    const looks = [scheduler.look(group, "a", 1_000), scheduler.look(group, "b", 2_000)];
    await all(looks);
    assert.deepEqual(group.calls, [{ atMs: 1_000, ids: ["a", "b"] }]);
  });

  it("lets no look ride along before that", async () => {
    const looks = [scheduler.look(group, "a", 1_000), scheduler.look(group, "b", 2_001)];
    await all(looks);
    assert.deepEqual(group.calls, [
      { atMs: 1_000, ids: ["a"] },
      { atMs: 2_001, ids: ["b"] },
    ]);
  });

  it("asks in no time when the delay is none or past", async () => {
    assert.deepEqual(await all([scheduler.look(group, "a", 0)]), [{ found: "of a" }]);
    await clock.advance(1_000);
    assert.deepEqual(await all([scheduler.look(group, "b", -5)]), [{ found: "of b" }]);
    assert.deepEqual(group.calls, [
      { atMs: 0, ids: ["a"] },
      { atMs: 1_000, ids: ["b"] },
    ]);
  });

  it("shares the very first call between waits that begin at the same moment", async () => {
    await all(["a", "b", "c"].map((id) => scheduler.look(group, id, 0, undefined, 2_000)));
    assert.deepEqual(idsOf(group), [["a", "b", "c"]]);
  });

  it("gathers waits that the engine begins one after the other", async () => {
    scheduler = new Scheduler(clock, 100);
    const first = scheduler.look(group, "a", 0);
    await clock.advance(90);
    await all([first, scheduler.look(group, "b", 0)]);
    assert.deepEqual(group.calls, [{ atMs: 100, ids: ["a", "b"] }]);
  });

  it("asks in chunks of the group's size, one soon after the other", async () => {
    group = new Described(clock, "k", 2);
    const looks = ["a", "b", "c", "d", "e"].map((id) => scheduler.look(group, id, 10));
    const found = await all(looks);
    assert.deepEqual(idsOf(group), [["a", "b"], ["c", "d"], ["e"]]);
    assert.deepEqual(found[4], { found: "of e" });
    assert.deepEqual(
      group.calls.map(({ atMs }) => Math.round(atMs / 10) * 10),
      [10, 210, 410],
    );
  });

  it("gives an error to all of its chunk and to no other", async () => {
    const broken = new Error("broken");
    group = new Described(clock, "k", 2, async (ids) => {
      if (ids.includes("b")) throw broken;
      return new Map(ids.map((id) => [id, `of ${id}`]));
    });
    const looks = ["a", "b", "c", "d"].map((id) => scheduler.look(group, id, 10));
    const error = { error: broken };
    assert.deepEqual(await all(looks), [error, error, { found: "of c" }, { found: "of d" }]);
  });

  it("goes on after an error", async () => {
    let isBroken = true;
    group = new Described(clock, "k", 2, async (ids) => {
      if (isBroken) throw new Error("broken");
      return new Map(ids.map((id) => [id, "mended"]));
    });
    const first = await all([scheduler.look(group, "a", 10)]);
    assert.ok(first[0] && "error" in first[0]);
    isBroken = false;
    assert.deepEqual(await all([scheduler.look(group, "a", 10)]), [{ found: "mended" }]);
  });

  it("wakes for a newcomer that is due earlier", async () => {
    const later = scheduler.look(group, "later", 60_000);
    await clock.advance(5_000);
    assert.deepEqual(await clock.until(scheduler.look(group, "soon", 1_000)), { found: "of soon" });
    assert.equal(clock.now(), 6_000);
    await clock.until(later);
    assert.deepEqual(group.calls, [
      { atMs: 6_000, ids: ["soon"] },
      { atMs: 60_000, ids: ["later"] },
    ]);
  });

  it("serves a newcomer that comes while a call is under way", async () => {
    group = new Described(clock, "k", 100, async (ids) => {
      await clock.sleep(500);
      return new Map(ids.map((id) => [id, `of ${id}`]));
    });
    const first = scheduler.look(group, "a", 1_000);
    await clock.advance(1_200);
    const second = scheduler.look(group, "b", 100);
    await all([first, second]);
    assert.deepEqual(group.calls, [
      { atMs: 1_000, ids: ["a"] },
      { atMs: 1_300, ids: ["b"] },
    ]);
  });

  it("makes one call in a minute for a hundred waits of that pace", async () => {
    const looks: Promise<Look<string> | undefined>[] = [];
    for (let n = 0; n < 100; n++) looks.push(scheduler.look(group, `task ${n}`, 40_000 + n * 200));
    await all(looks);
    assert.equal(group.calls.length, 1);
    assert.equal(group.calls[0]?.ids.length, 100);
  });

  describe("with several groups", () => {
    it("never asks for tasks of two in one call", async () => {
      const other = new Described(clock, "eu-west-1 exports");
      await all([scheduler.look(group, "a", 1_000), scheduler.look(other, "b", 1_000)]);
      assert.deepEqual([idsOf(group), idsOf(other)], [[["a"]], [["b"]]]);
    });

    it("keeps one waiting for no other's answer", async () => {
      const slow = new Described(clock, "slow", 100, () => new Promise(() => {}));
      void scheduler.look(slow, "a", 10);
      assert.deepEqual(await clock.until(scheduler.look(group, "b", 20)), { found: "of b" });
    });
  });

  describe("when a look is aborted", () => {
    it("answers it with nothing at once and asks for the others only", async () => {
      const abort = new AbortController();
      const aborted = scheduler.look(group, "a", 1_000, abort.signal);
      const other = scheduler.look(group, "b", 1_500);
      await clock.advance(500);
      abort.abort();
      assert.equal(await aborted, undefined);
      assert.equal(clock.now(), 500);
      await clock.until(other);
      assert.deepEqual(group.calls, [{ atMs: 1_500, ids: ["b"] }]);
    });

    it("answers nothing to a signal that was aborted before", async () => {
      assert.equal(await scheduler.look(group, "a", 0, AbortSignal.abort()), undefined);
      assert.deepEqual(group.calls, []);
    });

    it("answers it although its call never ends", async () => {
      const abort = new AbortController();
      group = new Described(clock, "k", 100, () => new Promise(() => {}));
      const look = scheduler.look(group, "a", 10, abort.signal);
      await clock.advance(10);
      await clock.advance(0);
      assert.equal(group.calls.length, 1);
      abort.abort();
      assert.equal(await look, undefined);
    });

    it("leaves nobody asleep after the last", async () => {
      const abort = new AbortController();
      const look = scheduler.look(group, "a", 1_000, abort.signal);
      abort.abort();
      await look;
      await clock.advance(0);
      assert.equal(clock.sleeping, 0);
      await clock.advance(10_000);
      assert.deepEqual(group.calls, []);
    });
  });

  it("leaves nothing behind after the last look, and begins again for a next one", async () => {
    await all([scheduler.look(group, "a", 1_000)]);
    assert.equal(clock.sleeping, 0);
    await clock.advance(100_000);
    assert.equal(group.calls.length, 1);
    assert.deepEqual(await all([scheduler.look(group, "a", 1_000)]), [{ found: "of a" }]);
    assert.equal(group.calls.length, 2);
  });
});
