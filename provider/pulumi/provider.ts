/** An explicit provider: another account, Region or set of default tags for some of the tasks. */
import * as pulumi from "@pulumi/pulumi";
import { failure } from "./failure";
import type { Args, AssumeRole } from "./resource";

/** The settings of @pulumi/aws under its names; what is left out AWS's environment says. */
export interface ProviderSettings {
  region?: string;
  profile?: string;
  /** Keys of one's own, before any profile. In the state they are encrypted. */
  accessKey?: string;
  secretKey?: string;
  token?: string;
  /** A role to assume, or several, one with the credentials of the other. */
  assumeRole?: AssumeRole | AssumeRole[];
  /** A role to assume by a token of an identity provider, before any profile. */
  assumeRoleWithWebIdentity?: AssumeRoleWithWebIdentity;
  /** The shared files to read instead of `~/.aws/config` and `~/.aws/credentials`. */
  sharedConfigFiles?: string[];
  sharedCredentialsFiles?: string[];
  /** URLs of other endpoints: `{ ec2: "https://…" }`. */
  endpoints?: Partial<Record<"ec2" | "appstream" | "workspaces" | "discovery" | "sts", string>>;
  useFipsEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
  /** Where roles are assumed and the account is asked for, if not in the tasks' Region. */
  stsRegion?: string;
  /** Tags for every task: `{ tags: { team: "images" } }`. No secrets: Pulumi does not keep them so. */
  defaultTags?: { tags: Record<string, string> };
  /** The accounts in which anything may be called; else the ones in which nothing may be. */
  allowedAccountIds?: string[];
  forbiddenAccountIds?: string[];
  /** A file of certificates to trust, and no others. */
  customCaBundle?: string;
  /** Trusts any certificate. */
  insecure?: boolean;
  /** Proxies; `httpProxy` is for HTTPS too, unless there is one for that. */
  httpProxy?: string;
  httpsProxy?: string;
  /** Hosts, domains and addresses that are called without one, with commas between them. */
  noProxy?: string;
  /** How often a call is made at most. */
  maxRetries?: number;
  retryMode?: "standard" | "adaptive";
}

/** STS AssumeRoleWithWebIdentity's members, named as in @pulumi/aws. */
export interface AssumeRoleWithWebIdentity {
  /** Else `AWS_ROLE_ARN`. */
  roleArn?: string;
  sessionName?: string;
  /** From `"15m"` to `"12h"`; else an hour. */
  duration?: string;
  policy?: string;
  policyArns?: string[];
  /** The token itself, or a file that has it; else `AWS_WEB_IDENTITY_TOKEN_FILE`. */
  webIdentityToken?: string;
  webIdentityTokenFile?: string;
}

/**
 * Where and as whom the tasks call that name it by the option `provider`. It is not @pulumi/aws's
 * provider, and runs in a process of its own. The stack's `aws:…` configuration is for the default
 * provider only; `pulumi-aws-tasks:…` is for all of them.
 *
 * @example
 * ```ts
 * import { ec2, Provider } from "pulumi-aws-tasks";
 *
 * const ireland = new Provider("ireland", { region: "eu-west-1" });
 * new ec2.StoreImageTask(
 *   "copy",
 *   { imageId: "ami-0123456789abcdef0", bucket: "my-images" },
 *   { provider: ireland },
 * );
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Args<ProviderSettings> = {}, opts?: pulumi.ResourceOptions) {
    const { defaultTags, ...others } = args;
    const given = Object.entries({ ...others, defaultTags: open(name, defaultTags) }).map(
      ([key, value]) => [`aws:${key}`, value === undefined ? value : closed(key, value)],
    );
    const own = new pulumi.Config("pulumi-aws-tasks");
    const shared = SHARED.map((key) => [`pulumi-aws-tasks:${key}`, own.get(key)]);
    const settings = [...given, ...shared].filter(([, value]) => value !== undefined);
    super("pulumi-nodejs", name, Object.fromEntries(settings), opts);
    Object.defineProperty(this, SETTINGS, { value: Object.fromEntries(settings) });
  }
}

/** Found by its name, as a program may hold two copies of this package. */
const SETTINGS = Symbol.for("pulumi-aws-tasks/settings");

/** What a provider was made with, for the functions; nothing of one that is not ours. */
export function settingsOf(provider: object): Readonly<Record<string, unknown>> | undefined {
  return (provider as { [SETTINGS]?: Readonly<Record<string, unknown>> })[SETTINGS];
}

/** Settings that the state must not show, whether or not the program says that they are secret. */
const SECRET = ["accessKey", "secretKey", "token", "assumeRoleWithWebIdentity"];

function closed(key: string, value: unknown): unknown {
  return SECRET.includes(key) ? pulumi.secret(value) : value;
}

/** The tasks' own states would show them: nothing tells the tasks that they are secret. */
function open(name: string, defaultTags: unknown): unknown {
  if (defaultTags === undefined) return undefined;
  return pulumi.isSecret(pulumi.output(defaultTags)).then((isSecret) => {
    if (!isSecret) return defaultTags;
    throw failure(`Provider "${name}": defaultTags can't be secret: give secret tags to each task`);
  });
}

/** Configuration of ours that counts for every resource, whatever its provider. */
const SHARED = ["wait", "identityTags"];
