/**
 * What every task kind must do, whatever AWS calls it: the lifecycle against the emulator. A
 * kind's own test file calls this with its inputs and holds only what is peculiar to it.
 */
import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import { MemoryJournal } from "../support/memoryJournal";
import { Stack, World } from "../support/stack";

export interface Subject {
  readonly kind: TaskKind;
  /** A program's inputs; `timeouts` and the like are the suite's. */
  readonly inputs: Props;
  /** For each input that starts a new task: another value. */
  readonly replacing: Readonly<Record<string, unknown>>;
  /** For each input that is only recorded: another value. */
  readonly recorded: Readonly<Record<string, unknown>>;
  readonly operations: { start: string; describe: string; cancel?: string };
  /** Makes the task fail, and the words with which AWS says why. */
  readonly failing: Effect;
  readonly reason: string;
  /** Inputs of an independent task. */
  readonly other: Props;
  /** By what a start is found again whose id was lost: by nothing, where AWS keeps nothing. */
  readonly proof: "mark" | "result" | "nothing";
  /** Whether the result holds a name, so that nobody else can start one of that name. */
  readonly holdsName?: boolean;
  /** The call that removes what a failed task left. */
  readonly discard?: string;
  /** The id of a task that isn't there, where the last digits of another do not make one. */
  unlisted?(id: string): string;
  /** Outputs of a task that succeeded, by its id. */
  succeeded(id: string): Props;
}

