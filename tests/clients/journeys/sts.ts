/** STS: who asks, other roles, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { ACCOUNT, taken, type Client, type Props } from "../support/client";

const role = "arn:aws:iam::210987654321:role/path/deployer";

export function sts(it: It<Client>): void {
  it("says who asks", async (client) => {
    const service = client.of("sts");
    const identity = await service.call("GetCallerIdentity");
    const UserId = taken(identity, "UserId", /^AIDA[0-9A-Z]+$/);
    const Arn = taken(identity, "Arn", new RegExp(`^arn:aws:iam::${ACCOUNT}:user/[\\w/-]+$`));
    assert.deepEqual(identity, { UserId, Account: ACCOUNT, Arn });
  });

  it("gives credentials for a role, whatever comes with the question", async (client) => {
    const service = client.of("sts");
    const output = await service.call("AssumeRole", {
      RoleArn: role,
      RoleSessionName: "of-a-test",
      DurationSeconds: 900,
      Policy: `{"Version":"2012-10-17"}`,
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
      Tags: [{ Key: "team", Value: "images" }],
      TransitiveTagKeys: ["team"],
      ExternalId: "external-1",
      SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/user`,
      TokenCode: "123456",
      SourceIdentity: "somebody",
      ProvidedContexts: [
        { ProviderArn: "arn:aws:iam::aws:contextProvider/x", ContextAssertion: "text" },
      ],
    });
    const credentials = output.Credentials as Props;
    const user = output.AssumedRoleUser as Props;
    assert.deepEqual(output, {
      Credentials: {
        AccessKeyId: taken(credentials, "AccessKeyId", /^ASIA[0-9A-Z]{12,}$/),
        SecretAccessKey: taken(credentials, "SecretAccessKey", /^.{40}$/),
        SessionToken: taken(credentials, "SessionToken", /^.+$/),
        Expiration: credentials.Expiration,
      },
      AssumedRoleUser: {
        AssumedRoleId: taken(user, "AssumedRoleId", /^AROA[0-9A-Z]+:of-a-test$/),
        Arn: "arn:aws:sts::210987654321:assumed-role/deployer/of-a-test",
      },
      PackedPolicySize: 0,
      SourceIdentity: "somebody",
    });
    // It is the real time that a client compares this with.
    const inMs = millisecondsOf(credentials.Expiration) - Date.now();
    assert.ok(inMs > 800_000 && inMs <= 900_000, `expires in ${inMs} ms`);
  });

  it("gives credentials for a token of somebody else's", async (client) => {
    const output = await client.of("sts").call("AssumeRoleWithWebIdentity", {
      RoleArn: role,
      RoleSessionName: "of-a-test",
      WebIdentityToken: "a-token-of-somebody",
      ProviderId: "www.example.com",
      DurationSeconds: 900,
      Policy: `{"Version":"2012-10-17"}`,
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    });
    taken(output.Credentials as Props, "AccessKeyId", /^ASIA[0-9A-Z]{12,}$/);
    assert.deepEqual(
      { ...output, Credentials: undefined, AssumedRoleUser: undefined },
      {
        ...{ Credentials: undefined, AssumedRoleUser: undefined, PackedPolicySize: 0 },
        SubjectFromWebIdentityToken: "emulator",
        Provider: "emulator",
        Audience: "sts.amazonaws.com",
      },
    );
    const user = output.AssumedRoleUser as Props;
    assert.equal(user.Arn, "arn:aws:sts::210987654321:assumed-role/deployer/of-a-test");
  });

  it("refuses a role that is none, and a time that is too long", async (client) => {
    const service = client.of("sts");
    const input = { RoleArn: role, RoleSessionName: "of-a-test" };
    await Promise.all([
      service.refuses(
        "AssumeRole",
        { ...input, RoleArn: "arn:aws:iam::210987654321:user/somebody" },
        { code: "ValidationError", message: /user\/somebody is invalid/, status: 400 },
      ),
      service.refuses(
        "AssumeRole",
        { ...input, DurationSeconds: 43_201 },
        { code: "ValidationError", message: /'43201' at 'durationSeconds'/, status: 400 },
      ),
    ]);
  });
}

/** boto3 gives a time marked as such, the AWS CLI a text. */
const millisecondsOf = (time: unknown): number =>
  Date.parse(typeof time === "string" ? time : String((time as Props).datetime));
