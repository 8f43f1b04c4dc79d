/** Whose things boto3 sees: credentials and Region decide. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import type { Boto3 } from "../support/boto3";
import type { Props } from "../support/client";

const ami = "ami-0123456789abcdef0";

export function sessions(it: It<Boto3>): void {
  it("works in another account with the credentials of a role", async (client) => {
    const { Credentials, AssumedRoleUser } = (await client.call("sts", "AssumeRole", {
      RoleArn: "arn:aws:iam::210987654321:role/deployer",
      RoleSessionName: "of-a-test",
    })) as Record<string, Props>;
    const options = {
      client: {
        aws_access_key_id: Credentials?.AccessKeyId,
        aws_secret_access_key: Credentials?.SecretAccessKey,
        aws_session_token: Credentials?.SessionToken,
      },
    };
    assert.deepEqual(await client.call("sts", "GetCallerIdentity", {}, options), {
      UserId: AssumedRoleUser?.AssumedRoleId,
      Account: "210987654321",
      Arn: "arn:aws:sts::210987654321:assumed-role/deployer/of-a-test",
    });
    const input = { ImageId: ami, Bucket: "stores" };
    await client.call("ec2", "CreateStoreImageTask", input, options);
    const [task] = client.emulator.tasks();
    assert.equal(task?.accountId, "210987654321");
    const none = { StoreImageTaskResults: [] };
    assert.deepEqual(await client.call("ec2", "DescribeStoreImageTasks"), none);
  });

  it("sees the things of its own Region", async (client) => {
    const there = { client: { region_name: "eu-central-1" } };
    await client.call("ec2", "CreateStoreImageTask", { ImageId: ami, Bucket: "stores" }, there);
    const seen = async (options: typeof there | undefined) =>
      (await client.call("ec2", "DescribeStoreImageTasks", {}, options)).StoreImageTaskResults;
    assert.deepEqual(await seen(undefined), []);
    assert.equal(((await seen(there)) as unknown[]).length, 1);
  });
}
