/** What the stack's configuration and the environment say, read at the time of asking. */
import type { Settings } from "../lifecycle/context";
import type { Props } from "../lifecycle/ports";

/**
 * The configuration as Pulumi's host hands it over: full keys such as `aws:region`. Objects are
 * JSON in a stack's configuration, and objects in an explicit `Provider`.
 */
export type RawConfig = Readonly<Record<string, unknown>>;

/** Settings of @pulumi/aws that say as whom to call, and are not honoured. */
const NOT_HONOURED = ["aws:forbiddenAccountIds", "aws:accessKey", "aws:secretKey", "aws:token"];

/** Settings that are objects or lists. */
const STRUCTURED = ["aws:assumeRole", "aws:assumeRoles", "aws:endpoints", "aws:defaultTags"];

export function settingsFrom(
  configuration: () => RawConfig,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const configured = (key: string) => text(configuration()[key]);
  const structured = (key: string) => parsed(configuration()[key]);
  return {
    defaultRegion: () =>
      configured("aws:region") ??
      text(environment.AWS_REGION) ??
      text(environment.AWS_DEFAULT_REGION),
    caller: () => ({
      profile: configured("aws:profile"),
      assumeRole: structured("aws:assumeRole") ?? structured("aws:assumeRoles"),
      endpoint: merged(structured("aws:endpoints")),
    }),
    defaultTags: () => tagsIn(structured("aws:defaultTags")),
    waitOverride: () =>
      text(environment.PULUMI_AWS_TASKS_WAIT) ?? configured("pulumi-aws-tasks:wait"),
    identityTags: () => !isFalse(configuration()["pulumi-aws-tasks:identityTags"]),
    allowedAccountIds: () => list(configuration()["aws:allowedAccountIds"]),
    failures: () => [...notHonoured(configuration()), ...unreadable(configuration())],
  };
}

/** To call as somebody else than the stack says would be worse than not to call. */
function notHonoured(configuration: RawConfig): string[] {
  const keys = NOT_HONOURED.filter((key) => Object.hasOwn(configuration, key));
  return keys.map(
    (key) =>
      `${key}: is not honoured by this version of pulumi-aws-tasks, and nothing is done without ` +
      "it; use AWS_PROFILE and the other variables of AWS instead",
  );
}

function unreadable(configuration: RawConfig): string[] {
  const keys = STRUCTURED.filter((key) => parsed(configuration[key]) === UNREADABLE);
  const tags = parsed(configuration["aws:defaultTags"]);
  const isTagless = typeof tags === "object" && tags !== null && !Object.hasOwn(tags, "tags");
  return [
    ...keys.map((key) => `${key}: must be an object or a list, as JSON`),
    ...(isTagless ? ['aws:defaultTags: must be an object such as {"tags": {"team": "a"}}'] : []),
  ];
}

/** Says what is wrong with it where it is used. */
const UNREADABLE = "not JSON";

function parsed(value: unknown): unknown {
  if (value === "" || value === null) return undefined;
  if (typeof value !== "string") return value;
  try {
    const structure: unknown = JSON.parse(value);
    return typeof structure === "object" ? (structure ?? undefined) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** `[{ ec2: "…" }, { sts: "…" }]`, as @pulumi/aws writes it, is one object with both. */
function merged(endpoints: unknown): unknown {
  if (!Array.isArray(endpoints)) return endpoints;
  const objects = endpoints.filter((one) => typeof one === "object" && one !== null);
  return Object.assign({}, ...objects);
}

function tagsIn(defaultTags: unknown): Props {
  if (typeof defaultTags !== "object" || defaultTags === null) return {};
  const { tags } = defaultTags as { tags?: unknown };
  return typeof tags === "object" && tags !== null ? (tags as Props) : {};
}

function isFalse(value: unknown): boolean {
  return String(value).toLowerCase() === "false";
}

/** Lists arrive as JSON. */
function list(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "string" || value === "") return undefined;
  // Parsed as JSON a bare account id would lose its leading zeros.
  return value.match(/\d{12}/g) ?? [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
