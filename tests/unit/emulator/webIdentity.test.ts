import { deepEqual, equal } from "node:assert/strict";
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { Emulated, refusal } from "./harness";

describe("AssumeRoleWithWebIdentity in the emulator", () => {
  const aws = new Emulated();
  const RoleArn = "arn:aws:iam::222222222222:role/web";
  const assume = (WebIdentityToken: string) => {
    // Whoever has a token only has no keys, and the request is not signed.
    const { credentials, ...configuration } = aws.configuration({});
    equal(typeof credentials, "object");
    const input = { RoleArn, RoleSessionName: "pod", WebIdentityToken };
    const client = new STSClient(configuration);
    return client.send(new AssumeRoleWithWebIdentityCommand(input));
  };

  it("gives credentials of the role's account to whoever has a token", async () => {
    const { Credentials, AssumedRoleUser, Provider } = await assume("the token");
    deepEqual(
      [AssumedRoleUser?.Arn, Provider],
      ["arn:aws:sts::222222222222:assumed-role/web/pod", "emulator"],
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const client = new STSClient({
      ...aws.configuration({}),
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
      },
    });
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    equal(Account, "222222222222");
    client.destroy();
  });

  it("refuses a token that is none", async () => {
    const { code, status } = await refusal(assume("t"));
    deepEqual([code, status], ["ValidationError", 400]);
  });
});
