/** What the stack's configuration and the environment say, read at the time of asking. */
import type { Settings } from "../lifecycle/context";

/** The configuration as Pulumi's host hands it over: full keys such as `aws:region`. */
export type RawConfig = Readonly<Record<string, unknown>>;

/** Settings of @pulumi/aws that say where or as whom to call, and are not honoured yet. */
const NOT_HONOURED = [
  ...["aws:assumeRole", "aws:assumeRoles", "aws:endpoints", "aws:forbiddenAccountIds"],
  ...["aws:accessKey", "aws:secretKey"],
];

export function settingsFrom(
  configuration: () => RawConfig,
  environment: NodeJS.ProcessEnv = process.env,
): Settings & { profile(): string | undefined } {
  const configured = (key: string) => text(configuration()[key]);
  return {
    defaultRegion: () =>
      configured("aws:region") ??
      text(environment.AWS_REGION) ??
      text(environment.AWS_DEFAULT_REGION),
    profile: () => configured("aws:profile"),
    waitOverride: () =>
      text(environment.PULUMI_AWS_TASKS_WAIT) ?? configured("pulumi-aws-tasks:wait"),
    identityTags: () => !isFalse(configuration()["pulumi-aws-tasks:identityTags"]),
    allowedAccountIds: () => list(configuration()["aws:allowedAccountIds"]),
    failures: () => notHonoured(configuration()),
  };
}

/** To call as somebody else than the stack says would be worse than not to call. */
function notHonoured(configuration: RawConfig): string[] {
  const keys = NOT_HONOURED.filter((key) => Object.hasOwn(configuration, key));
  return keys.map(
    (key) =>
      `${key}: is not honoured by this version of pulumi-aws-tasks, and nothing is done without ` +
      "it; use AWS_PROFILE, AWS_ENDPOINT_URL and the other variables of AWS instead",
  );
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
