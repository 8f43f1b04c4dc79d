import assert from "node:assert/strict";
import { Isolation } from "../../../../provider/waiting/isolation";

class Unknown extends Error {
  constructor(readonly named: readonly string[]) {
    super("no such id");
  }
}

const ids = Array.from({ length: 100 }, (_, n) => `task-${n}`);

/** An AWS that fails a call for any of `bad`, naming them or not. */
class Picky {
  readonly calls: (readonly string[])[] = [];
  readonly isolation: Isolation<string>;
  broken: Error | undefined;

  constructor(
    public bad: readonly string[],
    isNaming: boolean,
  ) {
    this.isolation = new Isolation<string>({
      ask: async (asked) => {
        this.calls.push(asked);
        if (this.broken) throw this.broken;
        const unknown = asked.filter((id) => this.bad.includes(id));
        if (unknown.length > 0) throw new Unknown(isNaming ? unknown : []);
        return asked.map((id) => `of ${id}`);
      },
      unknownIn: (error) => (error instanceof Unknown ? error.named : undefined),
    });
  }

  async ask(asked: readonly string[] = ids): Promise<number> {
    const before = this.calls.length;
    const good = asked.filter((id) => !this.bad.includes(id));
    const found = await this.isolation.ask(asked);
    assert.deepEqual([...found].sort(), good.map((id) => `of ${id}`).sort());
    return this.calls.length - before;
  }
}

describe("many ids in one call", () => {
  it("are one call if all are known", async () => {
    assert.equal(await new Picky([], true).ask(), 1);
  });

  it("are two if the error names the ones that are not", async () => {
    assert.equal(await new Picky(["task-5", "task-70"], true).ask(), 2);
  });

  it("are halved as often as it takes if it does not name them", async () => {
    const calls = await new Picky(["task-42"], false).ask();
    assert.ok(calls <= 16, `${calls} calls`);
  });

  it("are two from the second time on", async () => {
    for (const isNaming of [true, false]) {
      const picky = new Picky(["task-42"], isNaming);
      await picky.ask();
      assert.equal(await picky.ask(), 2);
    }
  });

  it("are one again once all are known", async () => {
    const picky = new Picky(["task-42"], false);
    await picky.ask();
    picky.bad = [];
    assert.equal(await picky.ask(), 2);
    assert.equal(await picky.ask(), 1);
  });

  it("are never more than two calls for each id", async () => {
    const calls = await new Picky(ids, false).ask();
    assert.ok(calls < 2 * ids.length, `${calls} calls`);
    assert.equal(await new Picky(ids, true).ask(), 1);
  });

  it("are found to be none if the only one is unknown, in one call", async () => {
    assert.equal(await new Picky(["task-1"], false).ask(["task-1"]), 1);
  });

  it("fail with what is about no id, at whatever call", async () => {
    const picky = new Picky(["task-42"], false);
    await picky.ask();
    picky.broken = new Error("denied");
    await assert.rejects(picky.isolation.ask(ids), /denied/);
  });
});
