// Starts that AWS can't tell from repetitions, cut off in the middle: the same machine carries on.
import assert from "node:assert/strict";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { storeImageTask } from "../../provider/kinds/ec2/storeImageTask";
import type { Context } from "../../provider/lifecycle/context";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Journal, Props } from "../../provider/lifecycle/ports";
import { MemoryJournal } from "../support/memoryJournal";
import { Stack, World } from "../support/stack";
import { watched } from "../support/watched";

const MINUTE_MS = 60_000;
const SUBJECTS: readonly [TaskKind, Props, string][] = [
  [exportTask, {}, "StartExportTask"],
  [storeImageTask, { imageId: "ami-0123456789abcdef0", bucket: "images" }, "CreateStoreImageTask"],
];

/** A process whose engine goes as soon as that call is on its way. */
function endingWith(world: World, last: string): Context {
  const engine = new AbortController();
  return watched(world.context(engine.signal), ({ operation }) => {
    if (operation === last) engine.abort();
  });
}

for (const [kind, program, START] of SUBJECTS) {
  describe(`a noted start of ${kind.type}`, () => {
    let world: World;
    let stack: Stack;
    let journal: Journal;
    const ids = () => world.emulator.tasks().map(({ id }) => id);
    /** A process that is killed while it looks for what became of its start. */
    const killedInTheMiddle = async () => {
      world.emulator.addFault({ operation: START, times: 1, effect: { kind: "resetAfter" } });
      world.emulator.addFault({
        operation: START,
        times: 1,
        effect: { kind: "invisibleMs", ms: 5_000 },
      });
      const { error } = await stack.up(program, endingWith(world, START));
      assert.match(error ?? "", /may have been started or not/);
      assert.equal(ids().length, 1);
    };

    beforeEach(async () => {
      world = await World.make();
      journal = world.journal;
      stack = new Stack(world, kind);
    });
    afterEach(() => world.close());

    it("whose answer was not saved is taken up, also when it has ended since", async () => {
      await stack.up(program);
      stack.state = undefined;
      world.clock.jump(10 * MINUTE_MS);
      assert.equal((await stack.up(program)).error, undefined);
      assert.deepEqual(ids(), [stack.state!.id]);
      assert.equal(stack.state!.outputs.taskState, "succeeded");
    });

    it("that was cut off without an answer is found, also when it has ended since", async () => {
      await killedInTheMiddle();
      world.clock.jump(10 * MINUTE_MS);
      assert.equal((await stack.up(program)).error, undefined);
      assert.deepEqual(ids(), [stack.state!.id]);
    });

    it("that has failed since is not taken up: another one is started", async () => {
      world.emulator.addFault({
        operation: START,
        times: 1,
        effect: { kind: "fail", statusMessage: "It broke" },
      });
      await stack.up(program);
      stack.state = undefined;
      world.clock.jump(10 * MINUTE_MS);
      assert.equal((await stack.up(program)).error, undefined);
      assert.deepEqual([ids().length, stack.state!.outputs.taskState], [2, "running"]);
    });

    it("is forgotten as soon as its task is in a state that is used", async () => {
      await stack.up(program);
      assert.deepEqual(journal.entries().length, 1);
      await stack.preview(program);
      assert.deepEqual(journal.entries(), []);
    });

    it("is forgotten when AWS refuses it", async () => {
      world.emulator.addFault({ operation: START, times: 1, effect: { kind: "deny" } });
      assert.match((await stack.up(program)).error ?? "", /was not started/);
      assert.deepEqual(journal.entries(), []);
    });

    it("is nobody else's: neither another resource's nor another account's", async () => {
      await stack.up(program);
      stack.state = undefined;
      const other = new Stack(world, kind, "other");
      const elsewhere = world.context(undefined, "210987654321");
      await other.up(program, elsewhere);
      assert.equal(ids().length, 2);
    });

    it("that can't be noted goes out all the same, with one warning", async () => {
      world.journal = new (class extends MemoryJournal {
        override write(): void {
          throw new Error("no space left");
        }
      })();
      assert.equal((await stack.up(program)).error, undefined);
      const warnings = world.texts.filter((text) => text.includes("can't be noted"));
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, /no space left/);
    });
  });
}

describe("a noted start of discovery:ExportTask that was cut off", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.make();
  });
  afterEach(() => world.close());

  it("does not take what somebody has started hours later", async () => {
    const stack = new Stack(world, exportTask);
    const lost = {
      operation: "StartExportTask",
      times: 1,
      effect: { kind: "resetBefore" },
    } as const;
    world.emulator.addFault(lost);
    await stack.up({}, endingWith(world, "StartExportTask"));
    world.clock.jump(60 * MINUTE_MS);
    const aws = world.context().aws({ region: "us-east-1" });
    await aws.send({ service: "discovery", operation: "StartExportTask", input: {} });
    const [theirs] = world.emulator.tasks();
    assert.equal((await stack.up({})).error, undefined);
    assert.notEqual(stack.state!.id, theirs!.id);
    assert.equal(world.emulator.tasks().length, 2);
  });
});
