// How a task is called for, and its tags, are stored once an update with them went well: with what
// has never served the next deletion or refresh could not call.
import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import type { Props } from "../../provider/lifecycle/ports";
import { succeed } from "../support/inAws";
import { Stack, World } from "../support/stack";
import { type Subject, SUBJECTS } from "./options/subjects";

const role = (name: string) => ({ roleArn: `arn:aws:iam::123456789012:role/${name}` });
const OLD: Props = {
  profile: "old",
  assumeRole: role("old"),
  endpoint: "https://old.example.com",
  tags: { team: "old" },
};
const NEW: Props = {
  profile: "new",
  assumeRole: [role("hub"), role("new")],
  endpoint: { ec2: "https://new.example.com" },
  tags: { team: "new", tier: "gold" },
};
const NAMES = [...Object.keys(OLD), "tagsAll"];
const UNPROVEN = Object.keys(OLD);
const stored = (stack: Stack) =>
  Object.fromEntries(NAMES.map((name) => [name, stack.state!.outputs[name]]));
const inState = (inputs: Props) => ({ ...inputs, tagsAll: inputs.tags });
const NONE = Object.fromEntries(NAMES.map((name) => [name, undefined]));

/** Why an update fails, of which kinds, and with what text. */
interface Trouble {
  readonly title: string;
  readonly of: (subject: Subject) => boolean;
  readonly states: readonly ("running" | "succeeded")[];
  readonly begin: (world: World, subject: Subject) => void;
  readonly more?: Props;
  /** Whose the credentials are. */
  readonly account?: string;
  readonly reason: RegExp;
}
const always = () => true;
const looksOf = ({ kind }: Subject) => kind.describe(["a/b/c"]).request.operation;
const failing = (world: World, operation: string, effect: Effect) =>
  world.emulator.addFault({ operation, effect });

const TROUBLES: readonly Trouble[] = [
  {
    title: "may not look",
    of: always,
    states: ["running", "succeeded"],
    begin: (world, subject) => failing(world, looksOf(subject), { kind: "deny" }),
    reason: /is kept as it was\. .*Allow \w+ to whoever runs Pulumi/,
  },
  {
    title: "does not reach AWS",
    of: always,
    states: ["succeeded"],
    begin: (world, subject) => failing(world, looksOf(subject), { kind: "resetBefore" }),
    reason: /is kept as it was\. /,
  },
  {
    title: "may not tag",
    of: ({ kind }) => kind.tagging !== undefined,
    states: ["running", "succeeded"],
    begin: (world) => failing(world, "CreateTags", { kind: "deny" }),
    reason: /is kept as it was\. CreateTags: /,
  },
  {
    title: "is made with credentials of another account",
    of: always,
    states: ["running", "succeeded"],
    begin: () => {},
    account: "222222222222",
    reason: /belongs to AWS account 123456789012, but these credentials are of account 2222/,
  },
  {
    title: "times out",
    of: always,
    states: ["running"],
    begin: () => {},
    more: { timeouts: { wait: "1s" } },
    reason: /is still .* after waiting 1s/,
  },
];

for (const subject of SUBJECTS) {
  describe(`an update of ${subject.name} that fails, as it`, () => {
    let world: World;
    let stack: Stack;
    beforeEach(async () => {
      world = await World.make();
      stack = new Stack(world, subject.kind);
    });
    afterEach(() => world.close());

    const program = (inputs: Props): Props => ({
      ...subject.inputs,
      tags: undefined,
      ...inputs,
    });
    const begin = async (state: Trouble["states"][number], inputs: Props) => {
      if (state === "succeeded") await succeed(stack, program(inputs));
      else assert.equal((await stack.up(program(inputs))).error, undefined);
    };

    for (const trouble of TROUBLES.filter(({ of }) => of(subject))) {
      const { title, states, more, account, reason } = trouble;
      const failed = async () => {
        const { error } = await stack.up(
          { ...program(NEW), ...more },
          world.context(undefined, account),
        );
        assert.match(error ?? "", reason);
      };
      for (const state of states) {
        it(`${title}, keeps what the ${state} task was called with, until one goes well`, async () => {
          await begin(state, OLD);
          assert.deepEqual(stored(stack), inState(OLD));
          trouble.begin(world, subject);
          for (let attempt = 0; attempt < 2; attempt++) {
            await failed();
            assert.deepEqual(stored(stack), inState(OLD));
          }
          world.emulator.clearFaults();
          assert.deepEqual(await stack.up(program(NEW)), {
            step: "update",
            difference: { changes: true },
          });
          assert.deepEqual(stored(stack), inState(NEW));
        });

        it(`${title}, stores nothing where the ${state} task was called with nothing`, async () => {
          await begin(state, {});
          trouble.begin(world, subject);
          await failed();
          assert.deepEqual(stored(stack), NONE);
          for (const name of UNPROVEN) assert.ok(!(name in stack.state!.outputs), name);
        });
      }
    }

    it("may not look, has the old values for a destroy, which goes well", async () => {
      await begin("succeeded", OLD);
      failing(world, looksOf(subject), { kind: "deny" });
      assert.match((await stack.up(program(NEW))).error ?? "", /is kept as it was/);
      world.emulator.clearFaults();
      const context = world.context();
      const callers: Props[] = [];
      const { aws } = context;
      await stack.destroy({ ...context, aws: (props) => (callers.push(props), aws(props)) });
      assert.ok(callers.length > 0);
      for (const caller of callers) {
        assert.deepEqual([caller.profile, caller.endpoint], [OLD.profile, OLD.endpoint]);
      }
    });
  });
}
