// EC2 forgets a client token before the record, or the record first: the right task all the same.
import assert from "node:assert/strict";
import { FAILING, type Subject, SUBJECTS } from "../options/subjects";
import { type Bench, DAY_MS, EXPORT, MINUTE_MS, type Resource, test } from "./support";

const JOB_MS = MINUTE_MS;
const SHORT_MS = MINUTE_MS / 12;

/** How long each is remembered: a token from the start on, a record from the task's end on. */
const FORGETS = {
  "token first": { tokenLifetimeMs: SHORT_MS, recordLifetimeMs: 7 * DAY_MS },
  "record first": { tokenLifetimeMs: 7 * DAY_MS, recordLifetimeMs: SHORT_MS },
} as const;
type Forgets = keyof typeof FORGETS;

/** When the state is found to be lost. */
const WHEN = { running: MINUTE_MS / 2, ended: DAY_MS, "long gone": 9 * DAY_MS } as const;
type When = keyof typeof WHEN;

/** What became of the task meanwhile. */
const BECAME = {
  "a success": async () => {},
  "a failure": async ({ bench }: Resource) => bench.failNext(),
  cancelled: async () => {},
} as const;
type Became = keyof typeof BECAME;

const MARKS = { "with marks": {}, "without marks": { identityTags: false } } as const;
type Marks = keyof typeof MARKS;

/** Which task the next `up` has: the first one again, or another one, started after its end. */
function expected(forgets: Forgets, when: When, became: Became, marks: Marks): 1 | 2 {
  // Nothing tells it from others' any more. An export is waited for, as AWS runs one at a time.
  if (when === "running") return marks === "with marks" || forgets === "record first" ? 1 : 2;
  if (became !== "a success" || when === "long gone") return 2;
  // Its mark is in the list, or in the answer to the token.
  return marks === "with marks" ? 1 : 2;
}

async function cancel(bench: Bench, id: string): Promise<void> {
  const aws = bench.context().aws({ region: "us-east-1" });
  await aws.send(bench.subject.kind.cancel!(id));
}

/** No two of them ran at the same time, by what the emulator tells of their beginnings. */
function assertOneAtATime(bench: Bench, endedAtMs: number): void {
  const [, second] = bench.tasks;
  if (second) assert.ok(Date.parse(second.startedAt) >= endedAtMs, "two ran at the same time");
  assert.ok(bench.running.length <= 1);
}

for (const subject of SUBJECTS.filter(({ kind }) => kind.hasClientToken)) {
  describe(`a lost state of an ${subject.name}`, () => lostStates(subject));
}

function lostStates(subject: Subject): void {
  for (const forgets of Object.keys(FORGETS) as Forgets[]) {
    for (const when of Object.keys(WHEN) as When[]) {
      for (const became of Object.keys(BECAME) as Became[]) {
        if (when === "running" && became !== "a success") continue;
        for (const marks of Object.keys(MARKS) as Marks[]) {
          const number = expected(forgets, when, became, marks);
          const state = when === "running" ? when : `${when}, ${became}`;
          const title = `is followed by task ${number}: ${forgets}, ${state}, ${marks}`;
          const options = { ...FORGETS[forgets], durationMs: JOB_MS };
          const lost = async (bench: Bench) => {
            // So often that its end is seen as long as it is shown.
            const polling = { maxInterval: "4s" };
            const program = { ...subject.inputs, ...MARKS[marks], polling };
            const resource = bench.resource();
            await BECAME[became](resource);
            await resource.ups(program);
            const beganAtMs = bench.world.clock.now();
            const first = resource.lose();
            if (became === "cancelled") await cancel(bench, first);
            bench.world.clock.jump(WHEN[when]);
            assert.equal(bench.running.length, when === "running" ? 1 : 0);

            await resource.ups(program);
            assert.equal(resource.id, bench.ids[number - 1]);
            assert.equal(bench.ids.length, number);
            const endedAtMs = beganAtMs + (became === "a success" ? JOB_MS : 0);
            if (subject === EXPORT) assertOneAtATime(bench, endedAtMs);

            if (resource.taskState === "running") await resource.ups(program);
            assert.equal(resource.taskState, "succeeded");
            if (subject === EXPORT) {
              assert.match(String(resource.outputs.s3Uri), new RegExp(`${resource.id}.vmdk$`));
            }
            bench.world.calls();
            assert.equal((await resource.up(program)).step, "same");
            assert.deepEqual(bench.world.calls(), []);
          };
          test(title, subject, lost, options);
        }
      }
    }
  }

  if (subject === EXPORT) unlistedExports();

  for (const marks of Object.keys(MARKS) as Marks[]) {
    const title = `after ten failures is followed by another one, ${marks}, each with a token of its own`;
    const failing = async (bench: Bench) => {
      const program = { ...subject.inputs, ...MARKS[marks] };
      const resource = bench.resource();
      bench.world.emulator.addFault({ operation: subject.start, effect: FAILING });
      for (let failure = 1; failure <= 10; failure++) {
        await resource.ups(program);
        assert.equal(resource.lose(), bench.ids.at(-1));
        assert.equal(bench.ids.length, failure);
        bench.finish();
      }
      bench.world.emulator.clearFaults();
      await resource.ups(program);
      assert.equal(resource.id, bench.ids[10]);
    };
    test(title, subject, failing, { tokenLifetimeMs: 7 * DAY_MS });
  }
}

function unlistedExports(): void {
  for (const [token, tokenLifetimeMs] of [
    ["known", 7 * DAY_MS],
    ["forgotten", SHORT_MS],
  ] as const) {
    for (const marks of Object.keys(MARKS) as Marks[]) {
      const isKnown = token === "known";
      const what = isKnown ? "is followed by it" : "fails with AWS's words";
      const title = `${what}, ${marks}, where it runs unlisted and its token is ${token}`;
      const unlisted = async (bench: Bench) => {
        const program = { ...EXPORT.inputs, ...MARKS[marks] };
        const resource = await bench.resource().ups(program);
        const first = resource.lose();
        bench.world.emulator.addFault({ ids: [first], effect: { kind: "vanish", at: 0 } });
        bench.world.clock.jump(WHEN.running);
        const { error } = await resource.up(program);
        if (isKnown) assert.equal(resource.id, first);
        else assert.match(error ?? "", /was not started.*IncorrectState.*in progress/s);
        assert.deepEqual([bench.ids, bench.running], [[first], [first]]);
      };
      test(title, EXPORT, unlisted, { tokenLifetimeMs, durationMs: JOB_MS });
    }
  }
}
