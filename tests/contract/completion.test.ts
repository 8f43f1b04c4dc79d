// `Completion` of every kind: it waits within the `up` that started the task, and has its result.
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../emulator";
import type { Context } from "../../provider/lifecycle/context";
import { Completing, resultInState } from "../support/completing";
import { succeed } from "../support/inAws";
import { Stack, World } from "../support/stack";
import { FAILING, makesImage, type Subject, SUBJECTS } from "./options/subjects";

for (const subject of SUBJECTS) {
  const { kind } = subject;
  const looks = kind.describe(["a/b/c"]).request.operation;
  const artifactLooks = kind.usable ? 1 : 0;

  describe(`Completion of ${subject.name}`, () => {
    let world: World;
    let stack: Stack;
    let context: Context;
    let done: Completing;

    /** Task and completion in one `up`: one process, which remembers the task. */
    const begin = async (options: EmulatorOptions = {}) => {
      world = await World.make(options);
      stack = new Stack(world, kind);
      context = world.context();
      done = new Completing(stack);
    };
    const start = async ({ inputs }: Subject = subject) => {
      assert.deepEqual(await stack.up(inputs, context), { step: "create" });
      world.calls();
    };
    beforeEach(() => begin());
    afterEach(() => world.close());

    /** The result that the task itself has once its own `up` has waited for it. */
    const ownResult = async () => {
      assert.equal((await stack.up(subject.inputs)).error, undefined);
      return resultInState(stack);
    };

    it("waits, and has the result which the task itself has after its next `up`", async () => {
      await start();
      const began = world.clock.now();
      const { id, outs } = await done.create(context);
      assert.equal(id, stack.state!.id);
      assert.equal(outs.taskState, "succeeded");
      assert.ok(world.clock.now() - began >= 20_000);
      assert.deepEqual(done.result, await ownResult());
      assert.equal(world.emulator.tasks().length, 1);
    });

    it("makes no call where the task is recorded as succeeded", async () => {
      await start();
      await ownResult();
      context = world.context();
      assert.equal((await stack.up(subject.inputs, context)).step, "same");
      world.calls();
      await done.create(context);
      assert.deepEqual(world.calls(), []);
      assert.deepEqual(done.result, resultInState(stack));
    });

    it("makes no call where the task's own update has just waited", async () => {
      await start();
      context = world.context();
      assert.equal((await stack.up(subject.inputs, context)).step, "update");
      world.calls();
      await done.create(context);
      assert.deepEqual(world.calls(), []);
      assert.deepEqual(done.result, resultInState(stack));
    });

    it("shows who waits, how far it is, and what was made", async () => {
      await start();
      const { id } = stack.state!;
      await done.create(context);
      const said = world.texts.filter((text) => text.includes(id));
      assert.ok(said.some((text) => text.startsWith(`waiting for ${id};`)));
      assert.match(said.at(-1)!, /(completed|COMPLETED|Completed|SUCCEEDED): \S/);
    });

    it("fails with AWS's reason when the task fails, and leaves nothing", async () => {
      world.emulator.addFault({ operation: subject.start, times: 1, effect: FAILING });
      await start();
      const reason = await done.reason(context);
      assert.match(reason, /failed \(\w+\): .*It broke\. There is no result\.$/);
      assert.ok(reason.startsWith(`${kind.title} ${stack.state!.id} `), reason);
      assert.equal(done.state, undefined);
    });

    it("fails at once, without a call, where the task's failure is recorded", async () => {
      world.emulator.addFault({ operation: subject.start, times: 1, effect: FAILING });
      await start();
      const keeping = { ...subject.inputs, onFailure: "keep" };
      context = world.context();
      assert.equal((await stack.up(keeping, context)).error, undefined);
      world.calls();
      assert.match(await done.reason(context), /It broke\. There is no result\.$/);
      assert.deepEqual(world.calls(), []);
    });

    if (makesImage(subject)) {
      describe("of a success whose result is gone", () => {
        beforeEach(async () => {
          const made = await succeed(stack, subject.inputs);
          const { amiId, snapshotId, workspaceImageId } = stack.state!.outputs;
          const missing = true;
          if (amiId) world.emulator.setImage({ imageId: String(amiId), missing });
          else if (snapshotId) await made.erase();
          else world.emulator.setWorkspaceImage({ imageId: String(workspaceImageId), missing });
          context = world.context();
        });

        it("fails, without a call, once a refresh has seen that", async () => {
          await stack.refresh();
          assert.equal(stack.state!.outputs.artifactGone, true);
          await stack.up(subject.inputs, context);
          world.calls();
          const reason = await done.reason(context);
          const what = `what ${kind.title} ${stack.state!.id} has made`;
          assert.ok(reason.startsWith(`${what} does not exist any more: there is no`), reason);
          assert.match(reason, /Change `triggers` of the task to make it again\.$/);
          assert.deepEqual(world.calls(), []);
          assert.equal(done.state, undefined);
        });

        it("fails in a process that does not know the task", async () => {
          assert.match(
            await done.reason(context),
            /its result does not exist\. There is no result\.$/,
          );
          assert.equal(done.state, undefined);
        });
      });
    }

    it("says after its time limit what happens next, leaves nothing, and waits again", async () => {
      await start();
      const reason = await done.reason(context, { timeouts: { wait: "5s" } });
      assert.ok(reason.startsWith(`${kind.title} ${stack.state!.id} is still `), reason);
      assert.match(reason, /after waiting 5s .*it goes on in AWS; the next `pulumi up` resumes/);
      assert.equal(done.state, undefined);
      await done.create(context);
      assert.deepEqual(done.result, await ownResult());
    });

    it("ends when the engine is gone, and leaves nothing", async () => {
      const engine = new AbortController();
      context = world.context(engine.signal);
      await start();
      const began = world.clock.now();
      void world.clock.sleep(5_000).then(() => engine.abort());
      const reason = await done.reason(context);
      assert.ok(world.clock.now() - began < 20_000);
      assert.match(reason, /it goes on in AWS; the next `pulumi up` resumes the wait/);
      assert.ok(reason.includes(stack.state!.id), reason);
    });

    it("waits for a task that can't be seen yet", async () => {
      await world.close();
      await begin({ visibilityDelayMs: 60_000 });
      await start();
      await done.create(context);
      assert.deepEqual(done.result, await ownResult());
    });

    it("waits through throttling and outages", async () => {
      await start();
      const faults = ["throttle", "status5xx", "resetBefore", "cutBody"] as const;
      for (const fault of faults) {
        world.emulator.addFault({ operation: looks, times: 1, effect: { kind: fault } });
      }
      await done.create(context);
      assert.deepEqual(done.result, await ownResult());
    });

    it("fails at once and clearly when it may no longer look, and leaves nothing", async () => {
      await start();
      world.emulator.addFault({ operation: looks, nth: 2, effect: { kind: "deny" } });
      const reason = await done.reason(context, { polling: { maxInterval: "5s" } });
      const { id } = stack.state!;
      assert.ok(reason.startsWith(`${kind.title} ${id} could not be waited for. ${looks}: `));
      assert.ok(reason.endsWith(`Allow ${looks} to whoever runs Pulumi.`), reason);
      assert.equal(world.calls().filter((call) => call === looks).length, 2);
      await done.create(context);
      assert.deepEqual(done.result, await ownResult());
    });

    it("names a task that AWS does not list, and what to check", async () => {
      await start();
      world.clock.jump(1_000);
      world.emulator.addFault({ ids: [idInAws(world)], effect: { kind: "vanish", at: 0 } });
      const reason = await done.reason(context);
      assert.match(reason, /^AWS does not list .* in us-east-1 of account 123456789012/);
    });

    describe("with waiting turned off for this run", () => {
      beforeEach(() => {
        world.environment.PULUMI_AWS_TASKS_WAIT = "none";
        return start();
      });

      it("looks once, and says that there is no result while the task runs", async () => {
        const began = world.clock.now();
        const reason = await done.reason(context);
        assert.match(reason, new RegExp(`^${kind.title} .* is still .* waiting is turned off`));
        assert.ok(reason.includes(stack.state!.id) && !reason.includes("undefined"), reason);
        assert.deepEqual(world.calls(), [looks]);
        assert.equal(world.clock.now(), began);
      });

      it("looks once, and has the result of a task that has ended", async () => {
        world.clock.jump(60_000);
        await done.create(context);
        assert.equal(world.calls().length, 1 + artifactLooks);
        delete world.environment.PULUMI_AWS_TASKS_WAIT;
        assert.deepEqual(done.result, await ownResult());
      });

      it("looks once, and fails with AWS's reason where it has failed", async () => {
        const effect = { kind: "fail", statusMessage: "It broke", at: 0.1 } as const;
        world.emulator.addFault({ ids: [idInAws(world)], effect });
        world.clock.jump(60_000);
        assert.match(await done.reason(context), /failed .*It broke\. There is no result/);
        assert.deepEqual(world.calls(), [looks]);
      });

      it("does not call a task unlisted that may not be visible yet", async () => {
        const effect = { kind: "invisibleMs", ms: 60_000 } as const;
        world.emulator.addFault({ ids: [idInAws(world)], effect });
        const reason = await done.reason(context);
        assert.doesNotMatch(reason, /AWS does not list/);
        assert.match(reason, /waiting is turned off/);
      });
    });

    it("has the same result in a process that does not know the task", async () => {
      await start();
      context = world.context();
      await done.create(context);
      assert.deepEqual(done.result, await ownResult());
    });

    it("asks AWS once for two that wait for one task", async () => {
      await start();
      await done.create(context);
      const alone = world.calls().length;
      await world.close();
      await begin();
      await start();
      const other = new Completing(stack, "other");
      const both = [done.creating(context), other.creating(context)];
      const [first, second] = await world.clock.drive(Promise.all(both));
      assert.deepEqual(first!.outs.completed, second!.outs.completed);
      // The first look is each one's own: nobody is to wait for another's.
      const atMost = alone + 1 + 2 * artifactLooks;
      const calls = world.calls();
      assert.ok(calls.length <= atMost, `${calls.length} calls, ${alone} for one: ${calls}`);
    });
  });
}

/** A store's id in the emulator may not be the one that the resource has. */
function idInAws(world: World): string {
  return world.emulator.tasks()[0]!.id;
}
