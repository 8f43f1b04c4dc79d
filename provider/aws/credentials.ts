/** Whose credentials a caller has: the order is that of @pulumi/aws and the AWS CLI. */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import type { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type * as Sts from "@aws-sdk/client-sts";
import { readFile } from "node:fs/promises";
import type { Caller } from "../lifecycle/caller";
import type { WebIdentity } from "../lifecycle/roles";
import type { HandlerOptions } from "./connection";
import { filepathsOf, isSsoElsewhere, mustExist, profileSettings } from "./profile";
import { expanded, profileIn } from "./sharedFiles";

type Params = Parameters<typeof fromTemporaryCredentials>[0]["params"];
type Provider = AwsCredentialIdentityProvider;
type STSClientConfig = Sts.STSClientConfig;

const SESSION_NAME = "pulumi-aws-tasks";

/**
 * Loads what it needs when it is first asked, and asks again for what is about to expire; one for
 * all clients of a caller, so that a role is assumed once.
 */
export function credentialsOf(caller: Caller, handler: () => Promise<HandlerOptions>): Provider {
  let made: Promise<Provider> | undefined;
  return async () => {
    made ??= remembered(caller, handler);
    try {
      return await (
        await made
      )();
    } catch (error) {
      // What can't be made now may be later.
      if (!(await made.then(Boolean, () => false))) made = undefined;
      throw told(error, caller);
    }
  };
}

async function remembered(caller: Caller, handler: () => Promise<HandlerOptions>) {
  const { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } =
    await import("@smithy/core");
  const provider = await chain(caller, await handler());
  const memoized = memoizeIdentityProvider<AwsCredentialIdentity>(
    provider,
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  return memoized ?? provider;
}

/** Each role is assumed with the credentials of the one before. */
async function chain(caller: Caller, requestHandler: HandlerOptions): Promise<Provider> {
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const sts = await stsConfiguration(caller, requestHandler);
  const first = await foundation(caller, sts);
  return (caller.roles ?? []).reduce(
    (masterCredentials, role) =>
      fromTemporaryCredentials({ masterCredentials, params: paramsOf(role), clientConfig: sts }),
    first,
  );
}

async function stsConfiguration(caller: Caller, requestHandler: HandlerOptions) {
  const { region, endpoints = {}, connection = {} } = caller;
  const { stsRegion, useFipsEndpoint, useDualstackEndpoint } = connection;
  const settings = await profileSettings(caller, "sts");
  return {
    region: stsRegion ?? region,
    requestHandler,
    ...settings,
    ...(endpoints.sts !== undefined && { endpoint: endpoints.sts }),
    ...(useFipsEndpoint !== undefined && { useFipsEndpoint }),
    ...(useDualstackEndpoint !== undefined && { useDualstackEndpoint }),
  } satisfies STSClientConfig;
}

/** Who calls, or assumes the first role. */
async function foundation(caller: Caller, sts: STSClientConfig): Promise<Provider> {
  const { keys, webIdentity, profile, connection } = caller;
  if (keys) return async () => keys;
  if (webIdentity) return withWebIdentity(webIdentity, webIdentity.seconds, sts);
  const { fromEnv, fromIni, fromNodeProviderChain, fromSSO, fromTokenFile } =
    await import("@aws-sdk/credential-providers");
  const filepaths = await filepathsOf(connection);
  const { requestHandler } = sts;
  const init = {
    ...filepaths,
    // Not the Region, nor an endpoint: SSO has those of its own.
    clientConfig: requestHandler === undefined ? {} : { requestHandler },
    roleAssumer: assumer(sts),
    roleAssumerWithWebIdentity: webAssumer(sts),
  };
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  // A profile that can't be used must never make us call as somebody else.
  if (profile !== undefined) {
    return (await isSsoElsewhere(profile, filepaths))
      ? fromSSO({ ...init, profile })
      : fromIni({ ...init, profile });
  }
  // The SDK's own chain would take the environment's profile before these two.
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) return fromEnv();
  if (process.env.AWS_WEB_IDENTITY_TOKEN_FILE && process.env.AWS_ROLE_ARN) {
    return fromTokenFile(init);
  }
  const environmentProfile = profileIn();
  if (environmentProfile === undefined) return fromNodeProviderChain(init);
  await mustExist(environmentProfile, filepaths);
  return fromNodeProviderChain({ ...init, profile: environmentProfile });
}

function withWebIdentity(given: WebIdentity, seconds: number | undefined, sts: STSClientConfig) {
  const { roleArn, sessionName = SESSION_NAME, policy, policyArns, webIdentityToken } = given;
  const assume = webAssumer(sts);
  return async () =>
    assume({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      // Whoever writes the file writes a new token into it now and then.
      WebIdentityToken: webIdentityToken ?? (await tokenIn(given.webIdentityTokenFile ?? "")),
      DurationSeconds: seconds,
      Policy: policy,
      PolicyArns: policyArns?.map((arn) => ({ arn })),
    });
}

async function tokenIn(file: string): Promise<string> {
  return (await readFile(expanded(file), "utf8")).trim();
}

function assumer(sts: STSClientConfig): ReturnType<typeof Sts.getDefaultRoleAssumer> {
  return async (source, params) =>
    (await import("@aws-sdk/client-sts")).getDefaultRoleAssumer(sts)(source, params);
}

function webAssumer(
  sts: STSClientConfig,
): ReturnType<typeof Sts.getDefaultRoleAssumerWithWebIdentity> {
  return async (params) =>
    (await import("@aws-sdk/client-sts")).getDefaultRoleAssumerWithWebIdentity(sts)(params);
}

/** The error is one and the same for all who wait for it. */
function told(error: unknown, { profile, keys, webIdentity }: Caller): unknown {
  if (!(error instanceof Error)) return error;
  if ((error as NodeJS.ErrnoException).syscall === "open") error.name = "CredentialsProviderError";
  // A credential_process may have been given secrets.
  error.message = error.message.replace(/^Command failed: .*/, "credential_process failed");
  const isProfiles = profile !== undefined && !keys && !webIdentity;
  if (isProfiles && !error.message.includes(profile)) error.message += ` (profile "${profile}")`;
  return error;
}

function paramsOf(role: NonNullable<Caller["roles"]>[number]): Params {
  const { externalId, policy, policyArns, sourceIdentity, tags, transitiveTagKeys } = role;
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? SESSION_NAME,
    DurationSeconds: role.seconds,
    ExternalId: externalId,
    Policy: policy,
    PolicyArns: policyArns?.map((arn) => ({ arn })),
    SourceIdentity: sourceIdentity,
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: transitiveTagKeys && [...transitiveTagKeys],
  };
}
