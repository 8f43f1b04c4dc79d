import type { Protocol, WireRequest } from "./protocols/protocol";
import type { Session } from "./store";

/** Who asks, and where: all records are kept per account and Region. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly arn: string;
  readonly userId: string;
}

export const defaultAccountId = "123456789012";

/** Whoever sends a request that need not be signed. */
export const nobody: Caller = {
  ...{ accountId: defaultAccountId, region: "us-east-1", accessKeyId: "", arn: "", userId: "" },
};

/** Reads the credential scope. The signature is not verified: there is no secret to check against. */
export function readCaller(
  request: WireRequest,
  protocol: Protocol,
  sessions: Readonly<Record<string, Session>>,
): Caller {
  const match = credential.exec(request.headers.authorization ?? "");
  const [, accessKeyId, region] = match ?? [];
  if (!accessKeyId || !region) throw protocol.unsigned();
  const session = Object.hasOwn(sessions, accessKeyId) ? sessions[accessKeyId] : undefined;
  if (session) return { ...session, region, accessKeyId };
  const accountId = accountOf(accessKeyId);
  const arn = `arn:aws:iam::${accountId}:user/emulator`;
  return { accountId, region, accessKeyId, arn, userId: "AIDAEMULATOR000000000" };
}

/** The service that a request was signed for, if it was signed at all. */
export function serviceInScope(request: WireRequest): string | undefined {
  return credential.exec(request.headers.authorization ?? "")?.[3];
}

const credential = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/;

const accountOf = (accessKeyId: string): string =>
  /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccountId;
