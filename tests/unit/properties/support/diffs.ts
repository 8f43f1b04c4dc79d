/** Situations in which `diff` is asked, and what it said. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../../provider/lifecycle/check";
import { diff, type Difference } from "../../../../provider/lifecycle/diff";
import { identityOf } from "../../../../provider/lifecycle/identity";
import type { Props } from "../../../../provider/lifecycle/ports";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";
import { SUBJECTS } from "../../../contract/options/subjects";
import { Scheduler } from "../../../../provider/waiting/scheduler";
import { contextWith, START_MS, type TestContext } from "../../provider/support/context";
import { BoundedClock } from "./boundedClock";
import { frozen } from "./host";
import { type Look, LookedAt, lookAt, shown } from "./looks";
import { canBeTold, type Program } from "./programs";
import { json, jsonRecord } from "./values";

export interface Situation {
  readonly phase: "preview" | "update" | "unsaid" | "none";
  readonly override: string | undefined;
  /** Correct inputs that the program gives in place of the old ones. */
  readonly change: Props;
  readonly stored: Props;
  readonly looks: readonly Look[];
}

export interface Told {
  readonly difference: Difference;
  readonly olds: Props;
  readonly news: Props;
  readonly aws: LookedAt;
  readonly elapsedMs: number;
  readonly context: TestContext;
}

export const isChecked = ({ phase }: Situation) => phase !== "none";

/** The id that tasks of that program have. */
function idOf({ kind, inputs }: Program): string {
  const { region, bucket, imageId } = inputs;
  return kind.type === "ec2:StoreImageTask" ? [region, bucket, imageId].join("/") : "task-1";
}

const outputsOf = ({ imageId, bucket }: Props): Props => ({ amiId: imageId, imageId, bucket });

const STARTED_AT = new Date(START_MS - 3_600_000).toISOString();

const settled: fc.Arbitrary<Props> = fc.record({
  taskState: fc.constantFrom("running", "running", "succeeded", "failed", "cancelled"),
  failureReported: fc.boolean(),
  __startedAt: fc.constantFrom(STARTED_AT, new Date(START_MS).toISOString()),
  __hold: fc.constant(`${STARTED_AT}/ab`),
});

/** As the state may be after somebody has edited it. */
const garbled = fc
  .tuple(settled, jsonRecord.filter(canBeTold), json, json)
  .map(([state, more, failureReported, hold]) => ({
    ...more,
    ...state,
    failureReported,
    __hold: hold,
  }));

/** Changes of a correct program that are correct, too; some of it is not known yet. */
function changes({ kind, inputs }: Program): fc.Arbitrary<Props> {
  const { replacing, recordedOnly } = SUBJECTS.find((one) => one.kind === kind)!;
  const some: readonly Props[] = [
    ...[replacing, recordedOnly, { triggers: ["v2"] }, { region: "us-east-1" }, { triggers: [] }],
    ...[{ onFailure: "keep" }, { wait: "update" }, { wait: "none" }, { tags: { team: "b" } }],
    ...[
      { profile: "other" },
      { timeouts: {} },
      { timeouts: { wait: "20s" } },
      { polling: {} },
      { tags: {} },
    ],
  ];
  const unknown = fc
    .constantFrom(...kind.replaces.filter((name) => name in inputs), "triggers", "tags")
    .map((name) => ({ [name]: UNKNOWN }));
  const one = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...some) },
    { weight: 1, arbitrary: unknown },
  );
  return fc
    .array(one, { maxLength: 3 })
    .map((all) => all.reduce((props, more) => ({ ...props, ...more }), {}));
}

export function situationOf(program: Program): fc.Arbitrary<Situation> {
  const { kind, inputs } = program;
  return fc.record({
    phase: fc.constantFrom("preview", "update", "unsaid", "none"),
    override: fc.constantFrom(undefined, undefined, "diff", "update", "none", "garbage"),
    change: fc.oneof(fc.constant({}), changes(program)),
    stored: fc.oneof(settled, garbled),
    looks: fc.array(lookAt(kind, idOf(program), outputsOf(inputs)), { maxLength: 4 }),
  });
}

/** Inputs as `check` gives them to the engine. */
function checkedBy({ kind }: Program, given: Props, said: Props): Props {
  const { inputs, failures } = check(contextWith(), kind, {}, { ...given, ...said });
  assert.deepEqual(failures, []);
  return inputs;
}

/** `diff` as the engine calls it after the situation's `check`. */
export function told(program: Program, situation: Situation): Promise<Told> {
  const { phase, change, stored } = situation;
  const said = phase === "unsaid" ? {} : { __beacon: { phase, secrets: [] } };
  const before = { __beacon: { phase: "update", secrets: [] } };
  const oldInputs = checkedBy(program, program.inputs, before);
  // The engine puts the old inputs in the place of the program's: then the beacon is missing, too.
  const given = phase === "unsaid" ? oldInputs : program.inputs;
  const news = checkedBy(program, { ...given, ...change }, said);
  return toldOf(program, situation, { ...stored, ...oldInputs }, news);
}

/** `diff` of any properties; in the end AWS shows a success. `aws` is who else is asked for it. */
export async function toldOf(
  program: Program,
  { phase, override, stored, looks }: Situation,
  before: Props,
  news: Props,
  nobody?: () => never,
): Promise<Told> {
  const kind = shown(program.kind);
  const clock = new BoundedClock(START_MS);
  const context = { ...contextWith(), clock, scheduler: new Scheduler(clock) };
  context.settings.wait = override;
  const identity = identityOf(news);
  if (phase !== "none" && identity !== undefined) {
    const said = phase === "unsaid" ? {} : { phase };
    context.memory.beacons.set(identity, { ...said, secrets: new Set() });
  }
  const { __startedAt } = stored;
  const olds = { ...before, __startedAt };
  const [status] = Object.entries(kind.states).find(([, state]) => state === "succeeded")!;
  const id = idOf(program);
  const outputs = outputsOf(program.inputs);
  const aws = new LookedAt(clock, looks, { id, status, outputs });
  const called = { ...context, aws: nobody ?? (() => aws) };
  const difference = await clock.until(diff(called, kind, id, frozen(olds), frozen(news)));
  const elapsedMs = clock.now() - START_MS;
  for (const operation of aws.others) assert.match(operation, /^Describe/);
  return { difference, olds, news, aws, elapsedMs, context };
}
