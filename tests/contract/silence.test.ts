// An endpoint that never answers: in a preview the tasks of other callers show where they are all
// the same, and an update never passes over a task because another one's endpoint was silent.
import assert from "node:assert/strict";
import type { Context } from "../../provider/lifecycle/context";
import { PREVIEW_DESCRIBE_MS } from "../../provider/lifecycle/diff";
import type { Aws, Props } from "../../provider/lifecycle/ports";
import { Stack, World } from "../support/stack";
import { type Subject, SUBJECTS } from "./options/subjects";

const TO_THE_END_MS = 60_000;
const [{ kind: silentKind, inputs: silentInputs }] = SUBJECTS as [Subject];
const NOT_KNOWN = /the tasks' present states are not known, .*AWS did not answer in time/;

/** Programs of two tasks that are called by another endpoint than all others. */
const [FIRST, SECOND] = ["a", "b"].map((digit): Props => {
  const imageId = `ami-${digit.repeat(17)}`;
  return { ...silentInputs, imageId, wait: "none", endpoint: "https://silent.example.com" };
}) as [Props, Props];

for (const { name, kind, inputs } of SUBJECTS) {
  describe(`a ${name} beside tasks whose endpoint is silent`, () => {
    const program: Props = { ...inputs, wait: "none" };
    let world: World;
    let task: Stack;
    let first: Stack;
    let second: Stack;
    let context: Context;
    /** How often the silent endpoint was asked in this process. */
    let asked: number;

    beforeEach(async () => {
      world = await World.make();
      task = new Stack(world, kind, "task");
      first = new Stack(world, silentKind, "first");
      second = new Stack(world, silentKind, "second");
      for (const [stack, own] of [
        [task, program],
        [first, FIRST],
        [second, SECOND],
      ] as const) {
        assert.equal((await stack.up(own)).error, undefined);
      }
      world.clock.jump(TO_THE_END_MS);
      world.texts.length = 0;
      asked = 0;
      const silent: Aws = {
        region: "us-east-1",
        key: "silent",
        send: () => (asked++, new Promise<never>(() => {})),
        accountId: async () => undefined,
      };
      const { aws, ...others } = world.context();
      context = { ...others, aws: (props) => (props.endpoint ? silent : aws(props)) };
    });
    afterEach(() => world.close());

    /** How often the row says that the task has ended. */
    const shown = () =>
      world.texts.filter((text) => text.includes(task.state!.id) && /records this$/.test(text))
        .length;
    const lasted = async (work: () => Promise<unknown>) => {
      const began = world.clock.now();
      await work();
      return world.clock.now() - began;
    };

    it("shows in a preview that it has ended since", async () => {
      const ms = await lasted(() => first.preview(FIRST, context));
      assert.deepEqual([ms, asked], [PREVIEW_DESCRIBE_MS, 1]);
      await task.preview(program, context);
      assert.equal(shown(), 1);
    });

    it("shows it also while the preview waits for the others", async () => {
      const others = [first.preview(FIRST, context), second.preview(SECOND, context)];
      await Promise.all([...others, task.preview(program, context)]);
      assert.equal(shown(), 1);
    });

    it("lets a preview wait for the silent endpoint once, and warn once", async () => {
      await first.preview(FIRST, context);
      const ms = await lasted(() => second.preview(SECOND, context));
      assert.deepEqual([ms, asked], [0, 1]);
      assert.equal(world.texts.filter((text) => NOT_KNOWN.test(text)).length, 1);
    });

    it('is recorded by an up with wait: "none", in which every task is asked for', async () => {
      const ms = await lasted(async () => {
        assert.equal((await first.up(FIRST, context)).step, "same");
        assert.equal((await second.up(SECOND, context)).step, "same");
      });
      assert.deepEqual([ms, asked], [2 * PREVIEW_DESCRIBE_MS, 2]);
      assert.equal((await task.up(program, context)).step, "update");
      assert.equal(task.state!.outputs.taskState, "succeeded");
    });
  });
}
