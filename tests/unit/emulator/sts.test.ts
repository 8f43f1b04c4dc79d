import { deepEqual, equal, match, ok } from "node:assert/strict";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Emulated, refusal } from "./harness";

describe("STS in the emulator", () => {
  const aws = new Emulated();

  it("takes an access key of twelve digits for the account", async () => {
    const identityOf = async (accountId: string) => {
      const client = new STSClient(aws.configuration({ accountId }));
      const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
      client.destroy();
      return [Account, Arn];
    };
    deepEqual(await identityOf("111111111111"), [
      "111111111111",
      "arn:aws:iam::111111111111:user/emulator",
    ]);
    deepEqual((await identityOf("AKIAIOSFODNN7EXAMPLE"))[0], "123456789012");
  });

  it("gives credentials that are of the role's account", async () => {
    const RoleArn = "arn:aws:iam::222222222222:role/path/deploy";
    const { Credentials, AssumedRoleUser } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", DurationSeconds: 900 }),
    );
    equal(AssumedRoleUser?.Arn, "arn:aws:sts::222222222222:assumed-role/deploy/me");
    const lifetimeMs = Number(Credentials?.Expiration) - Date.now();
    ok(lifetimeMs > 890_000 && lifetimeMs <= 900_000, String(lifetimeMs));
    const assumed = new STSClient({
      ...aws.configuration({}),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    });
    const { Account, Arn } = await assumed.send(new GetCallerIdentityCommand({}));
    deepEqual([Account, Arn], ["222222222222", AssumedRoleUser?.Arn]);
    assumed.destroy();
  });

  it("names every violation in AWS's words", async () => {
    const call = aws.sts.send(
      new AssumeRoleCommand({ RoleArn: "short", RoleSessionName: "no spaces", DurationSeconds: 1 }),
    );
    const { code, message, status } = await refusal(call);
    deepEqual([code, status], ["ValidationError", 400]);
    match(message, /^3 validation errors detected: Value 'short' at 'roleArn' failed to satisfy/);
    match(message, /Member must have length greater than or equal to 20; Value 'no spaces' at/);
    match(message, /Value '1' at 'durationSeconds' .*: Member must have value greater than or/);
    const RoleArn = "arn:aws:iam::1:role/with-a-short-account";
    const wrong = aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me" }));
    equal((await refusal(wrong)).message, `${RoleArn} is invalid`);
  });
});
