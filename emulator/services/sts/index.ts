import { AwsError } from "../../errors";
import * as model from "../../model/sts";
import { type Call, operation, type Service } from "../../operation";
import { awsQuery } from "../../protocols/awsQuery";
import { unusedId } from "../../random";

/** Accounts and roles: whoever asks gets what is asked for. */
export const sts: Service = {
  name: "sts",
  protocol: awsQuery("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
  kinds: [],
  operations: [
    operation(model.getCallerIdentity, (_input, { caller }) => ({
      UserId: caller.userId,
      Account: caller.accountId,
      Arn: caller.arn,
    })),
    operation(model.assumeRole, (input, call) => ({
      ...session(input, call),
      SourceIdentity: input.SourceIdentity,
    })),

    // The token is not looked at, as no signature is.
    operation(model.assumeRoleWithWebIdentity, (input, call) => ({
      ...session(input, call),
      SubjectFromWebIdentityToken: "emulator",
      Provider: "emulator",
      Audience: "sts.amazonaws.com",
    })),
  ],
};

interface Assumed {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number | undefined;
}

function session({ RoleArn, RoleSessionName, DurationSeconds }: Assumed, { store, random }: Call) {
  const match = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(RoleArn);
  const [, partition, accountId, role] = match ?? [];
  if (!accountId) throw new AwsError("ValidationError", `${RoleArn} is invalid`);
  const newKey = () => `ASIA${random.hex(16).toUpperCase()}`;
  const accessKeyId = unusedId(store.sessions, newKey);
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`;
  const userId = `AROAEMULATOR000000000:${RoleSessionName}`;
  store.sessions[accessKeyId] = { accountId, arn, userId };
  // The client checks this against its own clock, so it is real time.
  const expiration = Date.now() + (DurationSeconds ?? 3_600) * 1_000;
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: random.hex(40),
      SessionToken: random.hex(64),
      Expiration: expiration,
    },
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    PackedPolicySize: 0,
  };
}
