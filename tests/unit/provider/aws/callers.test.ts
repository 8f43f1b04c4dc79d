// Endpoints: where a call really goes. And which callers are one and the same.
import assert from "node:assert/strict";
import { Callers, keyOf, SdkAws } from "../../../../provider/aws/clients";
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

  describe("with endpoints", () => {
    let other: RecordingAws;
    beforeEach(async () => {
      other = await RecordingAws.start();
    });
    afterEach(() => other.close());

    it("goes to each service's own, and else where the environment says", async () => {
      const aws = awsOf({ endpoints: { ec2: other.endpoint } });
      await aws.send(describeTasks);
      await aws.send(listExports);
      assert.deepEqual(other.calls(), [`${ENVIRONMENT_ACCOUNT} DescribeExportImageTasks`]);
      assert.deepEqual(recording.calls(), [`${ENVIRONMENT_ACCOUNT} ListExportImageTasks`]);
    });

    it("assumes roles at the one of STS", async () => {
      const aws = awsOf({ endpoints: { sts: other.endpoint }, roles: [{ roleArn: HUB }] });
      await aws.send(listExports).catch(() => undefined);
      assert.deepEqual(other.calls(), [`${ENVIRONMENT_ACCOUNT} AssumeRole`]);
    });

    it("assumes the role that a profile names at the one of STS, too", async () => {
      environment.config(PROFILES);
      const aws = awsOf({ endpoints: { sts: other.endpoint }, profile: "chained" });
      await aws.send(listExports).catch(() => undefined);
      assert.deepEqual(other.calls(), ["444444444444 AssumeRole"]);
    });
  });

  for (const [maxRetries, isOnce, attempts] of [
    [2, false, 2],
    [1, false, 1],
    [0, false, 3],
    [5, true, 1],
  ] as const) {
    const how = isOnce ? ", if what it asks for must not be repeated" : "";
    it(`asks ${attempts} times at most with maxRetries ${maxRetries}${how}`, async () => {
      const effect = { kind: "error", code: "InternalError", status: 500 } as const;
      recording.emulator.addFault({ operation: "DescribeExportImageTasks", effect });
      const aws = awsOf({ connection: { maxRetries } });
      await assert.rejects(aws.send({ ...describeTasks, isOnce }), { trouble: "unavailable" });
      assert.equal(recording.calls().length, attempts);
    });
  }

  describe("the same as another", () => {
    const one = { region: REGION, profile: "images", roles: [{ roleArn: HUB }] };

    it("shares clients and batched describes, in whatever order its endpoints stand", () => {
      const callers = new Callers();
      const ab = { ...one, endpoints: { ec2: "http://a", sts: "http://b" } };
      const ba = { ...one, endpoints: { sts: "http://b", ec2: "http://a" } };
      assert.equal(callers.aws(ab), callers.aws(ba));
      assert.equal(keyOf({ region: REGION }), keyOf({ region: REGION, roles: [], endpoints: {} }));
    });

    for (const [what, more] of Object.entries({
      Region: { region: "eu-west-1" },
      profile: { profile: "others" },
      role: { roles: [{ roleArn: TARGET }] },
      session: { roles: [{ roleArn: HUB, sessionName: "other" }] },
      endpoint: { endpoints: { ec2: "http://a" } },
    })) {
      it(`shares nothing with one of another ${what}`, () => {
        const callers = new Callers();
        assert.notEqual(callers.aws(one).key, callers.aws({ ...one, ...more }).key);
        assert.notEqual(callers.aws(one), callers.aws({ ...one, ...more }));
      });
    }
  });
});
