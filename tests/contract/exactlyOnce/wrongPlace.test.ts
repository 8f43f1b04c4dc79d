// The wrong account or the wrong Region: nothing is started, ended, deleted, or lost from the state.
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import type { Up } from "../../support/stack";
import { type Subject, SUBJECTS } from "../options/subjects";
import {
  ACCOUNT,
  type Bench,
  EXPORT,
  MINUTE_MS,
  type Resource,
  type State,
  STATES,
  STRANGER,
  test,
  WORKSPACES,
} from "./support";

const NAMES = Object.keys(STATES) as State[];
const bothAccounts = ({ message }: { message: string }): true => {
  assert.match(message, new RegExp(`account ${ACCOUNT}, but .* of account ${STRANGER}`));
  return true;
};

/** Runs what must change nothing: neither in AWS nor in the state. */
async function unchanged(resource: Resource, work: () => Promise<unknown>): Promise<void> {
  const { bench, state } = resource;
  const ids = [...bench.ids];
  const tags = bench.tasks.map((task) => task.tags);
  bench.done();
  await work();
  assert.deepEqual(bench.done(), []);
  assert.deepEqual(bench.ids, ids);
  assert.deepEqual(
    bench.tasks.map((task) => task.tags),
    tags,
  );
  assert.equal(resource.state?.id, state!.id);
  assert.deepEqual(resource.outputs, state!.outputs);
}

async function upFails(resource: Resource, program: Props): Promise<void> {
  const { error } = await resource.up(program, resource.bench.stranger());
  bothAccounts({ message: error ?? "no error" });
}

for (const subject of SUBJECTS) {
  const { inputs, kind } = subject;

  describe(`${subject.name} with the credentials of another account`, () => {
    // A failure has left nothing that could be asked for, but for an image in ERROR.
    const destroys = (state: State) => state === "failed" && kind.erase?.isRemains === undefined;

    for (const state of NAMES) {
      test(
        `is changed by no command, ${state}: errors name both accounts`,
        subject,
        async (bench) => {
          const resource = bench.resource();
          await STATES[state](resource);
          await unchanged(resource, () => resource.preview(inputs, bench.stranger()));
          await unchanged(resource, () =>
            assert.rejects(resource.refresh(bench.stranger()), bothAccounts),
          );
          if (state === "succeeded") {
            await unchanged(resource, async () => {
              assert.equal((await resource.up(inputs, bench.stranger())).step, "same");
            });
            await unchanged(resource, () => upFails(resource, { ...inputs, tags: { team: "b" } }));
          }
          bench.world.calls();
          if (destroys(state)) {
            await resource.destroy(bench.stranger());
            return assert.deepEqual(bench.world.calls(), []);
          }
          await unchanged(resource, () =>
            assert.rejects(resource.destroy(bench.stranger()), bothAccounts),
          );
        },
      );
    }

    test(
      "fails every up that waits, or looks, and goes on with the right ones",
      subject,
      async (bench) => {
        const resource = await bench.resource().ups();
        await unchanged(resource, () => upFails(resource, inputs));
        // From then on it would be visible.
        bench.world.clock.jump(6 * MINUTE_MS);
        for (const wait of ["update", "none"]) {
          const { error } = await resource.up({ ...inputs, wait }, bench.stranger());
          bothAccounts({ message: error ?? "no error" });
        }
        assert.deepEqual(bench.done(), []);
        await resource.ups();
        assert.equal(resource.taskState, "succeeded");
        assert.equal(bench.ids.length, 1);
      },
    );
  });

  describe(`${subject.name}, while the environment names another Region`, () => {
    for (const state of ["running", "succeeded"] as const) {
      test(`is asked for in its own Region at every command, ${state}`, subject, async (bench) => {
        const resource = bench.resource();
        await STATES[state](resource);
        const { id } = resource;
        bench.world.calls();
        bench.world.environment.AWS_REGION = "eu-west-1";
        await resource.preview(inputs);
        await resource.ups();
        await resource.refresh();
        assert.deepEqual([resource.id, resource.taskState], [id, "succeeded"]);
        await resource.destroy();
        assert.deepEqual([...regions(bench)], ["us-east-1"]);
        assert.deepEqual(bench.ids, [id]);
      });
    }

    test(
      "is started again in its own Region once its failure was reported",
      subject,
      async (bench) => {
        const resource = bench.resource();
        await STATES.failed(resource);
        bench.world.calls();
        bench.world.environment.AWS_REGION = "eu-west-1";
        await resource.ups();
        assert.deepEqual([...regions(bench)], ["us-east-1"]);
      },
    );
  });

  describe(`${subject.name}, moved by \`region\` in the program`, () => {
    for (const state of NAMES) {
      test(`ends what it replaces in its old Region, ${state}`, subject, async (bench) => {
        const resource = bench.resource();
        await STATES[state](resource);
        const old = resource.id;
        bench.calls();
        await resource.ups({ ...inputs, region: "eu-west-1" });
        for (const { operation, ids, region } of bench.calls()) {
          if (operation === subject.start) assert.equal(region, "eu-west-1");
          if (ids.includes(old)) assert.equal(region, "us-east-1", operation);
        }
        const places = bench.tasks.map(({ region }) => region);
        assert.deepEqual(places, ["us-east-1", "eu-west-1"]);
        assert.equal(resource.id, bench.tasks[1]!.id);
      });
    }
  });
}

