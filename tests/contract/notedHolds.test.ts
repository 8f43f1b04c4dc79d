// Who holds a task that can't carry its hold is noted on this machine: `up --replace` takes up the
// running task, and the deletion of the old resource, perhaps in another process, must not end it.
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { MemoryJournal } from "../support/memoryJournal";
import { endings, InAws, succeed } from "../support/inAws";
import { Stack, World } from "../support/stack";
import { canCancel, makesImage, type Subject, SUBJECTS } from "./options/subjects";

const TO_THE_END_MS = 60_000;
const MARKABLE = SUBJECTS.filter(({ kind }) => kind.tagging);

/** Why a task does not carry its hold. */
interface Way {
  readonly why: string;
  readonly of: (subject: Subject) => boolean;
  readonly more?: Props;
  readonly isDenied?: boolean;
}
const WAYS: readonly Way[] = [
  { why: "with identityTags: false", of: () => true, more: { identityTags: false } },
  { why: "where CreateTags is denied", of: () => true, isDenied: true },
  {
    why: "whose AMI, which could carry marks, is not there yet",
    of: ({ name }) => name.startsWith("appstream"),
  },
];

/** The program of that subject, which wants all that was made to go with its resource. */
function programOf(subject: Subject, more: Props = {}): Props {
  const erasing = makesImage(subject) ? { onDelete: "delete" } : {};
  return { ...subject.inputs, ...erasing, wait: "none", ...more };
}

function denyTags(world: World): void {
  world.emulator.addFault({ operation: "CreateTags", effect: { kind: "deny" } });
}

/** `create` again, and the deletion of what was, as a Provider's two processes do them. */
async function replaceInTwo(stack: Stack, program: Props): Promise<void> {
  const old = new Stack(stack.world, stack.kind, stack.name);
  old.state = stack.state;
  stack.state = undefined;
  assert.equal((await stack.up(program, stack.world.context())).error, undefined);
  await old.destroy(stack.world.context());
}

async function replaceInOne(stack: Stack, program: Props): Promise<void> {
  assert.equal((await stack.replace(program)).error, undefined);
}

