/** `check`: says everything that is wrong with the inputs at once, and fills defaults. No network. */
import { callerFailures, configuredCaller } from "./caller";
import type { Context } from "./context";
import { identityOf, urnFor } from "./identity";
import { commonRules, defaultTagsOf, fieldsOf, overrideFailures } from "./inputs";
import { isObject, record } from "./json";
import type { TaskKind } from "./kind";
import type { Beacon } from "./memory";
import type { Props } from "./ports";
import { redact, secretNames } from "./redact";
import { type Field, holdsSecret, isTime, isUnknown, type StringField, validate } from "./validate";

export interface Checked {
  readonly inputs: Props;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/**
 * `olds` are the old inputs, empty for a create and for the second check of a replacement.
 * Failures carry an empty `property`: with a name the engine prints the value, secret or not.
 */
export function check(context: Context, kind: TaskKind, olds: Props, news: Props): Checked {
  const { __beacon, tagsAll, ...given } = news;
  const inputs = tidied(given, fieldsOf(kind, given));
  const identity = identityOf(inputs);
  const before = identity === undefined ? undefined : context.memory.beacons.get(identity);
  const said = readBeacon(__beacon, inputs);
  const beacon = { ...said, secrets: new Set([...said.secrets, ...sensitiveNames(kind, inputs)]) };
  if (beacon.phase) setSecrets(inputs, beacon.secrets);
  const region = settleRegion(context, inputs, olds.region ?? before?.region);
  if (region !== undefined) inputs.region = region;
  // Without a beacon the program's tags are not known, and the old ones hold.
  const allTags = beacon.phase ? mergedTags(context, inputs) : tagsAll;
  if (inputs.identityTags === undefined && !context.settings.identityTags())
    inputs.identityTags = false;
  const looked = { ...inputs, tags: allTags };
  const reasons = validate(fieldsOf(kind, inputs), looked, hiddenNames(beacon));
  if (allTags !== undefined) inputs.tagsAll = allTags;
  reasons.push(...commonRules(kind, inputs, beacon.secrets));
  // These name the values that do not go together.
  reasons.push(...(kind.rules?.(inputs, isUnknown) ?? []).map((reason) => redact(reason, inputs)));
  const { adopt } = inputs;
  const isOther = adopt !== undefined && !isUnknown(adopt) && adopt !== olds.adopt;
  if (olds.taskKind !== undefined && isOther) {
    reasons.push("adopt: can't be changed once the resource exists; remove it");
  }
  reasons.push(...settingFailures(context));
  // A profile that is not known yet may name it.
  if (region === undefined && !isUnknown(inputs.profile)) {
    reasons.push(
      "region: is required; set it here, as the configuration aws:region, or as AWS_REGION",
    );
  }
  if (identity !== undefined) {
    const remembered = typeof region === "string" ? { region } : {};
    context.memory.beacons.set(identity, { ...beacon, ...remembered });
  }
  return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** All tags are looked at under the name of the program's own: as one they are as secret. */
function hiddenNames({ secrets }: Beacon): ReadonlySet<string> {
  return secrets.has("tagsAll") ? new Set([...secrets, "tags"]) : secrets;
}

/** Default tags count for every task; the program's own go before them. */
function mergedTags({ settings }: Context, { tags }: Props): unknown {
  const defaults = defaultTagsOf(settings);
  if (Object.keys(defaults).length === 0) return tags;
  return tags === undefined || isObject(tags) ? { ...defaults, ...record(tags) } : tags;
}

const DEFAULT_TAGS = "aws:defaultTags";
/** What AWS takes of keys and values differs by kind: each task says it of all its tags. */
const ANY_TEXT: StringField = { type: "string" };
const DEFAULT_TAGS_FIELD: Readonly<Record<string, Field>> = {
  [DEFAULT_TAGS]: {
    type: "object",
    fields: { tags: { type: "map", most: Infinity, key: ANY_TEXT, value: ANY_TEXT } },
  },
};

/** What is wrong with the configuration and the environment, in the names of there. */
export function settingFailures({ settings }: Context): string[] {
  const failures = [...settings.failures(), ...overrideFailures(settings.waitOverride())];
  if (failures.length > 0) return failures;
  return [
    ...callerFailures(configuredCaller(settings)),
    ...validate(
      DEFAULT_TAGS_FIELD,
      { [DEFAULT_TAGS]: settings.defaultTags() },
      // It may be a secret, and nothing tells the provider.
      new Set([DEFAULT_TAGS]),
    ),
  ];
}

/** The inputs that are secret though the program may not say so. */
function sensitiveNames({ fields }: TaskKind, inputs: Props): string[] {
  return Object.keys(fields).filter((name) => holdsSecret(fields[name]!, inputs[name]));
}

/** Without a beacon (`ignoreChanges: ["*"]`) what was secret still is. */
export function readBeacon(value: unknown, inputs: Props): Beacon {
  const { phase, secrets } = record(value);
  return {
    ...(phase === "preview" || phase === "update" ? { phase } : {}),
    secrets: Array.isArray(secrets) ? new Set(secrets.map(String)) : secretNames(inputs),
  };
}

/** The names are stored: a refresh, which has no program, must know them. */
function setSecrets(inputs: Props, secrets: ReadonlySet<string>): void {
  if (secrets.size > 0) inputs.__secrets = [...secrets].sort();
  else delete inputs.__secrets;
}

/** What says the same, in one form: a null or empty member is left out, times are in UTC. */
function tidied(props: Props, fields: Readonly<Record<string, Field>>): Props {
  const entries = Object.entries(props).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, tidiedValue(value, field)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function tidiedValue(value: unknown, field: Field | undefined): unknown {
  if (value === null) return undefined;
  switch (field?.type) {
    case "string": {
      if (value === "" && field.isAbsentIfEmpty) return undefined;
      if (!field.isTime || typeof value !== "string") return value;
      return field.pattern?.test(value) && isTime(value) ? new Date(value).toISOString() : value;
    }
    case "list":
      if (!Array.isArray(value)) return value;
      if (value.length === 0 && field.isAbsentIfEmpty) return undefined;
      return value.map((item) => (item === null ? item : tidiedValue(item, field.items)));
    case "object":
      if (typeof value !== "object" || Array.isArray(value)) return value;
      return tidied(value as Props, field.fields);
    default:
      return value;
  }
}

/** The program's Region; else the one the task was made in; else what the environment says. */
function settleRegion(context: Context, inputs: Props, settled: unknown): unknown {
  if (inputs.region !== undefined) return inputs.region;
  const fromEnvironment = context.settings.defaultRegion(inputs.profile);
  if (typeof settled !== "string") return fromEnvironment;
  if (fromEnvironment !== undefined && fromEnvironment !== settled) {
    const urn = urnFor(inputs);
    if (context.memory.first(`region ${identityOf(inputs)}`)) {
      context.row.warn(
        urn,
        `the task stays in ${settled}, where it was started, although its provider, the ` +
          `configuration or the environment says ${fromEnvironment}; to move it write \`region\` ` +
          "in the program",
      );
    }
  }
  return settled;
}
