// One stack takes over (`adopt`) what another one has: who may change, end and delete it then.
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { endings, InAws, succeed } from "../support/inAws";
import { Stack, World } from "../support/stack";
import { canCancel, makesImage, SUBJECTS } from "./options/subjects";

const APPSTREAM = "appstream:ExportImageTask";
const ANOTHERS = /carries the marks of another resource \(of tests\/dev\), which has taken it over/;
const WRITES = /^(Create|Delete)Tags$/;

for (const subject of SUBJECTS.filter(({ kind }) => kind.tagging)) {
  const { kind } = subject;
  const erasing: Props = kind.erase ? { onDelete: "delete" } : {};
  const program: Props = { ...subject.inputs, ...erasing, wait: "none" };
  type Bring = (stack: Stack, of: Props) => Promise<InAws>;
  const begin: Bring = async (stack, of) => {
    assert.equal((await stack.up(of)).error, undefined);
    return new InAws(stack);
  };
  const states: readonly ["running" | "succeeded", Bring][] = [
    ["running", begin],
    ["succeeded", succeed],
  ];
  // What AppStream makes carries marks once it is there; before, the machine has a note.
  const marked = states.filter(([state]) => state === "succeeded" || kind.type !== APPSTREAM);

  const each = marked.flatMap((one) => [[...one, true] as const, [...one, false] as const]);
  for (const [state, bring, isMarked] of each) {
    const without = isMarked ? "" : ", from one without marks";
    const firsts: Props = isMarked ? program : { ...program, identityTags: false };
    describe(`a ${state} ${subject.name} that another stack has taken over${without}`, () => {
      let world: World;
      let first: Stack;
      let second: Stack;
      let inAws: InAws;

      beforeEach(async () => {
        world = await World.make();
        first = new Stack(world, kind);
        second = new Stack(world, kind, "other");
        inAws = await bring(first, firsts);
        const { error } = await second.up({ ...program, adopt: first.state!.id });
        assert.equal(error, undefined);
        world.texts.length = 0;
        world.calls();
      });
      afterEach(() => world.close());

      it("keeps its tags, with a warning, when the first stack changes its own", async () => {
        const before = await inAws.tags();
        world.calls();
        const { error, step } = await first.up({ ...firsts, tags: { team: "others" } });
        assert.deepEqual([step, error], ["update", undefined]);
        assert.equal(world.texts.filter((text) => ANOTHERS.test(text)).length, 1);
        assert.deepEqual(
          world.calls().filter((call) => WRITES.test(call)),
          [],
        );
        assert.deepEqual(await inAws.tags(), before);
      });

      it("is left alone when the first stack is destroyed, changed before or not", async () => {
        const tags = await inAws.tags();
        const { state: untouched } = first;
        await first.up({ ...firsts, tags: { team: "others" } });
        for (const one of [untouched, first.state]) {
          first.state = one;
          await first.destroy();
          assert.match(world.texts.at(-1)!, /carries another hold .*: left alone/);
        }
        assert.deepEqual(endings(world), []);
        assert.deepEqual(await inAws.tags(), tags);
        assert.equal(inAws.isRunning, state === "running");
      });

      it("goes with the second stack, and its tags change with it", async () => {
        await first.up({ ...firsts, tags: { team: "others" } });
        await first.destroy();
        world.texts.length = 0;
        const tags = { team: "theirs" };
        assert.equal((await second.up({ ...program, tags })).error, undefined);
        assert.doesNotMatch(world.texts.join("\n"), ANOTHERS);
        assert.equal((await inAws.tags()).team, "theirs");
        await second.destroy();
        const ends = state === "running" ? canCancel(subject) : makesImage(subject);
        assert.equal(endings(world).length, ends ? 1 : 0);
        const isLeft = state === "running" ? inAws.isRunning : await inAws.isKept();
        assert.equal(isLeft, !ends);
      });
    });
  }

  for (const [state, bring] of marked) {
    describe(`adopt with identityTags: false of a ${state} ${subject.name}`, () => {
      let world: World;
      let first: Stack;
      let second: Stack;
      let inAws: InAws;
      const unmarked = { ...program, identityTags: false };

      beforeEach(async () => {
        world = await World.make();
        first = new Stack(world, kind);
        second = new Stack(world, kind, "other");
        inAws = await bring(first, program);
      });
      afterEach(() => world.close());

      it("is refused where another resource holds it, which keeps it", async () => {
        const before = await inAws.tags();
        world.calls();
        const { error } = await second.up({ ...unmarked, adopt: first.state!.id });
        assert.match(error ?? "", /^adopt: .* is held by another resource, and with identityTags/);
        assert.equal(second.state, undefined);
        assert.deepEqual(
          world.calls().filter((call) => WRITES.test(call)),
          [],
        );
        assert.deepEqual(await inAws.tags(), before);
        assert.equal(world.journal.holderOf(first.state!.id), undefined);
      });

      it("takes what nobody holds", async () => {
        const { id } = first.state!;
        await inAws.unmark();
        assert.equal((await second.up({ ...unmarked, adopt: id })).error, undefined);
        assert.equal(second.state!.id, id);
        assert.equal(world.journal.holderOf(id)?.hold, second.state!.outputs.__hold);
      });
    });
  }
}
