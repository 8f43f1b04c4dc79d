/** An explicit provider: another account, Region or set of default tags for some of the tasks. */
import * as pulumi from "@pulumi/pulumi";
import type { Args, AssumeRole } from "./resource";

/** The settings of @pulumi/aws under its names; what is left out AWS's environment says. */
export interface ProviderSettings {
  region?: string;
  profile?: string;
  /** A role to assume, or several, one with the credentials of the other. */
  assumeRole?: AssumeRole | AssumeRole[];
  /** URLs of other endpoints: `{ ec2: "https://…" }`. */
  endpoints?: Partial<Record<"ec2" | "appstream" | "workspaces" | "discovery" | "sts", string>>;
  /** Tags for every task: `{ tags: { team: "images" } }`. No secrets: Pulumi does not keep them so. */
  defaultTags?: { tags: Record<string, string> };
  /** The accounts in which tasks may be started. */
  allowedAccountIds?: string[];
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
      ([key, value]) => [`aws:${key}`, value],
    );
    const own = new pulumi.Config("pulumi-aws-tasks");
    const shared = SHARED.map((key) => [`pulumi-aws-tasks:${key}`, own.get(key)]);
    const settings = [...given, ...shared].filter(([, value]) => value !== undefined);
    super("pulumi-nodejs", name, Object.fromEntries(settings), opts);
  }
}

/** The tasks' own states would show them: nothing tells the tasks that they are secret. */
function open(name: string, defaultTags: unknown): unknown {
  if (defaultTags === undefined) return undefined;
  return pulumi.isSecret(pulumi.output(defaultTags)).then((isSecret) => {
    if (!isSecret) return defaultTags;
    const text = `Provider "${name}": defaultTags can't be secret: give secret tags to each task`;
    // Without a stack Pulumi prints the text only, and at once.
    throw Object.assign(new pulumi.RunError(text), { stack: undefined });
  });
}

/** Configuration of ours that counts for every resource, whatever its provider. */
const SHARED = ["wait", "identityTags"];
