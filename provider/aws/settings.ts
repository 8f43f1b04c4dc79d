/** What the stack's configuration and the environment say, read at the time of asking. */
import type { Settings } from "../lifecycle/context";

/**
 * The configuration as Pulumi's host hands it over: full keys such as `aws:region`. Objects are
 * JSON in a stack's configuration, and objects in an explicit `Provider`.
 */
export type RawConfig = Readonly<Record<string, unknown>>;

/** Settings of @pulumi/aws that say as whom to call, and are not honoured. */
const NOT_HONOURED = [
  ...["aws:forbiddenAccountIds", "aws:accessKey", "aws:secretKey", "aws:token"],
  ...["aws:assumeRoleWithWebIdentity", "aws:sharedConfigFiles", "aws:sharedCredentialsFiles"],
];

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
      profile: present(configuration()["aws:profile"]),
      assumeRole: structured("aws:assumeRole") ?? structured("aws:assumeRoles"),
      endpoint: merged(structured("aws:endpoints")),
    }),
    defaultTags: () => structured("aws:defaultTags"),
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
      "it; leave it out of the configuration or the provider, and use `aws:profile`, " +
      "`aws:assumeRole` or the variables of AWS (AWS_PROFILE, AWS_CONFIG_FILE and so on) instead",
  );
}

function unreadable(configuration: RawConfig): string[] {
  const keys = STRUCTURED.filter((key) => parsed(configuration[key]) === UNREADABLE);
  const roles = ["aws:assumeRole", "aws:assumeRoles"];
  const isTwice = roles.every((key) => parsed(configuration[key]) !== undefined);
  return [
    ...keys.map((key) => `${key}: must be an object or a list, as JSON`),
    ...(isTwice ? [`${roles.join(" and ")}: only one of them may be given`] : []),
  ];
}

/** Says what is wrong with it where it is used. */
const UNREADABLE = "not JSON";

function parsed(value: unknown): unknown {
  if (value === "" || value === null) return undefined;
  if (typeof value !== "string") return withoutNulls(value);
  try {
    const structure: unknown = JSON.parse(value);
    return typeof structure === "object" ? withoutNulls(structure) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** A member that is null says the same as one that is left out. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls).filter((item) => item !== undefined);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutNulls(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** `[{ ec2: "…" }, { sts: "…" }]`, as @pulumi/aws writes it, is one object with both. */
function merged(endpoints: unknown): unknown {
  if (!Array.isArray(endpoints)) return endpoints;
  const isEach = endpoints.every((one) => typeof one === "object" && !Array.isArray(one));
  // What is no list of objects is left for `check` to refuse.
  return isEach ? (Object.assign({}, ...endpoints) as object) : endpoints;
}

/** Whatever it is: `check` says what is wrong with it. */
function present(value: unknown): unknown {
  return value === "" || value === null ? undefined : value;
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
