// Several tasks may be a lost start's: an error names them all, and what it advises works.
import assert from "node:assert/strict";
import type { Effect } from "../../../emulator";
import type { Aws, Props } from "../../../provider/lifecycle/ports";
import type { Subject } from "../options/subjects";
import {
  APPSTREAM,
  type Bench,
  DISCOVERY,
  EXPORT,
  MINUTE_MS,
  type Resource,
  STORE,
  test,
  WORKSPACES,
} from "./support";

const LOST: Effect = { kind: "resetAfter" };

/** The start goes out, its answer is lost, and its process ends before it could look for the task. */
async function killed(resource: Resource): Promise<void> {
  const { bench } = resource;
  const { inputs, start } = bench.subject;
  for (const effect of [LOST, { kind: "invisibleMs", ms: 2_000 } as const]) {
    bench.world.emulator.addFault({ operation: start, times: 1, effect });
  }
  const engine = new AbortController();
  const context = bench.context(engine.signal);
  const aws = (props: Props): Aws => {
    const one = context.aws(props);
    const send: Aws["send"] = (request, signal) =>
      one.send(request, signal).finally(() => request.operation === start && engine.abort());
    return { ...one, send };
  };
  const { error } = await resource.up(inputs, { ...context, aws });
  assert.match(error ?? "", /may have been started or not/);
  bench.world.clock.jump(2_000);
}

/** Somebody who knows nothing of Pulumi starts the same. */
async function startByHand(bench: Bench): Promise<void> {
  const { imageId: ImageId, bucket: Bucket } = STORE.inputs;
  const isStore = bench.subject === STORE;
  await bench
    .context()
    .aws({ region: "us-east-1" })
    .send({
      service: isStore ? "ec2" : "discovery",
      operation: bench.subject.start,
      input: isStore ? { ImageId, Bucket } : {},
    });
}

function assertNames(error: string | undefined, ids: readonly string[]): void {
  assert.ok(error !== undefined);
  for (const id of ids) assert.ok(error.includes(`adopt: "${id}"`), error);
  assert.equal(error.split("adopt: ").length - 1, ids.length);
}

/** A look-alike of a lost start, so much later than that. */
const LOOKALIKES: readonly (readonly [Subject, number])[] = [
  [DISCOVERY, 0],
  [DISCOVERY, MINUTE_MS],
  // The first one has ended by then: AWS stores one AMI in one bucket once at a time.
  [STORE, 21_000],
];

for (const [subject, laterMs] of LOOKALIKES) {
  describe(`${subject.name} with a lost start, and a look-alike ${laterMs / 1_000} s later`, () => {
    for (const number of [1, 2]) {
      test(`names both, and takes over number ${number}, as is advised`, subject, async (bench) => {
        const { inputs } = subject;
        const resource = bench.resource();
        await killed(resource);
        bench.world.clock.jump(laterMs);
        await startByHand(bench);
        const { ids } = bench;
        for (let time = 0; time < 2; time++) {
          assertNames((await resource.up(inputs)).error, ids);
          assert.equal(resource.state, undefined);
        }
        const adopting = { ...inputs, adopt: ids[number - 1] };
        await resource.ups(adopting);
        assert.equal(resource.id, ids[number - 1]);
        await resource.ups(adopting);
        assert.equal(resource.taskState, "succeeded");
        assert.equal((await resource.up(inputs)).step, "same");
        assert.equal(bench.ids.length, 2);
        assert.deepEqual(bench.world.journal.entries(), []);
      });
    }
  });
}

describe("discovery.ExportTask with a lost start", () => {
  test("is not in doubt where the other one began minutes later", DISCOVERY, async (bench) => {
    const resource = bench.resource();
    await killed(resource);
    bench.world.clock.jump(4 * MINUTE_MS);
    await startByHand(bench);
    await resource.ups();
    assert.deepEqual([resource.id, bench.ids.length], [bench.ids[0], 2]);
  });

  test(
    "is not in doubt for long where the other is another resource's",
    DISCOVERY,
    async (bench) => {
      const { emulator } = bench.world;
      emulator.addFault({ operation: DISCOVERY.start, nth: 1, effect: LOST });
      const [one, other] = [bench.resource("one", { stack: "a" }), bench.resource("other")];
      const [lost, started] = await Promise.all([
        one.up(DISCOVERY.inputs),
        other.up(DISCOVERY.inputs),
      ]);
      // Another process knows nothing of it; the note tells whose it is.
      assert.equal(started.error, undefined);
      assertNames(lost.error, bench.ids);
      await one.ups();
      assert.deepEqual([one.id, other.id].sort(), [...bench.ids].sort());
    },
  );
});

