// Four resources with equal inputs in one `up`: one process, which creates them at the same time.
import assert from "node:assert/strict";
import type { FaultRule } from "../../../emulator";
import type { Subject } from "../options/subjects";
import {
  APPSTREAM,
  type Bench,
  DISCOVERY,
  EXPORT,
  type Resource,
  STORE,
  test,
  WORKSPACES,
} from "./support";

const NAMES = ["a", "b", "c", "d"];
const four = (bench: Bench) => NAMES.map((name) => bench.resource(name));

/** One `up` of them all; the errors, where there are any. */
async function upAll(bench: Bench, resources: readonly Resource[]): Promise<string[]> {
  const context = bench.context();
  const { inputs } = bench.subject;
  const ups = await Promise.all(resources.map((one) => one.up(inputs, context)));
  return ups.flatMap(({ error }) => error ?? []);
}

const idsOf = (resources: readonly Resource[]) => resources.map(({ id }) => id);

/** What goes wrong with some of the four starts. */
const MISHAPS: readonly (readonly [string, readonly Omit<FaultRule, "operation">[]])[] = [
  ["the answer to one is lost", [{ nth: 2, effect: { kind: "resetAfter" } }]],
  ["one does not go out", [{ nth: 3, effect: { kind: "resetBefore" } }]],
  ["one is refused for too many calls", [{ nth: 2, effect: { kind: "throttle" } }]],
  ["all can be seen only later", [{ effect: { kind: "invisibleMs", ms: 20_000 } }]],
  [
    "the answer to one is lost, and all can be seen only later",
    [{ nth: 2, effect: { kind: "resetAfter" } }, { effect: { kind: "invisibleMs", ms: 3_000 } }],
  ],
];

describe("four Discovery exports with equal inputs in one up", () => {
  for (const [what, rules] of MISHAPS) {
    test(`are four, each with its own id, though ${what}`, DISCOVERY, async (bench) => {
      const { emulator } = bench.world;
      for (const rule of rules) emulator.addFault({ operation: DISCOVERY.start, ...rule });
      const resources = four(bench);
      assert.deepEqual(await upAll(bench, resources), []);
      assert.deepEqual(idsOf(resources).sort(), bench.ids.sort());
      assert.equal(bench.ids.length, 4);
    });
  }

  // Both find the one task that appeared, and neither knows of the other's find.
  test("are four, though AWS fails before one, and after another", DISCOVERY, async (bench) => {
    const { emulator } = bench.world;
    for (const [nth, workDone] of [
      [1, false],
      [4, true],
    ] as const) {
      const effect = { kind: "status5xx", workDone } as const;
      emulator.addFault({ operation: DISCOVERY.start, nth, effect });
    }
    const resources = four(bench);
    assert.deepEqual(await upAll(bench, resources), []);
    assert.deepEqual(idsOf(resources).sort(), bench.ids.sort());
  });

  test("are waited for in one up, each to its own end", DISCOVERY, async (bench) => {
    const resources = four(bench);
    bench.world.emulator.addFault({
      operation: DISCOVERY.start,
      nth: 3,
      effect: { kind: "fail", statusMessage: "It broke" },
    });
    await upAll(bench, resources);
    const failed = bench.tasks[2]!.id;
    const [error, ...others] = await upAll(bench, resources);
    assert.deepEqual(others, []);
    assert.ok(error?.includes(`${failed} failed`), error);
    for (const { id, outputs } of resources) {
      assert.equal(outputs.exportId, id);
      assert.equal(outputs.taskState, id === failed ? "failed" : "succeeded");
    }
    assert.equal(bench.ids.length, 4);
  });

  test(
    "are taken up each by its own resource when all states are lost",
    DISCOVERY,
    async (bench) => {
      const resources = four(bench);
      await upAll(bench, resources);
      const ids = resources.map((one) => one.lose());
      assert.deepEqual(await upAll(bench, [...resources].reverse()), []);
      assert.deepEqual(idsOf(resources), ids);
      assert.equal(bench.ids.length, 4);
    },
  );

  test(
    "are started again on another machine, which names those that run",
    DISCOVERY,
    async (bench) => {
      const resources = four(bench);
      await upAll(bench, resources);
      const ids = resources.map((one) => one.lose());
      bench.otherMachine();
      bench.world.texts.length = 0;
      assert.deepEqual(await upAll(bench, resources), []);
      assert.equal(bench.ids.length, 8);
      for (const id of ids) assert.equal(bench.said(`adopt: "${id}"`), 4);
      assert.equal(bench.said("adopt:"), 16, "siblings are not named");
    },
  );
});

interface Together {
  readonly subject: Subject;
  /** How many tasks there are after the `up`, and how many of the four it refuses. */
  readonly started: number;
  readonly refused: number;
}
const TOGETHER: readonly Together[] = [
  // AWS runs one export of an AMI at a time: they start one after the other.
  { subject: EXPORT, started: 4, refused: 0 },
  // Their result is the same object.
  { subject: STORE, started: 1, refused: 0 },
  // Only one of them can have the name.
  { subject: APPSTREAM, started: 1, refused: 3 },
  { subject: WORKSPACES, started: 1, refused: 3 },
];

/** Which task each has; a store's id may be without the time of the one that there is. */
function had(bench: Bench, resources: readonly Resource[]): (number | undefined)[] {
  return resources.map(({ state }) => {
    const index = bench.ids.findIndex((id) => state !== undefined && id.startsWith(state.id));
    return index < 0 ? undefined : index;
  });
}

for (const { subject, started, refused } of TOGETHER) {
  describe(`four ${subject.name} with equal inputs in one up`, () => {
    // A store lasts longer than it is looked for.
    const durationMs = subject === STORE ? 600_000 : 4_000;
    const title = `are ${started}, and ${refused} refused, also when all states are lost`;
    test(
      title,
      subject,
      async (bench) => {
        const resources = four(bench);
        const errors = await upAll(bench, resources);
        const theirs = had(bench, resources);
        assert.equal(errors.length, refused);
        for (const error of errors) assert.ok(error.includes(`adopt: "${bench.ids[0]}"`), error);
        const tasks = new Set(theirs.filter((one) => one !== undefined));
        assert.deepEqual([tasks.size, bench.ids.length], [started, started]);
        assert.ok(bench.running.length <= 1);

        for (const one of resources) one.state = undefined;
        await upAll(bench, resources);
        assert.deepEqual(had(bench, resources), theirs);
        assert.equal(bench.ids.length, started);
      },
      { durationMs },
    );
  });
}

describe("a store that a sibling takes up before its own start has seen it", () => {
  test("is seen by that all the same, at once and with its time", STORE, async (bench) => {
    const [first, second] = [bench.resource("a"), bench.resource("b")];
    const { clock, emulator } = bench.world;
    const context = bench.context();
    const effect = { kind: "invisibleMs", ms: 700 } as const;
    emulator.addFault({ operation: STORE.start, times: 1, effect });
    const sibling = clock.sleep(800).then(() => second.up(STORE.inputs, context));
    const before = clock.now();
    await first.ups(STORE.inputs, context);
    await sibling;
    assert.ok(clock.now() - before < 10_000);
    assert.deepEqual([first.id, second.id], [bench.ids[0], bench.ids[0]]);
  });
});
