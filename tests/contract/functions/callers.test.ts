/** As whom and where functions call: arguments, the stack's configuration, an explicit provider. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2, Provider } from "../../../provider";
import { begin, settled, Thing, UNKNOWN } from "./outputs";
import { Account, gathered, refusal } from "./support";

const THERE = { region: "eu-west-1", accountId: "210987654321" };
const roleArn = `arn:aws:iam::${THERE.accountId}:role/reader`;

class Foreign extends pulumi.ProviderResource {}

describe("a function calls", () => {
  let here = "";
  let there = "";
  const account = new Account(
    async (made) => {
      here = await made.exportImage(1);
      const aws = made.world.context(undefined, THERE.accountId).aws({ region: THERE.region });
      const answer = await aws.send({
        service: "ec2",
        operation: "ExportImage",
        input: {
          ImageId: "ami-00000000000000002",
          DiskImageFormat: "RAW",
          S3ExportLocation: { S3Bucket: "exports" },
        },
      });
      there = String(answer.ExportImageTaskId);
    },
    // A role's session ends by the machine's clock.
    { startTimeMs: Date.now() },
  );
  const endpoints = () => {
    const { endpoint } = account.here;
    return { ec2: endpoint, sts: endpoint };
  };
  const configure = (all: Record<string, string>) => pulumi.runtime.setAllConfig(all);
  beforeEach(async () => {
    await begin();
    configure({
      "aws:region": "us-east-1",
      "aws:endpoints": JSON.stringify([{ ec2: account.here.endpoint }]),
    });
  });
  afterEach(() => configure({}));
  const idsOf = async (result: Promise<ec2.GetExportImageTasksResult>) =>
    (await result).exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId);
  const twinIds = async (output: pulumi.Output<ec2.GetExportImageTasksResult>) => {
    const { value, error } = await settled(output);
    if (error) throw error;
    return value?.exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId);
  };
  const ireland = (name = "ireland", more: object = {}) =>
    new Provider(name, {
      region: THERE.region,
      endpoints: endpoints(),
      assumeRole: { roleArn },
      ...more,
    });

  it("as the stack's configuration says", async () => {
    assert.deepEqual(await idsOf(ec2.getExportImageTasks()), [here]);
    assert.deepEqual(await twinIds(ec2.getExportImageTasksOutput()), [here]);
    const all = await gathered(ec2.iterateExportImageTasks());
    assert.deepEqual(
      all.map(({ exportImageTaskId }) => exportImageTaskId),
      [here],
    );
  });

  it("as the arguments say, which go before it", async () => {
    const args = { region: THERE.region, assumeRole: { roleArn }, endpoint: endpoints() };
    assert.deepEqual(await idsOf(ec2.getExportImageTasks(args)), [there]);
    const given = { ...args, assumeRole: { roleArn: pulumi.output(roleArn) } };
    assert.deepEqual(await twinIds(ec2.getExportImageTasksOutput(given)), [there]);
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({ region: THERE.region })), []);
  });

  it("as an explicit provider says, instead of the stack", async () => {
    const provider = ireland();
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { provider })), [there]);
    assert.deepEqual(await twinIds(ec2.getExportImageTasksOutput({}, { provider })), [there]);
    const [task] = await gathered(ec2.iterateExportImageTasks({}, { provider }));
    assert.equal(task!.exportImageTaskId, there);
    const arg = { region: "eu-north-1" };
    assert.deepEqual(await idsOf(ec2.getExportImageTasks(arg, { provider })), []);
  });

  it("as a provider says whose settings are Outputs, and whose result is no secret", async () => {
    const provider = ireland("outputs", {
      region: pulumi.output(THERE.region),
      assumeRole: pulumi.secret({ roleArn, externalId: "hush-hush" }),
    });
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { provider })), [there]);
    const { isSecret } = await settled(ec2.getExportImageTasksOutput({}, { provider }));
    assert.equal(isSecret, false);
  });

  it("as the parent's provider says", async () => {
    const provider = ireland("parents");
    const parent = new pulumi.ComponentResource("tests:index:Group", "group", {}, { provider });
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { parent })), [there]);
    assert.deepEqual(await twinIds(ec2.getExportImageTasksOutput({}, { parent })), [there]);
    const plain = new pulumi.ComponentResource("tests:index:Group", "plain");
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { parent: plain })), [here]);
  });

  it("nobody as long as a provider's settings are unknown, its default tags left aside", async () => {
    const provider = ireland("unknown", { assumeRole: { roleArn: UNKNOWN } });
    const output = ec2.getExportImageTasksOutput({}, { provider });
    assert.equal((await settled(output)).isKnown, false);
    const { text } = await refusal(ec2.getExportImageTasks({}, { provider }));
    assert.match(text, /^ec2\.getExportImageTasks: the settings of its provider are not known yet/);
    const tagged = ireland("tagged", { defaultTags: { tags: { team: UNKNOWN } } });
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { provider: tagged })), [there]);
  });

  it("nobody by a provider that is not ours", async () => {
    const provider = new Foreign("aws", "theirs", {});
    const says = /the option provider must be a Provider of pulumi-aws-tasks/;
    assert.match((await refusal(ec2.getExportImageTasks({}, { provider }))).text, says);
    assert.throws(() => ec2.getExportImageTasksOutput({}, { provider }), says);
    const parent = new Thing("child", { provider: new Foreign("tests", "t", {}) });
    assert.deepEqual(await idsOf(ec2.getExportImageTasks({}, { parent })), [here]);
  });

  it("nobody with a configuration that it can't honour", async () => {
    configure({ "aws:region": "us-east-1", "aws:assumeRole": "not JSON" });
    const { text } = await refusal(ec2.getExportImageTasks());
    assert.match(text, /^ec2\.getExportImageTasks: aws:assumeRole: must be an object or a list/);
    const provider = new Provider("wrong", { region: "x y", endpoints: endpoints() });
    const { error } = await settled(ec2.getExportImageTasksOutput({}, { provider }));
    assert.match(error!.message, /: region: must be the name of an AWS Region, .* got "x y"$/);
    assert.deepEqual(account.calls(), {});
  });

  it("by a plain function with plain arguments only", async () => {
    const args = { exportImageTaskIds: [pulumi.output(here)] } as never;
    const { text } = await refusal(ec2.getExportImageTasks(args));
    assert.match(text, /takes no Outputs and no promises: use ec2\.getExportImageTasksOutput$/);
    const later = { region: Promise.resolve("us-east-1") } as never;
    const iterated = await refusal(gathered(ec2.iterateExportImageTasks(later)));
    assert.match(iterated.text, /^ec2\.iterateExportImageTasks: .*: call it in `apply`$/);
  });

  it("and says what to do where AWS does not answer or does not know us", async () => {
    const nobody = { region: "us-east-1", endpoint: "http://127.0.0.1:9" };
    const { text } = await refusal(ec2.getStoreImageTasks(nobody));
    assert.match(text, /^ec2\.getStoreImageTasks in us-east-1: DescribeStoreImageTasks: /);
    assert.match(text, /AWS could not be reached: try again when it can\.$/);
    const effect = { kind: "error", code: "ExpiredToken", message: "It has expired" } as const;
    account.world.emulator.addFault({ times: 1, effect });
    const expired = await refusal(ec2.getStoreImageTasks());
    assert.equal(expired.code, "ExpiredToken");
    assert.match(expired.text, /Check the AWS credentials that Pulumi runs with/);
  });

  it("with one set of clients for all functions of the program", async () => {
    const args = { region: THERE.region, assumeRole: { roleArn }, endpoint: endpoints() };
    await Promise.all([ec2.getExportImageTasks(args), ec2.getStoreImageTasks(args)]);
    assert.equal(account.calls().AssumeRole, undefined);
  });
});