for (const subject of MARKABLE) {
  for (const { why, more, isDenied } of WAYS.filter(({ of }) => of(subject))) {
    describe(`a running ${subject.name} ${why}`, () => {
      const program = programOf(subject, more);
      let world: World;
      let stack: Stack;
      let inAws: InAws;

      const holder = () => world.journal.holderOf(stack.state!.id);
      const isNoted = () => holder()?.hold === stack.state!.outputs.__hold;
      beforeEach(async () => {
        world = await World.make();
        if (isDenied) denyTags(world);
        stack = new Stack(world, subject.kind);
        assert.equal((await stack.up(program)).error, undefined);
        inAws = new InAws(stack);
        world.calls();
      });
      afterEach(() => world.close());

      for (const [where, replace] of [
        ["in one process", replaceInOne],
        ["in two processes", replaceInTwo],
      ] as const) {
        it(`goes on when up --replace takes it up ${where}`, async () => {
          const { id, outputs } = stack.state!;
          await replace(stack, program);
          assert.deepEqual([stack.state!.id, world.emulator.tasks().length], [id, 1]);
          assert.notEqual(stack.state!.outputs.__hold, outputs.__hold);
          assert.ok(isNoted(), "its holder is noted");
          assert.deepEqual(endings(world), []);
          assert.ok(inAws.isRunning);
        });

        it(`goes with its successor's own deletion after that ${where}`, async () => {
          const { id } = stack.state!;
          await replace(stack, program);
          // What can't be cancelled goes once it has ended.
          if (!canCancel(subject)) world.clock.jump(TO_THE_END_MS);
          await stack.destroy();
          assert.equal(endings(world).length, 1);
          assert.equal(inAws.isRunning, false);
          assert.equal(world.journal.holderOf(id), undefined);
        });
      }

      it("is not deleted with the old one when it has ended between the two", async () => {
        const old = new Stack(world, subject.kind);
        old.state = stack.state;
        stack.state = undefined;
        await stack.up(program, world.context());
        world.clock.jump(TO_THE_END_MS);
        await old.destroy(world.context());
        assert.deepEqual(endings(world), []);
        assert.ok(await inAws.isKept());
        assert.ok(isNoted(), "its holder is noted still");
      });

      describe("that was taken up by a run whose state was lost", () => {
        beforeEach(async () => {
          const { state } = stack;
          await replaceInTwo(stack, program);
          stack.state = state;
          assert.equal(isNoted(), false);
          world.calls();
        });

        it("is left alone by a deletion: nobody has told whose it is", async () => {
          await stack.destroy();
          assert.deepEqual(endings(world), []);
          assert.ok(inAws.isRunning);
        });

        it("is the state's again with the next up that updates it, and goes with it", async () => {
          const { id } = stack.state!;
          const { step, error } = await stack.up({ ...program, timeouts: { start: "1h" } });
          assert.deepEqual([step, error], ["update", undefined]);
          assert.ok(isNoted(), "its holder is noted anew");
          if (!canCancel(subject)) world.clock.jump(TO_THE_END_MS);
          await stack.destroy();
          assert.equal(endings(world).length, 1);
          assert.equal(world.journal.holderOf(id), undefined);
        });

        it("is the state's again also where the resource was renamed since", async () => {
          const renamed = new Stack(world, subject.kind, "renamed");
          renamed.state = stack.state;
          assert.equal((await renamed.up(program)).step, "update");
          assert.ok(isNoted(), "its holder is noted anew");
          assert.match(holder()!.identity, /::renamed/);
          world.texts.length = 0;
          await renamed.up({ ...program, tags: { team: "x" } });
          assert.doesNotMatch(world.texts.join("\n"), /taken (it )?over/);
        });
      });
    });
  }

  describe(`a running ${subject.name} that may be marked no more`, () => {
    it("goes on when up --replace takes it up, in one process or in two", async () => {
      for (const replace of [replaceInOne, replaceInTwo]) {
        const world = await World.make();
        try {
          const stack = new Stack(world, subject.kind);
          await stack.up(programOf(subject));
          denyTags(world);
          await replace(stack, programOf(subject));
          assert.deepEqual([world.emulator.tasks().length, endings(world)], [1, []]);
          assert.ok(new InAws(stack).isRunning);
        } finally {
          await world.close();
        }
      }
    });

    it("is its resource's again where another machine has marked it since", async () => {
      const world = await World.make();
      const stack = new Stack(world, subject.kind);
      // AppStream's image carries marks once it is there.
      const inAws = makesImage(subject)
        ? await succeed(stack, programOf(subject))
        : (await stack.up(programOf(subject)), new InAws(stack));
      denyTags(world);
      await stack.replace(programOf(subject));
      const { journal: here } = world;
      world.journal = new MemoryJournal();
      world.emulator.clearFaults();
      await stack.replace(programOf(subject));
      world.journal = here;
      const isRunning = inAws.isRunning;
      world.calls();
      await stack.destroy();
      const ends = isRunning ? canCancel(subject) : makesImage(subject);
      assert.deepEqual([endings(world).length, ends], [1, true], world.texts.at(-1));
      await world.close();
    });
  });

  describe(`a ${subject.name} that another stack took over without marks`, () => {
    const program = programOf(subject, { identityTags: false });
    let world: World;
    let first: Stack;
    let second: Stack;
    let inAws: InAws;

    beforeEach(async () => {
      world = await World.make();
      first = new Stack(world, subject.kind);
      second = new Stack(world, subject.kind, "other");
      await first.up(program);
      inAws = new InAws(first);
      assert.equal((await second.up({ ...program, adopt: first.state!.id })).error, undefined);
      world.calls();
    });
    afterEach(() => world.close());

    it("is the second's, whatever the first updates", async () => {
      await first.up({ ...program, timeouts: { start: "1h" } });
      const hold = world.journal.holderOf(first.state!.id)?.hold;
      assert.equal(hold, second.state!.outputs.__hold);
      await first.destroy();
      assert.deepEqual(endings(world), []);
      assert.ok(inAws.isRunning);
      assert.equal(world.journal.holderOf(second.state!.id)?.hold, hold);
    });

    it("goes with the second", async () => {
      if (!canCancel(subject)) world.clock.jump(TO_THE_END_MS);
      await second.destroy();
      assert.equal(endings(world).length, 1);
      assert.equal(world.journal.holderOf(first.state!.id), undefined);
    });
  });
}

for (const subject of MARKABLE.filter(makesImage)) {
  describe(`what a ${subject.name} has made, where CreateTags is denied`, () => {
    for (const replace of [replaceInOne, replaceInTwo]) {
      const where = replace === replaceInOne ? "in one process" : "in two processes";
      it(`stays when up --replace takes it up ${where}, and goes with its successor`, async () => {
        const world = await World.make();
        try {
          denyTags(world);
          const stack = new Stack(world, subject.kind);
          const made = await succeed(stack, programOf(subject));
          await replace(stack, programOf(subject));
          assert.deepEqual(endings(world), []);
          assert.ok(await made.isKept());
          await stack.destroy();
          assert.equal(endings(world).length, 1);
          assert.equal(await made.isKept(), false);
        } finally {
          await world.close();
        }
      });
    }
  });
}
