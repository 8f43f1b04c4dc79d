/**
 * What only the configuration can say of who calls, beside what each task may say itself: keys, a
 * web identity, the accounts that are allowed, and how the connections are made. Pure.
 */
import type { Props } from "./ports";
import {
  type Timed,
  timed,
  type WebIdentity,
  webIdentityFailures,
  webIdentityField,
} from "./roles";
import type { Field, StringField } from "./validate";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where calls may be made; one of the two, if any. */
export interface Accounts {
  readonly allowed?: readonly string[];
  readonly forbidden?: readonly string[];
}

/** How clients are made, and where they find the shared files; the names of @pulumi/aws. */
export interface Connection {
  readonly stsRegion?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
  /** A file of certificates, of which the servers' authority must be one. */
  readonly customCaBundle?: string;
  readonly insecure?: boolean;
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  /** How often a call is made at most, as @pulumi/aws understands it. */
  readonly maxRetries?: number;
  readonly retryMode?: string;
  readonly sharedConfigFiles?: readonly string[];
  readonly sharedCredentialsFiles?: readonly string[];
}

export const REGION: StringField = {
  type: "string",
  pattern: /^[a-z]{2,}(-[a-z]+)+-\d+$/,
  form: 'be the name of an AWS Region, such as "eu-central-1"',
};

const TEXT: StringField = { type: "string", min: 1 };
const accountIds: Field = {
  type: "list",
  items: { type: "string", pattern: /^\d{12}$/, form: "be the 12 digits of an AWS account" },
};
const files: Field = { type: "list", items: TEXT };
const proxy: StringField = {
  type: "string",
  pattern: /^https?:\/\/[^\s/]+\/?$/,
  form: 'be the URL of a proxy, such as "http://proxy.example.com:3128"',
};

const CONNECTION: Readonly<Record<keyof Connection, Field>> = {
  stsRegion: REGION,
  useFipsEndpoint: { type: "boolean" },
  useDualstackEndpoint: { type: "boolean" },
  customCaBundle: TEXT,
  insecure: { type: "boolean" },
  httpProxy: proxy,
  httpsProxy: proxy,
  noProxy: TEXT,
  maxRetries: { type: "number", min: 0, max: 1_000, isWhole: true },
  retryMode: { type: "string", oneOf: ["standard", "adaptive"] },
  sharedConfigFiles: files,
  sharedCredentialsFiles: files,
};

export const CONFIGURED_FIELDS: Readonly<Record<string, Field>> = {
  accessKey: TEXT,
  secretKey: TEXT,
  token: TEXT,
  assumeRoleWithWebIdentity: webIdentityField,
  allowedAccountIds: accountIds,
  forbiddenAccountIds: accountIds,
  ...CONNECTION,
};

/** What no single setting can tell, in the names of the configuration. */
export function configuredFailures(given: Props): string[] {
  const { accessKey, secretKey, token, allowedAccountIds, forbiddenAccountIds } = given;
  const hasOne = accessKey !== undefined || secretKey !== undefined || token !== undefined;
  const hasBoth = accessKey !== undefined && secretKey !== undefined;
  return [
    ...(hasOne && !hasBoth
      ? ["aws:accessKey and aws:secretKey: both must be given (and aws:token only with them)"]
      : []),
    ...(allowedAccountIds !== undefined && forbiddenAccountIds !== undefined
      ? ["aws:allowedAccountIds and aws:forbiddenAccountIds: only one of them may be given"]
      : []),
    ...webIdentityFailures("aws:assumeRoleWithWebIdentity", given.assumeRoleWithWebIdentity),
  ];
}

/** Of settings that are right. `keys` go before a web identity, as in @pulumi/aws. */
export function identityIn(given: Props): { keys?: Keys; webIdentity?: Timed<WebIdentity> } {
  const { accessKey, secretKey, token, assumeRoleWithWebIdentity } = given;
  if (accessKey !== undefined) {
    const keys = { accessKeyId: accessKey as string, secretAccessKey: secretKey as string };
    return { keys: { ...keys, ...(token !== undefined && { sessionToken: token as string }) } };
  }
  if (assumeRoleWithWebIdentity === undefined) return {};
  return { webIdentity: timed(assumeRoleWithWebIdentity as WebIdentity) };
}

/** Undefined: any account will do. Empty lists say so, too. */
export function accountsIn(given: Props): Accounts | undefined {
  const allowed = (given.allowedAccountIds ?? []) as readonly string[];
  const forbidden = (given.forbiddenAccountIds ?? []) as readonly string[];
  if (allowed.length > 0) return { allowed };
  return forbidden.length > 0 ? { forbidden } : undefined;
}

export function connectionIn(given: Props): Connection | undefined {
  const names = Object.keys(CONNECTION).filter((name) => given[name] !== undefined);
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}
