/** What the stack's configuration and the environment say, read at the time of asking. */
import type { Settings } from "../lifecycle/context";

/** The configuration as Pulumi's host hands it over: full keys such as `aws:region`. */
export type RawConfig = Readonly<Record<string, unknown>>;

export function settingsFrom(
  configuration: () => RawConfig,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const configured = (key: string) => text(configuration()[key]);
  return {
    defaultRegion: () =>
      configured("aws:region") ??
      text(environment.AWS_REGION) ??
      text(environment.AWS_DEFAULT_REGION),
    waitOverride: () =>
      text(environment.PULUMI_AWS_TASKS_WAIT) ?? configured("pulumi-aws-tasks:wait"),
    identityTags: () => String(configuration()["pulumi-aws-tasks:identityTags"]) !== "false",
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
