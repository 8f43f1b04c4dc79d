/** The inputs that every task has: their rules, their defaults, and how to read them. */
import { DURATION, durationMs } from "../waiting/deadline";
import { callFields } from "./caller";
import { REGION } from "./configured";
import { OUR_TAG_COUNT, OUR_TAGS } from "./identity";
import { record } from "./json";
import type { TaskKind } from "./kind";
import type { Settings } from "./context";
import type { Props } from "./ports";
import type { Field, MapField, StringField } from "./validate";

/** How `diff` and `update` share the waiting. */
export type WaitMode = "diff" | "update" | "none";
export const WAIT_MODES: readonly WaitMode[] = ["diff", "update", "none"];

const duration: StringField = {
  type: "string",
  min: 1,
  pattern: DURATION,
  form: 'be a duration such as "90m", "1h30m" or "45s", longer than 0',
};

/** Bounds of the polling schedule. */
const polling: Field = {
  type: "object",
  fields: { minInterval: duration, maxInterval: duration },
};

/** The inputs of a `Completion`: the task's id, and as whom it is asked for. */
export function completionFields({ of }: Props): Record<string, Field> {
  return {
    taskKind: { type: "string" },
    task: { type: "string", required: true, min: 1 },
    of: {
      type: "object",
      required: true,
      fields: {
        taskKind: { type: "string" },
        region: { type: "string" },
        ...callFields(record(of)),
        // The task's own check looks at them.
        inputs: { type: "any" },
      },
    },
    timeouts: { type: "object", fields: { start: duration, wait: duration, cancel: duration } },
    polling,
    completed: { type: "string" },
  };
}

/** Every input of that kind, AWS's and ours. */
export function fieldsOf(kind: TaskKind, inputs: Props): Record<string, Field> {
  return { ...kind.fields, ...commonFields(kind, inputs) };
}

function commonFields(kind: TaskKind, inputs: Props): Record<string, Field> {
  return {
    taskKind: { type: "string", oneOf: [kind.type] },
    triggers: { type: "list" },
    wait: { type: "string", oneOf: WAIT_MODES },
    timeouts: {
      type: "object",
      fields: {
        start: duration,
        wait: duration,
        ...(kind.defaults.timeouts.cancel === undefined ? {} : { cancel: duration }),
      },
    },
    polling,
    adopt: { type: "string", min: 1, max: 512 },
    onFailure: { type: "string", oneOf: ["replace", "keep"] },
    onDelete: { type: "string", oneOf: ["retain", "delete"] },
    region: REGION,
    ...callFields(inputs),
    identityTags: { type: "boolean" },
    tags: tagField(kind, inputs),
  };
}

const ALPHABET = "have letters, digits, spaces and _ . : / = + - @ only";

function tagField(kind: TaskKind, inputs: Props): MapField {
  const { most, keyLength, valueLength, alphabet } = kind.tagRules;
  const reserved = kind.tagging && inputs.identityTags !== false ? OUR_TAG_COUNT : 0;
  return {
    type: "map",
    most: most - reserved,
    key: {
      type: "string",
      min: 1,
      max: keyLength,
      pattern: new RegExp(`^(?!aws:|${OUR_TAGS})${alphabet ? `${alphabet}*$` : ""}`, "iu"),
      form: `not begin with "aws:" or "${OUR_TAGS}"${alphabet ? `, and ${ALPHABET}` : ""}`,
    },
    value: {
      type: "string",
      max: valueLength,
      ...(alphabet && { pattern: new RegExp(`^${alphabet}*$`, "u"), form: ALPHABET }),
    },
  };
}

/** What no single field can tell. */
export function commonRules(kind: TaskKind, props: Props, secrets: ReadonlySet<string>): string[] {
  return [...deletionRule(kind, props), ...pollingRule(props, secrets)];
}

function deletionRule({ erase, title }: TaskKind, { onDelete }: Props): string[] {
  if (erase || onDelete !== "delete") return [];
  return [
    `onDelete: must be "retain", got "delete": what this ${title} makes is not ours to delete ` +
      "(objects in S3 are for the bucket's lifecycle rules)",
  ];
}

export function pollingRule(props: Props, secrets: ReadonlySet<string>): string[] {
  const { minInterval, maxInterval } = record(props.polling);
  if (typeof minInterval !== "string" || typeof maxInterval !== "string") return [];
  if (!DURATION.test(minInterval) || !DURATION.test(maxInterval)) return [];
  if (durationMs(minInterval) <= durationMs(maxInterval)) return [];
  const got = secrets.has("polling") ? "[secret]" : `"${minInterval}"`;
  return [`polling.minInterval: must not be longer than polling.maxInterval, got ${got}`];
}

/** The names of the inputs that every task has. */
export function commonInputNames(kind: TaskKind): string[] {
  return Object.keys(commonFields(kind, {}));
}

/** An override that is none would leave a hotfix behind a wait of hours, without a word. */
export function overrideFailures(wait: string | undefined): string[] {
  if (wait === undefined || WAIT_MODES.includes(wait as WaitMode)) return [];
  const rule = `must be ${WAIT_MODES.join(", ")}`;
  return [`PULUMI_AWS_TASKS_WAIT (or pulumi-aws-tasks:wait): ${rule}, got ${JSON.stringify(wait)}`];
}

export function waitMode(props: Props, override: string | undefined): WaitMode {
  const wanted = WAIT_MODES.includes(override as WaitMode) ? override : props.wait;
  return WAIT_MODES.includes(wanted as WaitMode) ? (wanted as WaitMode) : "diff";
}

/** The time limit of that name in milliseconds, the kind's default where none is given. */
export function timeoutMs(kind: TaskKind, props: Props, name: "start" | "wait" | "cancel"): number {
  const given = record(props.timeouts)[name];
  return durationMs(typeof given === "string" ? given : (kind.defaults.timeouts[name] ?? "0s"));
}

/** For emulators; AWS's limits of calls want far longer ones. */
const SHORTEST_INTERVAL_MS = 100;

/** The bounds of the polling schedule; one that is given moves the other's default with it. */
export function pollingMs(kind: TaskKind, props: Props): { minMs: number; maxMs: number } {
  const given = record(props.polling);
  const of = (text: unknown) => Math.max(SHORTEST_INTERVAL_MS, durationMs(String(text)));
  const minMs = of(given.minInterval ?? kind.defaults.polling.minInterval);
  const maxMs = of(given.maxInterval ?? kind.defaults.polling.maxInterval);
  if (given.minInterval === undefined) return { minMs: Math.min(minMs, maxMs), maxMs };
  return { minMs, maxMs: Math.max(minMs, maxMs) };
}

/** The tags that go to AWS: the program's over the configured default ones. */
export function tagsOf(props: Props): Record<string, string> {
  // States that are older than `tagsAll` have `tags` only.
  return record(props.tagsAll ?? props.tags) as Record<string, string>;
}

/** The configured default tags; `check` says what is wrong with those that are left out here. */
export function defaultTagsOf(settings: Settings): Props {
  const tags = Object.entries(record(record(settings.defaultTags()).tags));
  return Object.fromEntries(tags.filter(([, value]) => typeof value === "string"));
}
