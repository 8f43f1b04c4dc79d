// A task is taken up or over while its marks can't be written: who may end and delete it later?
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { endings, InAws, succeed } from "../support/inAws";
import { MemoryJournal } from "../support/memoryJournal";
import { Stack, World } from "../support/stack";
import { canCancel, makesImage, type Subject, SUBJECTS } from "./options/subjects";

const TO_THE_END_MS = 60_000;

function programOf(subject: Subject): Props {
  return { ...subject.inputs, wait: "none", ...(makesImage(subject) && { onDelete: "delete" }) };
}

for (const subject of SUBJECTS.filter(({ kind }) => kind.tagging)) {
  describe(`${subject.name}, marked late`, () => {
    const program = programOf(subject);
    let world: World;
    let first: Stack;
    let second: Stack;

    beforeEach(async () => {
      world = await World.make();
      first = new Stack(world, subject.kind);
      second = new Stack(world, subject.kind, "other");
      await first.up(program);
    });
    afterEach(() => world.close());
    const denyTags = (more = {}) =>
      world.emulator.addFault({ operation: "CreateTags", effect: { kind: "deny" }, ...more });
    /** Whether nothing runs that could be cancelled, and nothing is left that has to go. */
    const isOver = async (inAws: InAws) =>
      canCancel(subject) ? !inAws.isRunning : !(await inAws.isKept());
    const toTheEnd = async (stack: Stack, inputs: Props) => {
      if (canCancel(subject)) return;
      world.clock.jump(TO_THE_END_MS);
      assert.equal((await stack.up(inputs)).error, undefined);
    };

    it("goes with the successor that could not write its own hold over the old one", async () => {
      const inAws = new InAws(first);
      denyTags();
      assert.equal((await first.replace(program)).error, undefined);
      await toTheEnd(first, program);
      world.emulator.clearFaults();
      await first.destroy();
      assert.ok(await isOver(inAws));
    });

    it("is marked by the next update of the stack that has taken it over", async () => {
      const inAws = new InAws(first);
      const adopting = { ...program, adopt: first.state!.id };
      denyTags({ times: 1 });
      await second.up(adopting);
      await toTheEnd(second, adopting);
      assert.equal((await second.up({ ...adopting, tags: { a: "b" } })).error, undefined);
      assert.equal((await inAws.tags()).a, "b");
      world.calls();
      await first.destroy();
      assert.deepEqual(endings(world), []);
      await second.destroy();
      assert.ok(await isOver(inAws));
    });

    it("is not taken back by an update of the stack that had it", async () => {
      const inAws = new InAws(first);
      const adopting = { ...program, adopt: first.state!.id };
      denyTags({ times: 1 });
      await second.up(adopting);
      await toTheEnd(first, program);
      await first.up({ ...program, tags: { a: "b" } });
      await toTheEnd(second, adopting);
      world.calls();
      await first.destroy();
      assert.deepEqual(endings(world), []);
      await second.destroy();
      assert.ok(await isOver(inAws));
    });

    it("is not taken over without marks while anything on it says whose it is", async () => {
      const adopting = { ...program, adopt: first.state!.id, identityTags: false };
      world.journal = new MemoryJournal();
      assert.match((await second.up(adopting)).error ?? "", /is held by another resource/);
    });
  });
}

for (const subject of SUBJECTS.filter(makesImage)) {
  it(`${subject.name}: \`up --replace\` keeps what the program wants kept now`, async () => {
    const world = await World.make();
    const stack = new Stack(world, subject.kind);
    const inAws = await succeed(stack, programOf(subject));
    const retaining = { ...subject.inputs, ...subject.replacing, onDelete: "retain" };
    assert.equal((await stack.replace(retaining)).error, undefined);
    assert.deepEqual(endings(world), []);
    assert.ok(await inAws.isKept());
    await world.close();
  });

  it(`${subject.name}: a refresh sees that the result is gone though the record is too`, async () => {
    const world = await World.make({ recordLifetimeMs: 60_000 });
    const stack = new Stack(world, subject.kind);
    await succeed(stack, programOf(subject));
    world.clock.jump(3_600_000);
    await stack.refresh();
    const kept = stack.state!;
    assert.deepEqual([kept.outputs.artifactGone, kept.outputs.recordExpired], [false, true]);
    await stack.destroy();
    stack.state = kept;
    await stack.refresh();
    assert.equal(stack.state.outputs.artifactGone, true);
    await world.close();
  });
}
