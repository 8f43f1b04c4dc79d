// Image stores, which have no id of AWS's: several of one object, and a state lost at the start.
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../../emulator";
import type { Context } from "../../../provider/lifecycle/context";
import type { Clock } from "../../../provider/lifecycle/ports";
import { type Bench, DAY_MS, MINUTE_MS, type Resource, STORE, test } from "./support";

const { inputs } = STORE;
const SHORT = `us-east-1/${String(inputs.bucket)}/${String(inputs.imageId)}`;
const again = { ...inputs, triggers: ["again"] };

/** AWS shows the next store only later than its start waits for that: its id has no time. */
function hideNext({ world }: Bench, ms = 90_000): void {
  const effect = { kind: "invisibleMs", ms } as const;
  world.emulator.addFault({ operation: STORE.start, times: 1, effect });
}

const startedAt = (bench: Bench, index: number) => bench.tasks[index]!.startedAt;

/** With the time, or without. */
const FORMS = { short: hideNext, long: () => {} } as const;
type Form = keyof typeof FORMS;
const PAIRS: readonly (readonly [Form, Form])[] = [
  ["short", "short"],
  ["short", "long"],
  ["long", "short"],
  ["long", "long"],
];

async function start(resource: Resource, form: Form, program = inputs): Promise<void> {
  FORMS[form](resource.bench);
  await resource.ups(program);
  assert.equal(resource.id === SHORT, form === "short");
}

for (const [first, second] of PAIRS) {
  describe(`two stores of one object, one after the other, with a ${first} and a ${second} id`, () => {
    test("are two tasks, each with its own time for ever", STORE, async (bench) => {
      const [one, other] = [bench.resource("one"), bench.resource("other")];
      await start(one, first);
      await one.ups();
      await start(other, second, again);
      await other.ups(again);
      const times = () => [one, other].map(({ outputs }) => outputs.taskStartTime);
      const both = [startedAt(bench, 0), startedAt(bench, 1)];
      assert.deepEqual(times(), both);
      for (const resource of [one, other]) {
        assert.deepEqual(await resource.refresh(), { changes: false });
        assert.equal(resource.taskState, "succeeded");
      }
      assert.deepEqual(times(), both);
      assert.equal((await one.up(inputs)).step, "same");
      assert.equal((await other.up(again)).step, "same");
    });

    test("are told apart where the second one fails", STORE, async (bench) => {
      const resource = bench.resource();
      await start(resource, first);
      await resource.ups();
      bench.failNext();
      await start(resource, second, again);
      assert.match((await resource.up(again)).error ?? "", /It broke/);
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, 1));
      await resource.ups(again);
      await resource.ups(again);
      assert.equal(resource.taskState, "succeeded");
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, 2));
      assert.equal(bench.ids.length, 3);
    });

    test("are told apart where the first one fails", STORE, async (bench) => {
      const resource = bench.resource();
      bench.failNext();
      await start(resource, first);
      assert.match((await resource.up(inputs)).error ?? "", /It broke/);
      await start(resource, second);
      await resource.ups();
      assert.equal(resource.taskState, "succeeded");
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, 1));
      assert.equal(bench.ids.length, 2);
    });
  });
}

describe("a store that AWS shows late, on a machine whose clock is ahead of AWS's", () => {
  /** A process there. */
  const ahead = (bench: Bench, byMs: number): Context => {
    const context = bench.context();
    const { clock } = context;
    const sleep: Clock["sleep"] = (ms, signal) => clock.sleep(ms, signal);
    return { ...context, clock: { now: () => clock.now() + byMs, sleep } };
  };

  for (const seconds of [6, 30, 119]) {
    test(`is found by ${seconds} s of difference, and another one is not`, STORE, async (bench) => {
      const [lastNight, later] = [bench.resource("one"), bench.resource("later")];
      await lastNight.ups();
      await lastNight.ups();
      bench.world.clock.jump(DAY_MS / 2);
      const resource = bench.resource();
      hideNext(bench);
      await resource.ups(inputs, ahead(bench, seconds * 1_000));
      assert.equal(resource.id, SHORT);
      await resource.ups(inputs, ahead(bench, seconds * 1_000));
      assert.equal(resource.taskState, "succeeded");
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, 1));
      await later.ups(again);
      assert.deepEqual(await resource.refresh(), { changes: false });
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, 1));
    });
  }

  test("is not last night's, if AWS never shows it", STORE, async (bench) => {
    const lastNight = bench.resource("one");
    await lastNight.ups();
    await lastNight.ups();
    bench.world.clock.jump(DAY_MS / 2);
    const resource = bench.resource();
    hideNext(bench, DAY_MS);
    await resource.ups(inputs, ahead(bench, 30_000));
    bench.world.clock.jump(10 * MINUTE_MS);
    const { error } = await resource.up(inputs, ahead(bench, 30_000));
    assert.match(error ?? "", /AWS does not list/);
    assert.equal(resource.outputs.taskStartTime, undefined);
  });
});