describe("up --replace, while the environment names another Region", () => {
  // Its `check` gets no old inputs, and no `diff` goes before: nothing tells where the task is. So
  // the README says: a Region that is written in the program holds always.
  for (const [where, region] of [
    ["moves to that Region", undefined],
    ["stays where the program says", "us-east-1"],
  ] as const) {
    test(where, EXPORT, async (bench) => {
      const program = { ...EXPORT.inputs, ...(region && { region }) };
      const resource = await bench.resource().ups(program);
      bench.world.environment.AWS_REGION = "eu-west-1";
      await resource.replace(program);
      assert.equal(resource.outputs.region, region ?? "eu-west-1");
      assert.equal(bench.running.length, 1);
    });
  }
});

function regions({ world }: Bench): Set<string> {
  const calls = world.emulator.log().filter(({ service }) => service !== "sts");
  return new Set(calls.map(({ region }) => region));
}

/** Each way to ask for another task in the place of one that there is. */
const REPLACING: readonly {
  readonly how: string;
  readonly states: readonly State[];
  replace(resource: Resource, subject: Subject): Promise<Up>;
}[] = [
  {
    how: "other triggers",
    states: NAMES,
    replace: (resource, { inputs }) =>
      resource.up({ ...inputs, triggers: ["again"] }, resource.bench.stranger()),
  },
  {
    how: "another determining input",
    states: NAMES,
    replace: (resource, { inputs, replacing }) =>
      resource.up({ ...inputs, ...replacing }, resource.bench.stranger()),
  },
  {
    how: "a failure that was reported",
    states: ["failed"],
    replace: (resource, { inputs }) => resource.up(inputs, resource.bench.stranger()),
  },
  {
    how: "up --replace",
    states: NAMES,
    replace: (resource, { inputs }) => resource.replace(inputs, resource.bench.stranger()),
  },
];

/** Where the old one goes first, which is refused before anything is started. */
const GOES_FIRST: readonly (readonly [Subject, State, string])[] = [
  [EXPORT, "running", "other triggers"],
  [EXPORT, "running", "another determining input"],
  [WORKSPACES, "failed", "other triggers"],
  [WORKSPACES, "failed", "a failure that was reported"],
];

for (const subject of SUBJECTS) {
  describe(`a replacement of ${subject.name} with the credentials of another account`, () => {
    for (const [, state, how] of GOES_FIRST.filter(([one]) => one === subject)) {
      test(
        `starts nothing: ${how}, ${state}, where the old one goes first`,
        subject,
        async (bench) => {
          const resource = bench.resource();
          await STATES[state](resource);
          const { replace } = REPLACING.find((one) => one.how === how)!;
          await unchanged(resource, () => assert.rejects(replace(resource, subject), bothAccounts));
        },
      );
    }

    // `up --replace` tells nobody what it replaces.
    const told = REPLACING.filter(({ how }) => how !== "up --replace");
    for (const { how, states, replace } of told) {
      for (const state of states) {
        test(`starts nothing: ${how}, ${state}`, subject, async (bench) => {
          const resource = bench.resource();
          await STATES[state](resource);
          await unchanged(resource, () => replace(resource, subject).catch(bothAccounts));
        });
      }
    }

    for (const state of NAMES) {
      const title = `starts nothing where aws:allowedAccountIds has not that, ${state}`;
      test(title, subject, async (bench) => {
        const resource = bench.resource();
        await STATES[state](resource);
        bench.world.configuration["aws:allowedAccountIds"] = [ACCOUNT];
        for (const { replace } of REPLACING.filter(({ states }) => states.includes(state))) {
          await unchanged(resource, async () => {
            const up = replace(resource, subject).catch(({ message }: Error) => ({
              error: message,
            }));
            assert.match((await up).error ?? "", new RegExp(`${STRANGER}.*${ACCOUNT} only`));
          });
        }
      });
    }
  });
}
