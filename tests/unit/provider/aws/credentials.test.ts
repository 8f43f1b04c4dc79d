// Roles and profiles: who really makes a call.
import assert from "node:assert/strict";
import { mock } from "node:test";
import { SdkAws } from "../../../../provider/aws/clients";
import type { Caller } from "../../../../provider/lifecycle/caller";
import {
  AwsEnvironment,
  describeTasks,
  ENVIRONMENT_ACCOUNT,
  HUB,
  listExports,
  PROFILES,
  RecordingAws,
  REGION,
  TARGET,
  whoAmI,
} from "../support/recordingAws";

describe("a caller", () => {
  let recording: RecordingAws;
  let environment: AwsEnvironment;

  beforeEach(async () => {
    recording = await RecordingAws.start();
    environment = new AwsEnvironment({ AWS_ENDPOINT_URL: recording.endpoint });
  });
  afterEach(async () => {
    environment.restore();
    await recording.close();
  });
  const awsOf = (caller: Partial<Caller>) => new SdkAws({ region: REGION, ...caller });

  describe("without a role", () => {
    it("is whoever the environment names", async () => {
      await awsOf({ roles: [] }).send(describeTasks);
      assert.deepEqual(recording.calls(), [`${ENVIRONMENT_ACCOUNT} DescribeExportImageTasks`]);
    });
  });

  describe("with a role", () => {
    it("assumes it first, and calls as it", async () => {
      const aws = awsOf({ roles: [{ roleArn: HUB }] });
      await aws.send(describeTasks);
      assert.deepEqual(recording.calls(), [
        `${ENVIRONMENT_ACCOUNT} AssumeRole`,
        "222222222222 DescribeExportImageTasks",
      ]);
      assert.deepEqual(recording.assumed(), [
        { RoleArn: HUB, RoleSessionName: "pulumi-aws-tasks" },
      ]);
      assert.equal(await aws.accountId(), "222222222222");
    });

    it("signs for the Region of the task, at STS too", async () => {
      await awsOf({ roles: [{ roleArn: HUB }] }).send(describeTasks);
      const regions = recording.emulator.log().map(({ region }) => region);
      assert.deepEqual(regions, [REGION, REGION]);
    });

    it("hands on all that the program says of it", async () => {
      const role = {
        roleArn: HUB,
        sessionName: "nightly@images",
        externalId: "0f-9c",
        duration: "1h30m",
        seconds: 5_400,
        policy: '{"Version":"2012-10-17"}',
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        sourceIdentity: "ana",
        tags: { team: "images", tier: "gold" },
        transitiveTagKeys: ["team"],
      };
      const { Arn } = await awsOf({ roles: [role] }).send(whoAmI);
      assert.equal(Arn, "arn:aws:sts::222222222222:assumed-role/hub/nightly@images");
      assert.deepEqual(recording.assumed(), [
        {
          RoleArn: HUB,
          RoleSessionName: "nightly@images",
          DurationSeconds: "5400",
          ExternalId: "0f-9c",
          Policy: '{"Version":"2012-10-17"}',
          "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
          SourceIdentity: "ana",
          "Tags.member.1.Key": "team",
          "Tags.member.1.Value": "images",
          "Tags.member.2.Key": "tier",
          "Tags.member.2.Value": "gold",
          "TransitiveTagKeys.member.1": "team",
        },
      ]);
    });

    it("hands on a session tag with an empty value, which STS takes", async () => {
      await awsOf({ roles: [{ roleArn: HUB, tags: { team: "" } }] }).send(describeTasks);
      assert.equal(recording.assumed()[0]!["Tags.member.1.Value"], "");
    });

    it("assumes it once for many calls at a time", async () => {
      const aws = awsOf({ roles: [{ roleArn: HUB }] });
      await Promise.all([aws.send(describeTasks), aws.send(describeTasks)]);
      await aws.send(describeTasks);
      assert.equal(recording.assumed().length, 1);
    });

    it("assumes it once for all the services that it calls", async () => {
      const aws = awsOf({ roles: [{ roleArn: HUB }] });
      await aws.send(describeTasks);
      await aws.send(listExports);
      await aws.accountId();
      assert.equal(recording.assumed().length, 1);
    });

    it("assumes it once where several services are called at a time", async () => {
      const aws = awsOf({ roles: [{ roleArn: HUB }] });
      await Promise.all([aws.send(describeTasks), aws.send(listExports), aws.accountId()]);
      assert.equal(recording.assumed().length, 1);
    });

    it("assumes it again when its credentials are about to expire", async () => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() });
      try {
        const aws = awsOf({ roles: [{ roleArn: HUB }] });
        await aws.send(describeTasks);
        mock.timers.tick(3_590_000);
        await aws.send(describeTasks);
        assert.equal(recording.assumed().length, 2);
      } finally {
        mock.timers.reset();
      }
    });

    it("fails a call with STS's reason where the role is refused, and the next call tries again", async () => {
      const effect = { kind: "deny" } as const;
      recording.emulator.addFault({ operation: "AssumeRole", times: 1, effect });
      const aws = awsOf({ roles: [{ roleArn: HUB }] });
      await assert.rejects(aws.send(describeTasks), (error: Error & { trouble?: string }) => {
        assert.match(error.message, /AssumeRole/);
        assert.match(error.trouble ?? "", /denied|credentials/);
        return true;
      });
      await aws.send(describeTasks);
      assert.deepEqual(recording.calls().at(-1), "222222222222 DescribeExportImageTasks");
    });
  });

  describe("with several roles", () => {
    it("assumes each with the credentials of the one before, and calls as the last", async () => {
      const aws = awsOf({ roles: [{ roleArn: HUB, sessionName: "first" }, { roleArn: TARGET }] });
      await aws.send(describeTasks);
      assert.deepEqual(recording.calls(), [
        `${ENVIRONMENT_ACCOUNT} AssumeRole`,
        "222222222222 AssumeRole",
        "333333333333 DescribeExportImageTasks",
      ]);
      assert.deepEqual(
        recording.assumed().map(({ RoleArn, RoleSessionName }) => [RoleArn, RoleSessionName]),
        [
          [HUB, "first"],
          [TARGET, "pulumi-aws-tasks"],
        ],
      );
      assert.equal(await aws.accountId(), "333333333333");
    });
  });

  describe("with a profile", () => {
    beforeEach(() => environment.config(PROFILES));

    it("is that profile's, whatever keys the environment has", async () => {
      await awsOf({ profile: "images" }).send(describeTasks);
      assert.deepEqual(recording.calls(), ["444444444444 DescribeExportImageTasks"]);
    });

    it("assumes the role that the profile itself names", async () => {
      const { Arn } = await awsOf({ profile: "chained" }).send(whoAmI);
      assert.equal(Arn, "arn:aws:sts::222222222222:assumed-role/hub/from-the-file");
    });

    it("assumes a role with the profile's credentials", async () => {
      await awsOf({ profile: "images", roles: [{ roleArn: TARGET }] }).send(describeTasks);
      assert.deepEqual(recording.calls(), [
        "444444444444 AssumeRole",
        "333333333333 DescribeExportImageTasks",
      ]);
    });

    it("fails with the profile's name where the files have none of it", async () => {
      const aws = awsOf({ profile: "nobody" });
      for (let call = 0; call < 2; call++) {
        await assert.rejects(aws.send(describeTasks), (error: Error & { trouble?: string }) => {
          assert.equal(error.message.split("nobody").length - 1, 1, error.message);
          assert.equal(error.trouble, "credentials");
          return true;
        });
      }
      assert.deepEqual(recording.calls(), []);
    });
  });
});