describe("four discovery.ExportTask in one up, of which two answers are lost", () => {
  const DOUBTED = [1, 3];
  test("are four, and each is taken over by name with the next up", DISCOVERY, async (bench) => {
    const { emulator } = bench.world;
    for (const nth of DOUBTED) emulator.addFault({ operation: DISCOVERY.start, nth, effect: LOST });
    // None can be told from the other by when it appeared.
    emulator.addFault({ operation: DISCOVERY.start, effect: { kind: "invisibleMs", ms: 3_000 } });
    const resources = ["a", "b", "c", "d"].map((name) => bench.resource(name));
    const context = bench.context();
    const ups = resources.map((one) => one.up(DISCOVERY.inputs, context));
    const errors = (await Promise.all(ups)).flatMap(({ error }) => error ?? []);
    const doubted = bench.ids.filter((_, index) => DOUBTED.includes(index + 1));
    assert.equal(errors.length, 2);
    for (const error of errors) assertNames(error, doubted);

    const next = bench.context();
    const inDoubt = resources.filter(({ state }) => state === undefined);
    await Promise.all(
      inDoubt.map((one, index) => one.ups({ ...DISCOVERY.inputs, adopt: doubted[index] }, next)),
    );
    assert.deepEqual(resources.map(({ id }) => id).sort(), [...bench.ids].sort());
    assert.equal(bench.ids.length, 4);
  });
});

describe("a lost start that only its name tells, without marks", () => {
  for (const subject of [APPSTREAM, WORKSPACES]) {
    test(`is named, and taken over as is advised: ${subject.name}`, subject, async (bench) => {
      const program = { ...subject.inputs, identityTags: false };
      bench.world.emulator.addFault({ operation: subject.start, times: 1, effect: LOST });
      const resource = bench.resource();
      assertNames((await resource.up(program)).error, bench.ids);
      const adopting = { ...program, adopt: bench.ids[0] };
      await resource.ups(adopting);
      await resource.ups(adopting);
      assert.deepEqual([resource.id, resource.taskState], [bench.ids[0], "succeeded"]);
      assert.equal((await resource.up(program)).step, "same");
      assert.equal(bench.ids.length, 1);
    });
  }

  test(`is never in doubt where AWS keeps a token: ${EXPORT.name}`, EXPORT, async (bench) => {
    const program = { ...EXPORT.inputs, identityTags: false };
    const other = await bench
      .resource("other")
      .ups({ ...program, imageId: "ami-0fedcba9876543210" });
    bench.world.emulator.addFault({ operation: EXPORT.start, times: 1, effect: LOST });
    const resource = bench.resource();
    assert.match((await resource.up(program)).error ?? "", /may have been started or not/);
    await resource.ups(program);
    assert.deepEqual([other.id, resource.id], bench.ids);
  });
});

describe("a name that is held by another stack's result", () => {
  for (const subject of [APPSTREAM, WORKSPACES]) {
    const renamed = { ...subject.inputs, ...subject.replacing };

    test(`is named with the line that takes it over: ${subject.name}`, subject, async (bench) => {
      const theirs = await bench.resource("theirs", { stack: "prod" }).ups(renamed);
      bench.finish();
      const { error } = await bench.resource().up(renamed);
      assertNames(error, [theirs.id]);
      assert.doesNotMatch(error ?? "", /this resource's own/);
    });

    // It says "this resource's own kept result", and advises `onDelete`, which does not help.
    test(
      `is not said to be one's own by a replacement: ${subject.name}`,
      subject,
      async (bench) => {
        const theirs = await bench.resource("theirs", { stack: "prod" }).ups(renamed);
        bench.finish();
        const resource = await bench.resource().ups();
        await resource.ups();
        const { error } = await resource.up(renamed);
        assert.ok(error?.includes(theirs.id), error);
        assert.doesNotMatch(error ?? "", /this resource's own/);
      },
    );
  }
});

describe("a discovery.ExportTask that is noted by its id, whose state was lost", () => {
  const again = async (bench: Bench, rules: readonly Effect[], times: number) => {
    const resource = await bench.resource().ups();
    const first = resource.lose();
    for (const effect of rules) {
      bench.world.emulator.addFault({ operation: "DescribeExportTasks", times, effect });
    }
    await resource.up(DISCOVERY.inputs);
    bench.world.emulator.clearFaults();
    if (resource.state === undefined) await resource.ups();
    assert.deepEqual([resource.id, bench.running], [first, [first]]);
  };
  const long = { durationMs: 60 * MINUTE_MS };
  const LOOKS: readonly (readonly [string, Effect, number])[] = [
    ["is throttled for three looks", { kind: "throttle" }, 3],
    ["can't be reached for a minute", { kind: "resetBefore" }, 20],
    ["is denied for some looks", { kind: "deny" }, 2],
  ];
  for (const [what, effect, times] of LOOKS) {
    const title = `is taken up, or nothing is started, where a look ${what}`;
    test(title, DISCOVERY, (bench) => again(bench, [effect], times), long);
  }

  // The look for what is noted gives up after ten seconds, or at the first denial: then "not seen"
  // counts as "not there".
  for (const [what, effect, times] of [
    ["is denied once", { kind: "deny" }, 1],
    ["is throttled for ten seconds", { kind: "throttle" }, 5],
    ["fails for ten seconds", { kind: "status5xx" }, 5],
  ] as const) {
    const title = `is not started beside it where a look ${what}`;
    test(title, DISCOVERY, (bench) => again(bench, [effect], times), long);
  }

  const shownLater = async (bench: Bench) => {
    const effect = { kind: "invisibleMs", ms: 30_000 } as const;
    bench.world.emulator.addFault({ operation: DISCOVERY.start, times: 1, effect });
    await again(bench, [], 0);
  };
  test(
    "is not started beside it where AWS shows it after half a minute",
    DISCOVERY,
    shownLater,
    long,
  );
});
