// Starts that AWS can't tell from repetitions, cut off in the middle: the same machine carries on.
import assert from "node:assert/strict";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { storeImageTask } from "../../provider/kinds/ec2/storeImageTask";
import type { Context } from "../../provider/lifecycle/context";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Journal, Props } from "../../provider/lifecycle/ports";
import { read } from "../../provider/lifecycle/read";
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

    for (const [what, effect] of [
      ["fails", { kind: "status5xx", status: 503 }],
      ["is denied", { kind: "deny" }],
    ] as const) {
      it(`that was cut off is not made again where each of many looks ${what}`, async () => {
        await killedInTheMiddle();
        world.clock.jump(3 * MINUTE_MS);
        const [operation] = kind.candidates({ ...program, region: "us-east-1" });
        const rule = { operation: operation!.request.operation, times: 8, effect };
        world.emulator.addFault(rule);
        const { error } = await stack.up(program);
        if (error !== undefined)
          assert.match(error, /may have been started or not|could not be seen/);
        world.emulator.clearFaults();
        if (!stack.state) await stack.up(program);
        assert.deepEqual(ids(), [stack.state!.id]);
      });
    }

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

    it("is found where the account is told in one of the runs only", async () => {
      const unknown = { operation: "GetCallerIdentity", effect: { kind: "deny" } } as const;
      for (const isToldFirst of [true, false]) {
        const began = ids().length;
        if (!isToldFirst) world.emulator.addFault(unknown);
        await stack.up({ ...program, triggers: [began] });
        const { id } = stack.state!;
        stack.state = undefined;
        world.emulator.clearFaults();
        if (isToldFirst) world.emulator.addFault(unknown);
        await stack.up({ ...program, triggers: [began] });
        world.emulator.clearFaults();
        assert.deepEqual([stack.state!.id, ids().length], [id, began + 1]);
        await stack.destroy();
        world.clock.jump(10 * MINUTE_MS);
      }
    });

    it("is not forgotten because somebody reads its task", async () => {
      await stack.up(program);
      const { id } = stack.state!;
      await world.clock.drive(
        read(world.context(), kind, id, { taskKind: kind.type, region: "us-east-1" }),
      );
      assert.equal(journal.entries().length, 1);
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

  for (const order of [
    ["a", "b"],
    ["b", "a"],
  ] as const) {
    for (const processes of ["one process", "two processes"]) {
      it(`does not take an equal sibling's: ${order.join(", then ")} in ${processes}`, async () => {
        const stacks = {
          a: new Stack(world, exportTask, "a"),
          b: new Stack(world, exportTask, "b"),
        };
        world.emulator.addFault({
          operation: "StartExportTask",
          times: 1,
          effect: { kind: "resetBefore" },
        });
        await stacks.b.up({}, endingWith(world, "StartExportTask"));
        assert.equal((await stacks.a.up({})).error, undefined);
        // A run that reaches only the sibling.
        if (processes === "two processes") await stacks.a.up({});
        world.clock.jump(20_000);
        const next = world.context();
        for (const name of order) {
          assert.equal((await stacks[name].up({}, next)).error, undefined);
        }
        assert.notEqual(stacks.a.state!.id, stacks.b.state!.id);
        assert.equal(world.emulator.tasks().length, 2);
      });
    }
  }

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

describe("a noted start of ec2:StoreImageTask", () => {
  it("is not that of the image's last store, which has ended since", async () => {
    const world = await World.make();
    const program = { imageId: "ami-0123456789abcdef0", bucket: "images" };
    const stack = new Stack(world, storeImageTask);
    await stack.up({ ...program, triggers: ["yesterday"] });
    world.clock.jump(24 * 60 * MINUTE_MS);
    await stack.up({ ...program, triggers: ["yesterday"] });
    assert.equal(stack.state!.outputs.taskState, "succeeded");
    const { id: last } = stack.state!;
    // Answered, but neither shown nor saved when the engine goes.
    stack.state = undefined;
    const operation = "CreateStoreImageTask";
    const effect = { kind: "invisibleMs", ms: 5_000 } as const;
    world.emulator.addFault({ operation, times: 1, effect });
    await stack.up({ ...program, triggers: ["today"] }, endingWith(world, operation));
    stack.state = undefined;
    assert.equal((await stack.up({ ...program, triggers: ["today"] })).error, undefined);
    assert.notEqual(stack.state!.id, last);
    assert.deepEqual(
      [stack.state!.outputs.taskState, world.emulator.tasks().length],
      ["running", 2],
    );
    await world.close();
  });
});
