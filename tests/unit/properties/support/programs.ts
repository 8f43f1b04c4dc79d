/** Programs of the five kinds: correct ones that give every input, and what becomes of them. */
import fc from "fast-check";
import type { TaskKind } from "../../../../provider/lifecycle/kind";
import { identityText } from "../../../../provider/lifecycle/identity";
import { record } from "../../../../provider/lifecycle/json";
import type { Props } from "../../../../provider/lifecycle/ports";
import { SUBJECTS } from "../../../contract/options/subjects";
import { anyJson, canBeText } from "./values";
import { anyText, name } from "./texts";

export interface Program {
  readonly name: string;
  readonly kind: TaskKind;
  /** Correct, with as many inputs as go together. */
  readonly inputs: Props;
}

const ROLE = {
  roleArn: "arn:aws:iam::123456789012:role/deployer",
  sessionName: "pulumi",
  externalId: "e-1",
  duration: "1h",
  policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  tags: { team: "images" },
  transitiveTagKeys: ["team"],
};

const COMMON: Props = {
  region: "eu-central-1",
  wait: "diff",
  timeouts: { start: "10m", wait: "10m" },
  polling: { minInterval: "5s", maxInterval: "1m" },
  triggers: ["v1", { build: [1, true, null] }],
  onFailure: "replace",
  onDelete: "retain",
  adopt: "task-1",
  profile: "images",
  assumeRole: [ROLE],
  endpoint: { ec2: "https://ec2.example.com", sts: "http://127.0.0.1:4566/" },
  identityTags: true,
};

const METRIC = { name: "p95", percentageAdjust: 12.5 };

/** What goes with a plain program of that kind. */
const MORE: Readonly<Record<string, Props>> = {
  "discovery:ExportTask": {
    filters: [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }],
    startTime: "2025-12-01T00:00:00.000Z",
    endTime: "2025-12-02T00:00:00.000Z",
    preferences: {
      ec2RecommendationsPreferences: {
        enabled: true,
        cpuPerformanceMetricBasis: METRIC,
        ramPerformanceMetricBasis: METRIC,
        tenancy: "SHARED",
        excludedInstanceTypes: ["m5.large"],
        preferredRegion: "us-east-1",
        reservedInstanceOptions: {
          purchasingOption: "NO_UPFRONT",
          offeringClass: "STANDARD",
          termLength: "ONE_YEAR",
        },
      },
    },
  },
};

const urnOf = (kind: TaskKind) =>
  `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/aws-tasks/${kind.type}::gold`;

export const PROGRAMS: readonly Program[] = SUBJECTS.map((subject) => ({
  name: subject.name,
  kind: subject.kind,
  inputs: {
    ...subject.inputs,
    ...subject.recordedOnly,
    ...MORE[subject.kind.type],
    ...COMMON,
    taskKind: subject.kind.type,
    __identity: identityText("organization", "", urnOf(subject.kind)),
    __provider: "code",
  },
}));

type Path = readonly string[];

/** As deep as programs are; what was put in by an edit may be far deeper. */
const DEEPEST = 5;

/** Where something is in it, from the top down. */
function pathsIn(value: unknown, prefix: Path = [], found: Path[] = []): readonly Path[] {
  if (typeof value !== "object" || value === null || prefix.length === DEEPEST) return found;
  for (const [key, item] of Object.entries(value)) {
    const path = [...prefix, key];
    found.push(path);
    pathsIn(item, path, found);
  }
  return found;
}

/** A copy with another value there; `undefined` takes away what is there. */
export function replaced(value: unknown, [key, ...rest]: Path, wanted: unknown): unknown {
  if (key === undefined) return wanted;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== key);
  const old = Object.entries(value).find(([name]) => name === key)?.[1] as unknown;
  const item = replaced(old, rest, wanted);
  if (Array.isArray(value)) {
    const items = value.map((one: unknown, i) => (String(i) === key ? item : one));
    return items.filter((one) => one !== undefined);
  }
  return Object.fromEntries(item === undefined ? entries : [...entries, [key, item]]);
}

type Edit = (inputs: Props) => Props;

const at = (inputs: Props, where: number) => {
  const paths = pathsIn(inputs);
  return paths[where % Math.max(1, paths.length)] ?? [];
};

function replacing(wanted: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> {
  return fc.tuple(fc.nat(), wanted).map(
    ([where, item]) =>
      (inputs) =>
        replaced(inputs, at(inputs, where), item) as Props,
  );
}

/** One more member somewhere. */
function adding(keys: fc.Arbitrary<string>, wanted: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> {
  return fc.tuple(fc.nat(), keys, wanted).map(([where, key, item]) => (inputs) => {
    const within = at(inputs, where).slice(0, -1);
    return replaced(inputs, [...within, key], item) as Props;
  });
}

/** The program after some edits; each puts one of `values` somewhere, or takes something away. */
export function edited(
  { inputs }: Program,
  values: fc.Arbitrary<unknown> = anyJson,
  keys: fc.Arbitrary<string> = fc.oneof(name, anyText),
): fc.Arbitrary<Props> {
  const edit = fc.oneof(
    { weight: 4, arbitrary: replacing(values) },
    { weight: 2, arbitrary: adding(keys, values) },
    { weight: 1, arbitrary: replacing(fc.constant(undefined)) },
  );
  return fc
    .array(edit, { maxLength: 5 })
    .map((edits) => edits.reduce((props, change) => change(props), inputs))
    .filter(canBeTold);
}

/**
 * Whether JavaScript can make texts of what the lifecycle makes texts of: of the others it says
 * itself that they are none, in words that are not ours.
 */
export function canBeTold({ startTime, endTime, polling, __secrets }: Props): boolean {
  return [startTime, endTime, __secrets, ...Object.values(record(polling))].every(canBeText);
}

/** The program of which some parts, whole inputs or what is deep in them, are `mark`. */
export function withMarks({ inputs }: Program, mark: unknown): fc.Arbitrary<Props> {
  return fc
    .array(replacing(fc.constant(mark)), { minLength: 1, maxLength: 4 })
    .map((edits) => edits.reduce((props, change) => change(props), inputs));
}
