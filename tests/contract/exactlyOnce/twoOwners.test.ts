// Two stacks, or two backends, in one account with equal inputs: nobody takes another's task.
import assert from "node:assert/strict";
import type { Subject } from "../options/subjects";
import { SUBJECTS } from "../options/subjects";
import { type Bench, type Owner, type Resource, type State, STATES, test } from "./support";

/** Another one than the first, which has nothing of these. */
const OTHERS: readonly (readonly [string, Owner])[] = [
  ["another stack", { stack: "prod" }],
  ["a backend of another pulumi-aws-tasks:identity", { configured: "theirs" }],
];

/**
 * What the second one gets beside the first one's task: a task of its own, that very one (a store of
 * the same object), or a refusal that names it. And what the first one gets after its state was lost:
 * its task again, another one of its own, the second one's, or a refusal that names that.
 */
type Second = "own" | "shared" | "refused";
type Back = "same" | "new" | "shared" | "refused";
const EXPECTED: Readonly<Record<string, Readonly<Record<State, readonly [Second, Back]>>>> = {
  "ec2.ExportImageTask": {
    running: ["own", "same"],
    succeeded: ["own", "same"],
    failed: ["own", "new"],
  },
  "ec2.StoreImageTask": {
    running: ["shared", "same"],
    succeeded: ["own", "shared"],
    failed: ["own", "shared"],
  },
  "appstream.ExportImageTask": {
    running: ["refused", "same"],
    succeeded: ["refused", "same"],
    failed: ["own", "refused"],
  },
  "workspaces.CustomImageImport": {
    running: ["refused", "same"],
    succeeded: ["refused", "same"],
    // The image in ERROR has the name.
    failed: ["refused", "new"],
  },
  "discovery.ExportTask": {
    running: ["own", "same"],
    // It was noted only until it was in a state that was used.
    succeeded: ["own", "new"],
    failed: ["own", "new"],
  },
};

function secondGets(second: Resource, error: string | undefined, theirs: string): Second {
  if (error !== undefined) {
    assert.ok(error.includes(theirs), error);
    return "refused";
  }
  return second.id === theirs ? "shared" : "own";
}

function firstGets(first: Resource, error: string | undefined, own: string, theirs?: string): Back {
  if (error !== undefined) {
    assert.ok(theirs !== undefined && error.includes(theirs), error);
    return "refused";
  }
  if (first.id === own) return "same";
  return first.id === theirs ? "shared" : "new";
}

/** All that AWS keeps of it, whoever looks. */
const asItIs = ({ world }: Bench, id: string) =>
  world.emulator.tasks().find((task) => task.id === id)!.tags;

describe("equal inputs of two owners in one account", () => {
  for (const subject of SUBJECTS) {
    for (const state of Object.keys(STATES) as State[]) {
      for (const [what, owner] of OTHERS) {
        const [second, back] = EXPECTED[subject.name]![state];
        const title = `is ${second} beside one that has ${state}, of ${what}; that is ${back} once lost`;
        test(`${subject.name} ${title}`, subject, async (bench) => {
          const [first, other] = [bench.resource(), bench.resource("golden", owner)];
          await STATES[state](first);
          const own = first.lose();
          const before = asItIs(bench, own);
          bench.done();
          const up = await other.up(subject.inputs);
          assert.equal(secondGets(other, up.error, own), second);
          assert.equal(bench.ids.length, second === "own" ? 2 : 1);
          assert.deepEqual(asItIs(bench, own), before);
          assert.deepEqual(
            bench.done().filter((call) => call !== subject.start && call !== "CreateTags"),
            [],
          );

          const { error } = await first.up(subject.inputs);
          assert.equal(firstGets(first, error, own, other.state?.id), back);
          const started = 1 + (second === "own" ? 1 : 0) + (back === "new" ? 1 : 0);
          assert.equal(bench.ids.length, started);
        });
      }
    }
  }
});

/** Whether a second backend of the SAME identity takes the first one's up: by its mark, or result. */
const TAKES_UP: Readonly<Record<string, Readonly<Record<State, boolean>>>> = {
  "ec2.ExportImageTask": { running: true, succeeded: true, failed: false },
  "ec2.StoreImageTask": { running: true, succeeded: false, failed: false },
  "appstream.ExportImageTask": { running: true, succeeded: true, failed: false },
  "workspaces.CustomImageImport": { running: true, succeeded: true, failed: false },
  "discovery.ExportTask": { running: false, succeeded: false, failed: false },
};

for (const subject of SUBJECTS) {
  describe(`${subject.name} of a backend with the same identity, on another machine`, () => {
    for (const state of Object.keys(STATES) as State[]) {
      const isSame = TAKES_UP[subject.name]![state];
      const what = isSame ? "is the first one's" : "is another";
      test(`${what}, where that has ${state}`, subject, async (bench) => {
        const first = bench.resource();
        await STATES[state](first);
        bench.otherMachine();
        const second = await bench.resource().ups();
        assert.equal(second.id === first.id, isSame);
        assert.equal(bench.ids.length, isSame ? 1 : 2);
        if (isSame) assert.equal(bench.said(`took up the .* ${second.id}`), 1);
      });
    }

    if (!TAKES_UP[subject.name]!.running) return;
    test("is the second one's to end from then on", subject, async (bench) => {
      const first = await bench.resource().ups();
      const second = await bench.resource().ups();
      bench.done();
      await first.destroy();
      assert.deepEqual([bench.done(), bench.running], [[], [second.id]]);
      await second.destroy();
      assert.deepEqual(bench.running, canEnd(subject) ? [] : bench.ids);
    });
  });
}

const canEnd = ({ kind }: Subject) => kind.cancel !== undefined;