export function contract(subject: Subject): void {
  const { kind, inputs, operations } = subject;
  let world: World;
  let stack: Stack;

  beforeEach(async () => {
    world = await World.make();
    stack = new Stack(world, kind);
  });
  afterEach(() => world.close());

  const starts = () => world.emulator.tasks().length;
  const outputs = () => stack.state!.outputs;
  const fault = (operation: string, effect: Effect, times = 1) =>
    world.emulator.addFault({ operation, times, effect });
  const failed = async () => {
    fault(operations.start, subject.failing);
    await stack.up(inputs);
    return stack.up(inputs);
  };
  const succeed = async () => {
    await stack.up(inputs);
    await stack.up(inputs);
    assert.equal(outputs().taskState, "succeeded");
    world.calls();
  };

  describe("a start", () => {
    it("makes one task and returns AWS's id while it runs", async () => {
      assert.deepEqual(await stack.up(inputs), { step: "create" });
      const [task] = world.emulator.tasks();
      assert.equal(stack.state?.id, task?.id);
      assert.equal(outputs().taskState, "running");
      assert.equal(outputs().accountId, "123456789012");
      assert.equal(starts(), 1);
    });

    it("makes no call at all in a preview", async () => {
      await stack.preview(inputs);
      assert.deepEqual(world.calls(), []);
    });

    it("takes up the task of a start whose answer was lost", async () => {
      fault(operations.start, { kind: "resetAfter" });
      if (kind.hasClientToken) {
        assert.match((await stack.up(inputs)).error ?? "", /may have been started or not/);
        assert.equal(starts(), 1);
      }
      assert.deepEqual(await stack.up(inputs), { step: "create" });
      assert.equal(starts(), 1);
      assert.equal(stack.state?.id, world.emulator.tasks()[0]?.id);
    });

    it("takes up the task of a create that was killed before its answer was saved", async () => {
      await stack.up(inputs);
      const { id } = stack.state!;
      stack.state = undefined;
      await stack.up(inputs);
      assert.equal(stack.state!.id, id);
      assert.equal(starts(), 1);
      assert.match(world.texts.at(-1)!, /took up the running /);
    });

    it("takes it up on another machine, too, or names it where nothing tells", async () => {
      await stack.up(inputs);
      const { id } = stack.state!;
      stack.state = undefined;
      world.journal = new MemoryJournal();
      await stack.up(inputs);
      if (subject.proof === "nothing") {
        assert.ok(world.texts.some((text) => text.includes(`adopt: "${id}"`)));
        assert.equal(starts(), 2);
        return;
      }
      assert.equal(stack.state!.id, id);
      assert.equal(starts(), 1);
    });

    it("takes over the task that the program names, and starts none", async () => {
      await stack.up(inputs);
      const { id } = stack.state!;
      const other = new Stack(world, kind, "other");
      assert.equal((await other.up({ ...inputs, adopt: id })).error, undefined);
      assert.equal(other.state!.id, id);
      assert.equal(starts(), 1);
      assert.equal((await other.up({ ...inputs, adopt: id })).error, undefined);
      assert.equal((await other.up(inputs)).step, "same");
    });

    it("refuses to take over a task that is another, or none", async () => {
      await stack.up(inputs);
      const { id } = stack.state!;
      const other = new Stack(world, kind, "other");
      if (subject.proof !== "nothing") {
        const wrong = await other.up({ ...subject.other, adopt: id });
        assert.match(wrong.error ?? "", /adopt: .* is another task: its /);
      }
      const unlisted = subject.unlisted?.(id) ?? id.replace(/[0-9a-f]{4}$/, "0000");
      const none = await other.up({ ...inputs, adopt: unlisted });
      assert.match(none.error ?? "", /adopt: AWS does not list/);
      assert.equal(starts(), 1);
    });

    it("does not fail because the task can't be seen yet", async () => {
      fault(operations.start, { kind: "invisibleMs", ms: 60_000 });
      assert.deepEqual(await stack.up(inputs), { step: "create" });
      assert.deepEqual((await stack.up(inputs)).error, undefined);
      assert.equal(outputs().taskState, "succeeded");
      assert.equal(starts(), 1);
    });

    it("fails with AWS's words when it is denied, and starts nothing", async () => {
      fault(operations.start, { kind: "deny" });
      const { error } = await stack.up(inputs);
      assert.match(error ?? "", new RegExp(`was not started.*Allow ${operations.start}`, "s"));
      assert.equal(starts(), 0);
    });

    it("leaves the tasks of another resource alone", async () => {
      const other = new Stack(world, kind, "other");
      await stack.up(inputs);
      await other.up(subject.other);
      assert.notEqual(stack.state!.id, other.state!.id);
      assert.equal(starts(), 2);
    });
  });

  describe("a running task", () => {
    beforeEach(() => stack.up(inputs).then(() => void world.calls()));

    it("is looked at once by a preview, which says how far it is", async () => {
      assert.deepEqual(await stack.preview(inputs), { changes: true });
      assert.deepEqual(world.calls(), [operations.describe]);
      assert.match(world.texts.at(-1)!, new RegExp(String(stack.state!.id)));
    });

    it("is previewed with a warning when AWS can't be asked", async () => {
      fault(operations.describe, { kind: "deny" });
      assert.deepEqual(await stack.preview(inputs), { changes: true });
      assert.match(world.texts.at(-1)!, /present states are not known/);
    });

    it("is waited for through every status, to complete outputs", async () => {
      const { step, error } = await stack.up(inputs);
      assert.deepEqual({ step, error }, { step: "update", error: undefined });
      const { id } = stack.state!;
      const expected = subject.succeeded(id);
      const actual = Object.fromEntries(Object.keys(expected).map((key) => [key, outputs()[key]]));
      assert.deepEqual(actual, expected);
      assert.equal(outputs().taskState, "succeeded");
      assert.equal(outputs().progressPercent, 100);
      assert.equal(starts(), 1);
    });

    it("is not waited for by a refresh", async () => {
      const before = world.clock.now();
      assert.deepEqual(await stack.refresh(), { changes: false });
      assert.equal(world.clock.now(), before);
      assert.deepEqual(world.calls(), [operations.describe]);
      assert.equal(outputs().taskState, "running");
    });

    it("is still running after a time-out, which says so and loses nothing", async () => {
      const short = { ...inputs, timeouts: { wait: "5s" } };
      const { error } = await stack.up(short);
      assert.match(error ?? "", /is still .* after waiting 5s .*the next `pulumi up` resumes/);
      assert.match(error ?? "", new RegExp(stack.state!.id));
      assert.equal(outputs().taskState, "running");
      assert.equal(outputs().__provider, "code");
      assert.equal((await stack.up(inputs)).error, undefined);
      assert.equal(outputs().taskState, "succeeded");
      assert.equal(starts(), 1);
    });

    it("is waited for through throttling and outages", async () => {
      fault(operations.describe, { kind: "throttle" }, 2);
      fault(operations.describe, { kind: "status5xx", body: "html" }, 2);
      fault(operations.describe, { kind: "resetBefore" }, 2);
      fault(operations.describe, { kind: "cutBody" }, 2);
      assert.equal((await stack.up(inputs)).error, undefined);
      assert.equal(outputs().taskState, "succeeded");
    });

    it("fails the update at once when it may not be looked at, and is kept", async () => {
      const before = world.clock.now();
      fault(operations.describe, { kind: "deny" });
      const { error } = await stack.up(inputs);
      assert.match(error ?? "", new RegExp(`Allow ${operations.describe}`));
      assert.ok(world.clock.now() - before < 1_000);
      assert.equal(outputs().taskState, "running");
      assert.equal((await stack.up(inputs)).error, undefined);
    });

    it("goes on running with a status this version does not know, with one warning", async () => {
      const { id } = stack.state!;
      world.emulator.addFault({
        ids: [id],
        effect: { kind: "status", status: "novel", until: 0.9 },
      });
      assert.equal((await stack.up(inputs)).error, undefined);
      assert.equal(outputs().taskState, "succeeded");
      assert.equal(world.texts.filter((text) => text.includes('"novel"')).length, 1);
    });

    it("stays in the state, and fails the update, when AWS no longer lists it", async () => {
      world.clock.jump(1_000);
      const { id } = stack.state!;
      world.emulator.addFault({ ids: [id], effect: { kind: "vanish" } });
      const { error } = await stack.up(inputs);
      assert.match(error ?? "", /AWS does not list .* us-east-1 of account 123456789012/);
      await stack.refresh();
      assert.equal(outputs().taskState, "running");
      assert.equal(starts(), 1);
    });

    it("belongs to nobody else: credentials of another account are that error", async () => {
      const stranger = () => world.context(undefined, "999999999999");
      await assert.rejects(stack.refresh(stranger()), /belongs to AWS account 123456789012/);
      await assert.rejects(stack.destroy(stranger()), /belongs to AWS account 123456789012/);
      assert.equal(outputs().taskState, "running");
    });

    it("is taken up, and never cancelled, by a replacement that changes nothing", async () => {
      const { id } = stack.state!;
      await stack.preview(inputs);
      assert.equal((await stack.replace(inputs)).error, undefined);
      if (subject.proof !== "nothing") assert.equal(stack.state!.id, id);
      assert.equal(starts(), subject.proof === "nothing" ? 2 : 1);
      assert.ok(!world.calls().includes(operations.cancel ?? "none"));
      assert.ok(world.emulator.tasks()[0]!.running);
    });

    if (operations.cancel !== undefined) {
      it("is cancelled by a destroy, which waits for the end", async () => {
        await stack.destroy();
        assert.ok(world.calls().includes(operations.cancel!));
        assert.equal(world.emulator.tasks()[0]!.running, false);
      });
    }

    it("is replaced at once when `triggers` change", async () => {
      const { id } = stack.state!;
      const { step, error } = await stack.up({ ...inputs, triggers: ["again"] });
      assert.equal(step, "replace");
      if (subject.holdsName) {
        assert.match(error ?? "", new RegExp(`the name is being made by ${id}`));
        // It is its own: `adopt` would be refused.
        assert.doesNotMatch(error ?? "", /adopt/);
        assert.equal(starts(), 1);
        return;
      }
      assert.equal(error, undefined);
      assert.equal(starts(), 2);
      assert.equal(outputs().taskState, "running");
    });
  });

  describe("a succeeded task", () => {
    beforeEach(succeed);

    it("costs no call and is no change", async () => {
      assert.deepEqual(await stack.preview(inputs), { changes: false });
      assert.equal((await stack.up(inputs)).step, "same");
      assert.deepEqual(world.calls(), []);
    });

    for (const [name, value] of Object.entries(subject.replacing)) {
      it(`is replaced when ${name} changes`, async () => {
        const difference = await stack.preview({ ...inputs, [name]: value });
        assert.deepEqual(difference?.replaces, [name]);
        assert.deepEqual(world.calls(), []);
      });
    }

    for (const [name, value] of Object.entries(subject.recorded)) {
      it(`stays, and records it, when ${name} changes`, async () => {
        const changed = { ...inputs, [name]: value };
        assert.deepEqual(await stack.preview(changed), { changes: true });
        assert.equal((await stack.up(changed)).step, "update");
        assert.deepEqual(outputs()[name], value);
        assert.equal((await stack.up(changed)).step, "same");
        assert.equal(starts(), 1);
      });
    }

    it("stays as it was when AWS has forgotten it", async () => {
      const before = outputs();
      world.emulator.addFault({ ids: [stack.state!.id], effect: { kind: "vanish" } });
      assert.deepEqual(await stack.refresh(), { changes: false });
      assert.deepEqual(outputs(), { ...before, recordExpired: true });
      assert.equal((await stack.up(inputs)).step, "same");
      await stack.destroy();
    });

    it("is started anew after a destroy", async () => {
      const { id } = stack.state!;
      await stack.destroy();
      const { error } = await stack.up(inputs);
      if (subject.holdsName) {
        assert.match(error ?? "", new RegExp(`the name is held by .*${id}.*adopt: "${id}"`));
        assert.equal((await stack.up({ ...inputs, adopt: id })).error, undefined);
        return;
      }
      assert.notEqual(stack.state!.id, id);
      assert.equal(starts(), 2);
    });
  });

  describe("a failed task", () => {
    it("fails the update with AWS's reason, and is replaced by the next", async () => {
      const { error } = await failed();
      const { id } = stack.state!;
      assert.ok(error?.includes(subject.reason) && error.includes(id), error);
      assert.equal(outputs().taskState, "failed");
      assert.equal(outputs().failureReported, true);
      assert.deepEqual((await stack.preview(inputs))?.replaces, ["taskState"]);
      assert.equal((await stack.up(inputs)).step, "replace");
      assert.notEqual(stack.state!.id, id);
      assert.equal(outputs().taskState, "running");
      assert.equal((await stack.up(inputs)).error, undefined);
      assert.equal(outputs().taskState, "succeeded");
      assert.equal(starts(), 2);
    });

    it("is reported before it is replaced, also when a refresh saw the failure first", async () => {
      fault(operations.start, subject.failing);
      await stack.up(inputs);
      world.clock.jump(3_600_000);
      await stack.refresh();
      assert.equal(outputs().failureReported, false);
      const { step, error } = await stack.up(inputs);
      assert.equal(step, "update");
      assert.ok(error?.includes(subject.reason), error);
      assert.equal((await stack.up(inputs)).step, "replace");
    });

    it('stays, and fails nothing, with onFailure: "keep"', async () => {
      const keeping = { ...inputs, onFailure: "keep" };
      fault(operations.start, subject.failing);
      await stack.up(keeping);
      assert.equal((await stack.up(keeping)).error, undefined);
      assert.equal(outputs().taskState, "failed");
      assert.equal((await stack.up(keeping)).step, "same");
      assert.equal(starts(), 1);
    });

    it("is deleted without a word", async () => {
      await failed();
      world.calls();
      await stack.destroy();
      const calls = world.calls().filter((call) => !/Describe|Get/.test(call));
      assert.deepEqual(calls, subject.discard === undefined ? [] : [subject.discard]);
    });
  });
}
