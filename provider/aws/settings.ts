/** What the stack's configuration and the environment say, read at the time of asking. */
import type { Settings } from "../lifecycle/context";
import {
  list,
  plain,
  proxy,
  type RawConfig,
  structure,
  text,
  truth,
  UNREADABLE,
  wholeNumber,
} from "./rawConfig";
import { profileIn, regionIn, sharedFiles } from "./sharedFiles";

export type { RawConfig } from "./rawConfig";

/** What the SDK takes from the environment only: to call as another would be worse than not to. */
const VARIABLES: Readonly<Record<string, string>> = {
  "aws:ec2MetadataServiceEndpoint": "AWS_EC2_METADATA_SERVICE_ENDPOINT",
  "aws:ec2MetadataServiceEndpointMode": "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
};

/** Settings that are objects or lists of objects. */
const STRUCTURED = [
  ...["aws:assumeRole", "aws:assumeRoles", "aws:assumeRoleWithWebIdentity"],
  ...["aws:endpoints", "aws:defaultTags"],
];

type Environment = NodeJS.ProcessEnv;

export function settingsFrom(
  configuration: () => RawConfig,
  environment: Environment = process.env,
): Settings {
  const configured = (key: string) => text(plain(configuration()[key]));
  return {
    defaultRegion: (profile) =>
      configured("aws:region") ??
      text(environment.AWS_REGION) ??
      text(environment.AWS_DEFAULT_REGION) ??
      regionIn(
        sharedFiles(pathsIn(configuration()), environment),
        text(profile) ?? configured("aws:profile") ?? profileIn(environment) ?? "default",
      ),
    caller: () => callerIn(configuration(), environment),
    defaultTags: () => structure(configuration()["aws:defaultTags"]),
    waitOverride: () =>
      text(environment.PULUMI_AWS_TASKS_WAIT) ?? configured("pulumi-aws-tasks:wait"),
    identityTags: () => truth(configuration()["pulumi-aws-tasks:identityTags"]) !== false,
    failures: () => [...notHonoured(configuration()), ...unreadable(configuration())],
  };
}

function callerIn(raw: RawConfig, environment: Environment): Record<string, unknown> {
  const given = (name: string) => plain(raw[`aws:${name}`]);
  const variable = (...names: readonly string[]) =>
    names.map((name) => text(environment[name])).find((value) => value !== undefined);
  const texts = ["profile", "accessKey", "secretKey", "token", "stsRegion", "retryMode"];
  const all: Record<string, unknown> = {
    ...Object.fromEntries(texts.map((name) => [name, given(name)])),
    assumeRole: structure(raw["aws:assumeRole"]) ?? structure(raw["aws:assumeRoles"]),
    endpoint: merged(structure(raw["aws:endpoints"])),
    assumeRoleWithWebIdentity: webIdentity(
      structure(raw["aws:assumeRoleWithWebIdentity"]),
      environment,
    ),
    allowedAccountIds: list(raw["aws:allowedAccountIds"]),
    forbiddenAccountIds: list(raw["aws:forbiddenAccountIds"]),
    useFipsEndpoint: truth(given("useFipsEndpoint") ?? variable("AWS_USE_FIPS_ENDPOINT")),
    useDualstackEndpoint: truth(
      given("useDualstackEndpoint") ?? variable("AWS_USE_DUALSTACK_ENDPOINT"),
    ),
    insecure: truth(given("insecure")),
    customCaBundle: given("customCaBundle") ?? variable("AWS_CA_BUNDLE"),
    httpProxy: given("httpProxy") ?? proxy(variable("HTTP_PROXY", "http_proxy")),
    // As in @pulumi/aws: the one that is configured for HTTP is for HTTPS, too.
    httpsProxy:
      given("httpsProxy") ?? proxy(variable("HTTPS_PROXY", "https_proxy")) ?? given("httpProxy"),
    noProxy: given("noProxy") ?? variable("NO_PROXY", "no_proxy"),
    maxRetries: wholeNumber(given("maxRetries")),
    ...pathsIn(raw),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function pathsIn(raw: RawConfig) {
  return {
    sharedConfigFiles: list(raw["aws:sharedConfigFiles"]),
    sharedCredentialsFiles: list(raw["aws:sharedCredentialsFiles"]),
  };
}

/** What it leaves out AWS's variables for it say. */
function webIdentity(given: unknown, environment: Environment): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const { webIdentityToken, webIdentityTokenFile, ...others } = given as Record<string, unknown>;
  const roleArn = text(environment.AWS_ROLE_ARN);
  const sessionName = text(environment.AWS_ROLE_SESSION_NAME);
  const file = webIdentityTokenFile ?? text(environment.AWS_WEB_IDENTITY_TOKEN_FILE);
  return {
    ...(roleArn !== undefined && { roleArn }),
    ...(sessionName !== undefined && { sessionName }),
    ...(webIdentityToken !== undefined
      ? { webIdentityToken }
      : file !== undefined && { webIdentityTokenFile: file }),
    ...others,
  };
}

function notHonoured(raw: RawConfig): string[] {
  const given = Object.entries(VARIABLES).filter(([key]) => plain(raw[key]) !== undefined);
  return given.map(
    ([key, variable]) =>
      `${key}: is not honoured, and nothing is done without it; set the variable ${variable} ` +
      "instead, and leave this out of the configuration or the provider",
  );
}

function unreadable(raw: RawConfig): string[] {
  const keys = STRUCTURED.filter((key) => structure(raw[key]) === UNREADABLE);
  const roles = ["aws:assumeRole", "aws:assumeRoles"];
  const isTwice = roles.every((key) => structure(raw[key]) !== undefined);
  return [
    ...keys.map((key) => `${key}: must be an object or a list, as JSON`),
    ...(isTwice ? [`${roles.join(" and ")}: only one of them may be given`] : []),
  ];
}

/** `[{ ec2: "…" }, { sts: "…" }]`, as @pulumi/aws writes it, is one object with both. */
function merged(endpoints: unknown): unknown {
  if (!Array.isArray(endpoints)) return endpoints;
  const isEach = endpoints.every((one) => typeof one === "object" && !Array.isArray(one));
  // What is no list of objects is left for `check` to refuse.
  return isEach ? (Object.assign({}, ...endpoints) as object) : endpoints;
}
