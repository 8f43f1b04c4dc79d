/** The roles that can be assumed, and the rules of what is said of them. Pure. */
import { DURATION, durationMs } from "../waiting/deadline";
import { record } from "./json";
import type { Field, ObjectField, StringField } from "./validate";

/** STS AssumeRole's members under the names of @pulumi/aws; `duration` such as `"1h"`. */
export interface Role {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly duration?: string;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

/** The same of AssumeRoleWithWebIdentity; the token goes before the file that has it. */
export interface WebIdentity {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly duration?: string;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly webIdentityToken?: string;
  readonly webIdentityTokenFile?: string;
}

/** With the duration as STS takes it. */
export type Timed<R> = R & { readonly seconds?: number };

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
const POLICY = /^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;
/** As long as STS lets a session live; a role may say less. */
const SHORTEST_MS = 900_000;
const LONGEST_MS = 43_200_000;
const KEY: StringField = { type: "string", min: 1, max: 128 };
const VALUE: StringField = { type: "string", min: 0, max: 256 };

const policyArn: StringField = {
  type: "string",
  pattern: POLICY,
  form: "be the ARN of an IAM policy",
};

const session: Readonly<Record<string, Field>> = {
  roleArn: { type: "string", required: true, pattern: ROLE, form: "be the ARN of an IAM role" },
  sessionName: {
    type: "string",
    pattern: /^[\w+=,.@-]{2,64}$/,
    form: "be 2 to 64 letters, digits and + = , . @ - _",
  },
  duration: {
    type: "string",
    pattern: DURATION,
    accepts: (text) => {
      const ms = durationMs(text);
      return ms >= SHORTEST_MS && ms <= LONGEST_MS;
    },
    form: 'be a duration from "15m" to "12h"',
  },
  policy: { type: "string", min: 1, max: 2_048 },
  policyArns: { type: "list", max: 10, items: policyArn },
};

export const roleField: ObjectField = {
  type: "object",
  fields: {
    ...session,
    externalId: { type: "string", min: 2, max: 1_224 },
    sourceIdentity: { type: "string", min: 2, max: 64 },
    tags: { type: "map", most: 50, key: KEY, value: VALUE },
    transitiveTagKeys: { type: "list", max: 50, items: { type: "string", min: 1, max: 256 } },
  },
};

export const webIdentityField: ObjectField = {
  type: "object",
  fields: {
    ...session,
    webIdentityToken: { type: "string", min: 4, max: 20_000 },
    webIdentityTokenFile: { type: "string", min: 1 },
  },
};

/** What no single field can tell. */
export function webIdentityFailures(path: string, given: unknown): string[] {
  const { webIdentityToken, webIdentityTokenFile } = record(given);
  if (given === undefined || webIdentityToken !== undefined || webIdentityTokenFile !== undefined)
    return [];
  return [
    `${path}: needs webIdentityToken or webIdentityTokenFile (or AWS_WEB_IDENTITY_TOKEN_FILE)`,
  ];
}

export function timed<R extends { readonly duration?: string }>(role: R): Timed<R> {
  const { duration } = role;
  return typeof duration !== "string"
    ? role
    : { ...role, seconds: Math.round(durationMs(duration) / 1_000) };
}
