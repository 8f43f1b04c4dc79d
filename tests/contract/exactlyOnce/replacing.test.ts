// What each kind of change does in each state: which task is in the state then, and what AWS got.
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import type { Up } from "../../support/stack";
import { type Subject, SUBJECTS } from "../options/subjects";
import {
  APPSTREAM,
  type Bench,
  DISCOVERY,
  EXPORT,
  type Resource,
  type State,
  STATES,
  STORE,
  test,
  WORKSPACES,
} from "./support";

const STATE_NAMES = Object.keys(STATES) as State[];
const triggered: Props = { triggers: ["again"] };

/** A program that is another one now, and how it is brought up. */
const CHANGES = {
  triggers: { program: ({ inputs }: Subject) => ({ ...inputs, ...triggered }), isReplace: false },
  input: {
    program: ({ inputs, replacing }: Subject) => ({ ...inputs, ...replacing }),
    isReplace: false,
  },
  "--replace": { program: ({ inputs }: Subject) => inputs, isReplace: true },
} as const;
type Change = keyof typeof CHANGES;

const WORDS: readonly (readonly [operations: RegExp, word: string])[] = [
  [/^CreateTags$/, "tag"],
  [/^DeleteTags$/, "untag"],
  [/^Cancel/, "cancel"],
  [/^(Deregister|Delete)/, "delete"],
];

/** `cancel #1`, by the number of the task; what the first one has made is that one's. */
function told(bench: Bench, made: string | undefined): string[] {
  return bench.calls().map(({ operation, ids }) => {
    const [, known] = WORDS.find(([operations]) => operations.test(operation)) ?? [];
    const word = operation === bench.subject.start ? "start" : (known ?? operation);
    const number = bench.ids.findIndex((id) => ids.includes(id));
    const isFirst = made !== undefined && ids.includes(made);
    // The answer to a store's start names no task.
    return `${word} #${isFirst ? 1 : number < 0 ? bench.ids.length : number + 1}`;
  });
}

async function bring(resource: Resource, change: Change): Promise<Up> {
  const { program, isReplace } = CHANGES[change];
  const inputs = program(resource.bench.subject);
  return isReplace ? resource.replace(inputs) : resource.up(inputs);
}

for (const subject of SUBJECTS) {
  describe(`${subject.name}, changed`, () => {
    for (const state of STATE_NAMES) {
      for (const change of Object.keys(CHANGES) as Change[]) {
        const expected = subject.fates[state][change];
        test(`${state}, by ${change}: ${expected}`, subject, async (bench) => {
          const resource = bench.resource();
          await STATES[state](resource);
          const made = subject.kind.artifact(resource.outputs);
          bench.calls();
          const { step, error } = await bring(resource, change);
          assert.equal(step, "replace");
          const calls = told(bench, made);
          const now = `#${1 + bench.ids.indexOf(resource.id)}`;
          const refused = error === undefined ? "" : ", refused";
          assert.equal(`${calls.join(", ") || "nothing"}: ${now}${refused}`, expected);
          assert.equal(bench.ids.length, expected.includes("#2") ? 2 : 1);
          // What is in the state was neither ended nor deleted by its own replacement.
          assert.ok(
            !calls.some((call) => /^(cancel|delete|untag)/.test(call) && call.endsWith(now)),
          );
          if (refused) return;

          // And it is the one that the next `up` waits for, to its end.
          const { id } = resource;
          await resource.ups(CHANGES[change].program(subject));
          assert.deepEqual([resource.id, resource.taskState], [id, "succeeded"]);
          assert.equal(
            told(bench, made).some((call) => /^(start|cancel|delete)/.test(call)),
            false,
          );
        });
      }
    }
  });
}

describe("a replacement, one after the other", () => {
  const THERE_AND_BACK: readonly (readonly [Subject, State, number])[] = [
    // The first one was given up: it carries no mark any more, and its token is used up.
    [EXPORT, "running", 3],
    [EXPORT, "succeeded", 3],
    // It runs still, and its result is the same object.
    [STORE, "running", 1],
    [STORE, "succeeded", 3],
    // It runs still, with our mark on it.
    [APPSTREAM, "running", 1],
    [DISCOVERY, "running", 3],
    [DISCOVERY, "succeeded", 3],
  ];
  for (const [subject, state, number] of THERE_AND_BACK) {
    test(
      `there and back ends with task ${number}: ${subject.name}, ${state}`,
      subject,
      async (bench) => {
        const resource = bench.resource();
        await STATES[state](resource);
        await resource.ups(CHANGES.input.program(subject));
        assert.equal(resource.id, bench.ids[1]);
        await resource.ups();
        assert.equal(resource.id, bench.ids[number - 1]);
        assert.equal(bench.ids.length, Math.max(2, number));
        await resource.ups();
        assert.equal(resource.taskState, "succeeded");
      },
    );
  }

  // A Discovery export carries nothing, and is noted only until it is in a state.
  for (const subject of SUBJECTS.filter((one) => one !== DISCOVERY)) {
    test(
      `by up --replace twice is no second start while it runs: ${subject.name}`,
      subject,
      async (bench) => {
        const resource = await bench.resource().ups();
        const { id } = resource;
        for (let time = 0; time < 2; time++) {
          assert.equal((await resource.replace(subject.inputs)).error, undefined);
          assert.deepEqual([resource.id, bench.ids, bench.running], [id, [id], [id]]);
        }
      },
    );
  }

  const TRIGGERED: readonly (readonly [Subject, string])[] = [
    // AWS runs one export of an AMI at a time: the first is waited for, not cancelled.
    [EXPORT, "#2 after #1 has ended"],
    [STORE, "#1"],
    [APPSTREAM, "refused"],
    [WORKSPACES, "refused"],
    [DISCOVERY, "#2"],
  ];
  for (const [subject, expected] of TRIGGERED) {
    test(
      `by up --replace with other triggers, running: ${subject.name}, ${expected}`,
      subject,
      async (bench) => {
        const resource = await bench.resource().ups();
        bench.calls();
        const { error } = await resource.replace(CHANGES.triggers.program(subject));
        const now = `#${1 + bench.ids.indexOf(resource.id)}`;
        const [first] = bench.tasks;
        const after = bench.ids.length > 1 && !first!.running ? " after #1 has ended" : "";
        assert.equal(error === undefined ? now + after : "refused", expected);
        assert.ok(!bench.done().some((call) => call.startsWith("Cancel")));
      },
    );
  }
});

for (const subject of [APPSTREAM, WORKSPACES]) {
  describe(`${subject.name} with onDelete: "delete", triggered while it runs`, () => {
    const program = { ...subject.inputs, onDelete: "delete" };

    test(
      "is refused until it has ended, then deleted and started again",
      subject,
      async (bench) => {
        const resource = await bench.resource().ups(program);
        const first = resource.id;
        const refused = await resource.up({ ...program, ...triggered });
        assert.match(refused.error ?? "", new RegExp(`the name is being made by ${first}`));
        assert.equal(resource.id, first);
        bench.finish();
        bench.calls();
        const { difference } = await resource.up({ ...program, ...triggered });
        assert.equal(difference?.deleteBeforeReplace, true);
        assert.match(bench.done().join(), new RegExp(`^De[a-zA-Z]*Image,${subject.start}`));
        assert.deepEqual([resource.id, bench.ids.length], [bench.ids[1], 2]);
      },
    );
  });
}
