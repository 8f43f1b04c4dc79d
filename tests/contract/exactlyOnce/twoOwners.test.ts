// Two stacks, or two backends, in one account with equal inputs: nobody takes another's task.
import assert from "node:assert/strict";
import { type Fate, type Subject, SUBJECTS } from "../options/subjects";
import {
  type Bench,
  DISCOVERY,
  type Owner,
  type Resource,
  type State,
  STATES,
  test,
} from "./support";

/** Another one than the first, which has nothing of these. */
const OTHERS: readonly (readonly [string, Owner])[] = [
  ["another stack", { stack: "prod" }],
  ["a backend of another pulumi-aws-tasks:identity", { configured: "theirs" }],
];

type Second = Fate["beside"];
type Back = Fate["back"];

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
        const { beside: second, back } = subject.fates[state];
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

/**
 * Whether a second backend of the SAME identity takes the first one's up, by its mark or result. A
 * Discovery export is told by what its machine has noted.
 */
const takesUp = (subject: Subject, state: State) =>
  subject !== DISCOVERY && subject.fates[state].back === "same";

for (const subject of SUBJECTS) {
  describe(`${subject.name} of a backend with the same identity, on another machine`, () => {
    for (const state of Object.keys(STATES) as State[]) {
      const isSame = takesUp(subject, state);
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

    if (!takesUp(subject, "running")) return;
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
