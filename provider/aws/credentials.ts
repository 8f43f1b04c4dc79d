/** The credentials of a caller that assumes roles; all others are the SDK's own affair. */
import type { Caller } from "../lifecycle/caller";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

type Options = Parameters<typeof fromTemporaryCredentials>[0];

/** Undefined: the SDK's standard chain. Loads what it needs when it is first asked. */
export function credentialsOf(caller: Caller): AwsCredentialIdentityProvider | undefined {
  if (!caller.roles?.length) return undefined;
  let made: Promise<AwsCredentialIdentityProvider> | undefined;
  return async () => (await (made ??= chain(caller)))();
}

/** Each role is assumed with the credentials of the one before. */
async function chain({ region, profile, roles = [], endpoints = {} }: Caller) {
  const { fromNodeProviderChain, fromTemporaryCredentials } =
    await import("@aws-sdk/credential-providers");
  const clientConfig = { region, ...(endpoints.sts !== undefined && { endpoint: endpoints.sts }) };
  const first: AwsCredentialIdentityProvider = fromNodeProviderChain({
    clientConfig,
    ...(profile !== undefined && { profile }),
  });
  return roles.reduce(
    (masterCredentials, role) =>
      fromTemporaryCredentials({ masterCredentials, params: paramsOf(role), clientConfig }),
    first,
  );
}

function paramsOf(role: NonNullable<Caller["roles"]>[number]): Options["params"] {
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