interface Loss {
  readonly machine: "same" | "another";
  readonly form: Form;
  readonly later: number;
  readonly when: string;
  /** Which task the next `up` has. */
  readonly number: 1 | 2;
}
const LOSSES: readonly Loss[] = [
  { machine: "same", form: "long", later: 1_000, when: "it runs", number: 1 },
  { machine: "same", form: "long", later: MINUTE_MS, when: "it has ended", number: 1 },
  { machine: "same", form: "long", later: 30 * DAY_MS, when: "30 days have passed", number: 1 },
  // AWS has forgotten it.
  { machine: "same", form: "long", later: 32 * DAY_MS, when: "32 days have passed", number: 2 },
  { machine: "same", form: "short", later: MINUTE_MS, when: "it is shown", number: 1 },
  { machine: "same", form: "short", later: 30 * DAY_MS, when: "30 days have passed", number: 1 },
  { machine: "another", form: "long", later: 1_000, when: "it runs", number: 1 },
  { machine: "another", form: "long", later: MINUTE_MS, when: "it has ended", number: 2 },
  { machine: "another", form: "short", later: MINUTE_MS, when: "it is shown", number: 2 },
];

describe("a store whose state was lost right after its start", () => {
  for (const { machine, form, later, when, number } of LOSSES) {
    const title = `is followed by task ${number}, on ${machine} machine when ${when}, ${form} id`;
    test(title, STORE, async (bench) => {
      const resource = bench.resource();
      await start(resource, form);
      resource.lose();
      if (machine === "another") bench.otherMachine();
      bench.world.clock.jump(later);
      await resource.ups();
      assert.equal(resource.id, bench.ids[number - 1]);
      assert.equal(bench.ids.length, number);
      assert.equal(bench.said("took up the"), number === 1 ? 1 : 0);
      if (resource.taskState === "running") await resource.ups();
      assert.equal(resource.taskState, "succeeded");
      assert.equal(resource.outputs.taskStartTime, startedAt(bench, number - 1));
      assert.equal((await resource.up(inputs)).step, "same");
    });
  }

  test("is its own again, also where others have stored the object since", STORE, async (bench) => {
    const resource = await bench.resource().ups();
    const own = resource.lose();
    for (const name of ["others", "more"]) {
      bench.finish();
      const other = await bench.resource(name, { stack: name }).ups();
      await other.ups();
      assert.notEqual(other.id, own);
    }
    await resource.ups();
    assert.deepEqual([resource.id, bench.ids.length], [own, 3]);
  });

  test(
    "is found by another resource of another machine while it runs, and shared",
    STORE,
    async (bench) => {
      const resource = await bench.resource().ups();
      const own = resource.lose();
      bench.otherMachine();
      const other = await bench.resource("other").ups();
      await resource.ups();
      assert.deepEqual([resource.id, other.id, bench.ids], [own, own, [own]]);
      const context = bench.context();
      await Promise.all([resource.ups(inputs, context), other.ups(inputs, context)]);
      assert.deepEqual([resource.taskState, other.taskState], ["succeeded", "succeeded"]);
    },
  );
});

describe("a store that AWS does not show yet, whose state was lost", () => {
  const long: EmulatorOptions = { durationMs: 60 * MINUTE_MS };

  test(
    "is refused another one beside it, and found once it is shown",
    STORE,
    refusedThenFound,
    long,
  );
  async function refusedThenFound(bench: Bench): Promise<void> {
    const resource = bench.resource();
    await start(resource, "short");
    resource.lose();
    const { error } = await resource.up(inputs);
    if (error !== undefined) assert.match(error, /IncorrectState.*in progress/s);
    bench.world.clock.jump(2 * MINUTE_MS);
    await resource.ups();
    assert.deepEqual([resource.id.startsWith(SHORT), bench.ids.length], [true, 1]);
  }

  // The look for a noted store ends after ten seconds, though the README says two minutes.
  test("is not started again within two minutes, though it has ended", STORE, async (bench) => {
    const resource = bench.resource();
    await start(resource, "short");
    resource.lose();
    await resource.ups();
    assert.equal(bench.ids.length, 1);
  });

  // The refused start has overwritten the note, and removed it.
  const notedStill = async (bench: Bench) => {
    const resource = bench.resource();
    await start(resource, "short");
    resource.lose();
    await resource.up(inputs);
    bench.world.clock.jump(2 * 60 * MINUTE_MS);
    await resource.ups();
    assert.equal(bench.ids.length, 1);
  };
  test("is noted still after a refused start, for when it has ended", STORE, notedStill, long);
});
