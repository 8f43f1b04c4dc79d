// An AWS that answers nothing of use from the first look of a wait on: one that says so itself is
// there and is waited for, one that nobody reaches is a network or an endpoint that is wrong.
import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import { Stack, World } from "../support/stack";
import { SUBJECTS } from "./options/subjects";

const MINUTE_MS = 60_000;
const often = { polling: { minInterval: "30s", maxInterval: "1m" }, timeouts: { wait: "12h" } };
/** So many looks are more than ten minutes. */
const LOOKS = 30;

for (const { name, kind, inputs } of SUBJECTS) {
  describe(`the first wait for a ${name}`, () => {
    const program = { ...inputs, ...often };
    const operation = kind.describe(["a/b/c"]).request.operation;
    let world: World;
    let stack: Stack;
    const waited = async (effect: Effect, times?: number) => {
      world.emulator.addFault({ operation, ...(times !== undefined && { times }), effect });
      const began = world.clock.now();
      const { error } = await stack.up(program);
      return { error, minutes: (world.clock.now() - began) / MINUTE_MS };
    };

    beforeEach(async () => {
      world = await World.make();
      stack = new Stack(world, kind);
      assert.equal((await stack.up(program)).error, undefined);
    });
    afterEach(() => world.close());

    for (const effect of [
      { kind: "status5xx", status: 503 },
      { kind: "status5xx", status: 503, body: "html" },
      { kind: "throttle" },
    ] as const) {
      it(`outlasts more than ten minutes of ${JSON.stringify(effect)}`, async () => {
        const { error, minutes } = await waited(effect, LOOKS);
        assert.equal(error, undefined);
        assert.ok(minutes > 11, `${minutes} minutes`);
        assert.equal(stack.state!.outputs.taskState, "succeeded");
      });
    }

    it("ends after ten minutes without any answer, says why, and is made again", async () => {
      const { error, minutes } = await waited({ kind: "resetBefore" });
      assert.match(error ?? "", /AWS could not be asked at the end of waiting 10m/);
      assert.match(error ?? "", new RegExp(`${operation}: \\w+.*AWS could not be reached`));
      assert.ok(minutes >= 10 && minutes <= 11.5, `${minutes} minutes`);
      assert.equal(stack.state!.outputs.taskState, "running");
      world.emulator.clearFaults();
      assert.equal((await stack.up(program)).error, undefined);
      assert.equal(stack.state!.outputs.taskState, "succeeded");
    });
  });
}
