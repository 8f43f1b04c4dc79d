import { integer, list, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";

const sessionTag = structure({
  Key: required(string({ minLength: 1, maxLength: 128 })),
  Value: required(string({ minLength: 0, maxLength: 256 })),
});

export const getCallerIdentity = {
  name: "GetCallerIdentity",
  input: structure({}),
  output: structure({ UserId: string(), Account: string(), Arn: string() }),
} satisfies OperationModel;

const assumed = {
  RoleArn: required(string({ minLength: 20, maxLength: 2048, role: "id" })),
  RoleSessionName: required(string({ minLength: 2, maxLength: 64, pattern: /^[\w+=,.@-]*$/ })),
  DurationSeconds: integer({ min: 900, max: 43_200 }),
  Policy: string({ minLength: 1 }),
  PolicyArns: list(structure({ arn: string({ minLength: 20, maxLength: 2048 }) })),
};

const session = {
  Credentials: structure({
    AccessKeyId: required(string({ minLength: 16, maxLength: 128, pattern: /^\w*$/ })),
    SecretAccessKey: required(string()),
    SessionToken: required(string()),
    Expiration: required(timestamp()),
  }),
  AssumedRoleUser: structure({ AssumedRoleId: required(string()), Arn: required(string()) }),
  PackedPolicySize: integer(),
  SourceIdentity: string(),
};

export const assumeRole = {
  name: "AssumeRole",
  input: structure({
    ...assumed,
    Tags: list(sessionTag, { maxItems: 50 }),
    TransitiveTagKeys: list(string({ minLength: 1, maxLength: 128 }), { maxItems: 50 }),
    ExternalId: string({ minLength: 2, maxLength: 1224, pattern: /^[\w+=,.@:/-]*$/ }),
    SerialNumber: string({ minLength: 9, maxLength: 256, pattern: /^[\w+=/:,.@-]*$/ }),
    TokenCode: string({ minLength: 6, maxLength: 6, pattern: /^\d*$/ }),
    SourceIdentity: string({ minLength: 2, maxLength: 64, pattern: /^[\w+=,.@-]*$/ }),
    ProvidedContexts: list(
      structure({ ProviderArn: string(), ContextAssertion: string({ minLength: 4 }) }),
      { minItems: 1, maxItems: 5 },
    ),
  }),
  output: structure(session),
} satisfies OperationModel;

export const assumeRoleWithWebIdentity = {
  name: "AssumeRoleWithWebIdentity",
  isUnsigned: true,
  input: structure({
    ...assumed,
    WebIdentityToken: required(string({ minLength: 4, maxLength: 20_000 })),
    ProviderId: string({ minLength: 4, maxLength: 2048 }),
  }),
  output: structure({
    ...session,
    SubjectFromWebIdentityToken: string(),
    Provider: string(),
    Audience: string(),
  }),
} satisfies OperationModel;
