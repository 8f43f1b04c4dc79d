// What one scheduler does for many tasks: who shares a call, who goes first, what a refusal does.
import assert from "node:assert/strict";
import { type Group, Scheduler } from "../../../../provider/waiting/scheduler";
import { ManualClock } from "../../../support/manualClock";

class Throttled extends Error {}

/** A group that notes its calls; `refuse` tells which AWS refuses for there were too many. */
class Noted implements Group<string> {
  readonly calls: { readonly atMs: number; readonly ids: readonly string[] }[] = [];
  refuse: () => boolean = () => false;
  latencyMs = 0;
  mostUnderWay = 0;
  #underWay = 0;

  constructor(
    readonly clock: ManualClock,
    readonly batchSize: number,
    readonly key = "account 1",
  ) {}

  isThrottled(error: unknown): boolean {
    return error instanceof Throttled;
  }

  async describe(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.calls.push({ atMs: this.clock.now(), ids });
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.#underWay);
    if (this.latencyMs > 0) await this.clock.sleep(this.latencyMs);
    this.#underWay--;
    if (this.refuse()) throw new Throttled();
    return new Map(ids.map((id) => [id, id]));
  }

  get times(): number[] {
    return this.calls.map(({ atMs }) => Math.round(atMs));
  }
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `task ${n}`);

describe("a scheduler for many tasks", () => {
  let clock: ManualClock;
  let scheduler: Scheduler;
  beforeEach(() => {
    clock = new ManualClock(0);
    scheduler = new Scheduler(clock);
  });
  const all = <T>(looks: readonly Promise<T>[]) => clock.until(Promise.all(looks));

  describe("whose describe takes several ids", () => {
    it("waits for others after a call that had room, if it may", async () => {
      const group = new Noted(clock, 100);
      await all([
        scheduler.look(group, "a", 1_000),
        scheduler.look(group, "b", 15_000, undefined, 7_500),
        scheduler.look(group, "c", 21_000, undefined, 7_500),
      ]);
      assert.deepEqual(group.calls.slice(1), [{ atMs: 21_000, ids: ["b", "c"] }]);
    });

    it("waits no longer than it may, and not at all for nobody", async () => {
      const group = new Noted(clock, 100);
      await all([scheduler.look(group, "a", 1_000)]);
      await all([
        scheduler.look(group, "a", 10_000, undefined, 5_000),
        scheduler.look(group, "b", 60_000),
      ]);
      await all([scheduler.look(group, "a", 10_000, undefined, 5_000)]);
      assert.deepEqual(group.times, [1_000, 16_000, 61_000, 71_000]);
    });

    it("never waits after a call that was full", async () => {
      const group = new Noted(clock, 2);
      await all(["a", "b"].map((id) => scheduler.look(group, id, 1_000)));
      await all(["a", "b", "c"].map((id) => scheduler.look(group, id, 2_000, undefined, 1_000)));
      assert.deepEqual(group.calls[1], { atMs: 3_000, ids: ["a", "b"] });
    });

    it("fills a call up with those that are due next, and makes none for them", async () => {
      const group = new Noted(clock, 3);
      const looks = ["a", "b", "c", "d"].map((id, n) =>
        scheduler.look(group, id, 10_000 + 1_000 * n),
      );
      await all(looks);
      assert.deepEqual(
        group.calls.map(({ ids }) => ids),
        [["a", "b", "c"], ["d"]],
      );
      assert.deepEqual(group.times, [10_000, 13_000]);
    });
  });

  describe("whose describe takes one id", () => {
    it("takes nobody along, and asks for each when it is due", async () => {
      const group = new Noted(clock, 1);
      await all([scheduler.look(group, "a", 10_000), scheduler.look(group, "b", 12_000)]);
      assert.deepEqual(group.times, [10_000, 12_000]);
    });

    it("asks for a thousand one after another, each once before any twice", async () => {
      const group = new Noted(clock, 1);
      const waits = names(1_000).map(async (id) => {
        await scheduler.look(group, id, 0);
        await scheduler.look(group, id, 1_000);
      });
      await all(waits);
      const first = group.calls.slice(0, 1_000).flatMap(({ ids }) => ids);
      assert.deepEqual(first, names(1_000));
      const perS = 1_000 / (group.times[999]! / 1_000);
      assert.ok(perS >= 5 && perS <= 10, `${perS} calls a second`);
    });

    it("has four calls under way at the most, of which one that hangs holds up no other", async () => {
      const group = new Noted(clock, 1);
      group.latencyMs = 5_000;
      await all(names(12).map((id) => scheduler.look(group, id, 0)));
      assert.equal(group.mostUnderWay, 4);
    });
  });

  describe("that AWS refuses", () => {
    it("halves its pace for each refusal, and gives it to the wait", async () => {
      const group = new Noted(clock, 1);
      group.refuse = () => group.calls.length <= 3;
      const looks = await all(names(5).map((id) => scheduler.look(group, id, 0)));
      assert.deepEqual(
        looks.map((look) => (look && "error" in look ? "refused" : "found")),
        ["refused", "refused", "refused", "found", "found"],
      );
      assert.deepEqual(group.times, [0, 400, 1_200, 2_800, 4_400]);
    });

    it("becomes faster again, but carefully where it was refused before", async () => {
      const group = new Noted(clock, 1);
      let refused = 0;
      // An AWS that bears three calls a second.
      group.refuse = () => {
        const isOver = group.times.filter((atMs) => atMs > clock.now() - 1_000).length > 3;
        refused += isOver ? 1 : 0;
        return isOver;
      };
      await all(names(2_000).map((id) => scheduler.look(group, id, 0)));
      assert.ok(refused > 0 && refused <= 40, `${refused} refused`);
      const perS = 2_000 / (clock.now() / 1_000);
      assert.ok(perS > 1.5, `${perS} a second`);
    });

    it("is soon as fast as ever once others have left it room again", async () => {
      const group = new Noted(clock, 1);
      const busyMs = 600_000;
      group.refuse = () => clock.now() < busyMs;
      await all(names(2_000).map((id) => scheduler.look(group, id, 0)));
      const within = (fromMs: number, toMs: number) =>
        group.times.filter((atMs) => atMs >= fromMs && atMs < toMs).length;
      assert.ok(within(0, busyMs) < 150, `${within(0, busyMs)} calls while it refuses`);
      const [from, to] = [busyMs + 1_080_000, busyMs + 1_140_000];
      assert.ok(within(from, to) > 240, `${within(from, to)} calls in a minute`);
    });

    it("slows no other account", async () => {
      const slow = new Noted(clock, 1, "account 1");
      const other = new Noted(clock, 1, "account 2");
      slow.refuse = () => true;
      await all([
        ...names(5).map((id) => scheduler.look(slow, id, 0)),
        ...names(5).map((id) => scheduler.look(other, id, 0)),
      ]);
      assert.ok(other.times.at(-1)! <= 800, String(other.times));
      assert.ok(slow.times.at(-1)! >= 5_000, String(slow.times));
    });
  });
});
