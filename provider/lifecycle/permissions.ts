/**
 * What IAM has to allow for a kind's tasks: tables beside the kind's calls. Nothing here is used
 * while tasks run; the command `pulumi-aws-tasks policy` makes documents of them.
 */

/**
 * When something must be allowed: to look at a task; to start it, with what AWS does in the
 * caller's name then, and to cancel it; to put tags on it; to delete what it made.
 */
export type Need = "read" | "manage" | "tag" | "erase";

/** Operators of IAM and their keys: `{ StringEquals: { "ec2:CreateAction": "ExportImage" } }`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One statement of a policy. */
export interface Grant {
  readonly need: Need;
  readonly actions: readonly string[];
  /**
   * ARNs with `{partition}`, `{region}`, `{account}` and inputs (`{s3ExportLocation.s3Bucket}`) in
   * braces; what isn't known becomes `*`. Absent where AWS documents no narrower one than `*`.
   */
  readonly resources?: readonly string[];
  readonly condition?: Condition;
}

/** The statements by what they are for: a name becomes the end of its `Sid`. */
export type Grants = Readonly<Record<string, Grant>>;

/** A role with which AWS's service itself works. */
export interface ServiceRole {
  /** The input that names it, by name or ARN. */
  readonly input: string;
  /** Its name where the input is not given; without one the input is always given. */
  readonly defaultName?: string;
  /** Who assumes it. */
  readonly service: string;
  readonly externalId?: string;
  readonly grants: Grants;
}

export interface Permissions {
  readonly grants: Grants;
  readonly serviceRole?: ServiceRole;
}
