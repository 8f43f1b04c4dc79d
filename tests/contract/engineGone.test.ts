// Once the engine has gone nothing is started, cancelled or given up; nor is a start denied that may
// have gone out.
import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import { Stack, World } from "../support/stack";
import { watched } from "../support/watched";
import { canCancel, SUBJECTS } from "./options/subjects";

for (const subject of SUBJECTS) {
  describe(`${subject.name}, its engine gone`, () => {
    let world: World;
    let stack: Stack;
    let engine: AbortController;

    beforeEach(async () => {
      world = await World.make();
      stack = new Stack(world, subject.kind);
      engine = new AbortController();
    });
    afterEach(() => world.close());

    /** The engine goes at that time; the calls since. */
    const goneIn = (ms: number) =>
      void world.clock.sleep(ms).then(() => {
        engine.abort();
        world.calls();
      });

    it("in the middle of the look before the start, is not started", async () => {
      const find = subject.kind.candidates(subject.inputs)[0]!.request.operation;
      const process = watched(
        world.context(engine.signal),
        ({ operation }) => operation === find && engine.abort(),
      );
      assert.match((await stack.up(subject.inputs, process)).error ?? "", /Pulumi has ended/);
      assert.deepEqual(world.emulator.tasks(), []);
    });

    it("while it waits to start, is not started", async () => {
      const { kind, inputs, start } = subject;
      // What keeps it waiting: EC2's clients come again by themselves after a throttle.
      const [limit] = kind.limits;
      const effect: Effect =
        limit === undefined ? { kind: "throttle" } : { kind: "error", code: limit };
      world.emulator.addFault({ operation: start, effect });
      goneIn(1_000);
      await stack.up(inputs, world.context(engine.signal));
      assert.ok(engine.signal.aborted);
      assert.deepEqual(world.calls(), []);
      assert.deepEqual(world.emulator.tasks(), []);
    });

    it("never says that nothing was started where a task runs", async () => {
      let isCut = false;
      const process = watched(world.context(engine.signal), ({ operation }) => {
        if (operation !== subject.start || isCut) return;
        isCut = true;
        world.emulator.addFault({
          operation: subject.start,
          times: 1,
          effect: { kind: "resetAfter" },
        });
        world.emulator.addFault({ effect: { kind: "resetBefore" } });
      });
      const { error = "" } = await stack.up(subject.inputs, process);
      assert.equal(world.emulator.tasks().length, 1);
      if (!stack.state) assert.match(error, /may have been started or not/);
      world.emulator.clearFaults();
      await stack.up(subject.inputs);
      assert.equal(world.emulator.tasks().length, 1);
    });

    it("says what AWS says of a task that was found after a lost answer", async () => {
      const effect = { kind: "resetAfter" } as const;
      world.emulator.addFault({ operation: subject.start, times: 1, effect });
      await stack.up(subject.inputs);
      // With a token it is the next update that finds it.
      if (subject.kind.hasClientToken) await stack.up(subject.inputs);
      const { taskState, [subject.kind.statusOutput]: status } = stack.state!.outputs;
      assert.equal(subject.kind.states[String(status)], taskState);
    });

    if (!canCancel(subject)) return;
    it("is neither cancelled nor given up any more", async () => {
      await stack.up(subject.inputs);
      const tags = world.emulator.tasks()[0]!.tags;
      const { operation } = subject.kind.cancel!("");
      world.emulator.addFault({ operation, effect: { kind: "throttle" } });
      goneIn(5_000);
      await assert.rejects(stack.destroy(world.context(engine.signal)), /not seen to its end/);
      assert.deepEqual(world.calls(), []);
      assert.deepEqual(world.emulator.tasks()[0]!.tags, tags);
    });
  });
}
