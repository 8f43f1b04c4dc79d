/** The credentials of a caller whom the SDK's standard chain does not know by itself. */
import type { Caller } from "../lifecycle/caller";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import type { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

type Params = Parameters<typeof fromTemporaryCredentials>[0]["params"];

/**
 * Undefined: the SDK's standard chain. Loads what it needs when it is first asked, and asks again
 * for what is about to expire; one for all clients of a caller, so that a role is assumed once.
 */
export function credentialsOf(caller: Caller): AwsCredentialIdentityProvider | undefined {
  const { roles = [], endpoints = {}, profile } = caller;
  if (roles.length === 0 && endpoints.sts === undefined && profile === undefined) return undefined;
  let made: Promise<AwsCredentialIdentityProvider> | undefined;
  return async () => {
    made ??= remembered(caller);
    try {
      return await (
        await made
      )();
    } catch (error) {
      // The error is one and the same for all who wait for it.
      if (profile !== undefined && error instanceof Error && !error.message.includes(profile)) {
        error.message += ` (profile "${profile}")`;
      }
      throw error;
    }
  };
}

async function remembered(caller: Caller): Promise<AwsCredentialIdentityProvider> {
  const { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } =
    await import("@smithy/core");
  const provider = await chain(caller);
  const memoized = memoizeIdentityProvider<AwsCredentialIdentity>(
    provider,
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  return memoized ?? provider;
}

/** Each role is assumed with the credentials of the one before. */
async function chain({ region, profile, roles = [], endpoints = {} }: Caller) {
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } =
    await import("@aws-sdk/credential-providers");
  const clientConfig = { region, ...(endpoints.sts !== undefined && { endpoint: endpoints.sts }) };
  // A profile that can't be used must never make us call as somebody else.
  const first: AwsCredentialIdentityProvider =
    profile === undefined
      ? fromNodeProviderChain({ clientConfig })
      : fromIni({ profile, clientConfig });
  return roles.reduce(
    (masterCredentials, role) =>
      fromTemporaryCredentials({ masterCredentials, params: paramsOf(role), clientConfig }),
    first,
  );
}

function paramsOf(role: NonNullable<Caller["roles"]>[number]): Params {
  const { externalId, policy, policyArns, sourceIdentity, tags, transitiveTagKeys } = role;
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? "pulumi-aws-tasks",
    DurationSeconds: role.seconds,
    ExternalId: externalId,
    Policy: policy,
    PolicyArns: policyArns?.map((arn) => ({ arn })),
    SourceIdentity: sourceIdentity,
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: transitiveTagKeys && [...transitiveTagKeys],
  };
}
