import assert from "node:assert/strict";
import { settingsFrom } from "../../../../provider/aws/settings";

type Words = Readonly<Record<string, unknown>>;
const settings = (configuration: Words, environment: NodeJS.ProcessEnv = {}) =>
  settingsFrom(() => configuration, environment);

describe("the default Region", () => {
  const regions: readonly [Words, NodeJS.ProcessEnv, string | undefined][] = [
    [{ "aws:region": "eu-west-1" }, { AWS_REGION: "eu-west-2" }, "eu-west-1"],
    [{}, { AWS_REGION: "eu-west-2", AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-2"],
    [{}, { AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-3"],
    [{ "aws:region": "" }, { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-3"],
    [{ "aws:region": 5 }, {}, undefined],
    [{ "aws-native:region": "eu-west-1", region: "eu-west-1" }, {}, undefined],
    [{}, {}, undefined],
  ];
  for (const [configuration, environment, region] of regions) {
    it(`is ${region} with ${JSON.stringify(configuration)} ${JSON.stringify(environment)}`, () => {
      assert.equal(settings(configuration, environment).defaultRegion(), region);
    });
  }
});

describe("the override of wait", () => {
  const modes: readonly [Words, NodeJS.ProcessEnv, string | undefined][] = [
    [{ "pulumi-aws-tasks:wait": "none" }, { PULUMI_AWS_TASKS_WAIT: "update" }, "update"],
    [{ "pulumi-aws-tasks:wait": "none" }, {}, "none"],
    [{ "pulumi-aws-tasks:wait": "none" }, { PULUMI_AWS_TASKS_WAIT: "" }, "none"],
    [{ "pulumi-aws-tasks:wait": null }, {}, undefined],
    [{}, {}, undefined],
  ];
  for (const [configuration, environment, mode] of modes) {
    it(`is ${mode} with ${JSON.stringify(configuration)} ${JSON.stringify(environment)}`, () => {
      assert.equal(settings(configuration, environment).waitOverride(), mode);
    });
  }
});

describe("the identity tags", () => {
  const key = "pulumi-aws-tasks:identityTags";
  for (const off of [false, "false"]) {
    it(`are off with ${JSON.stringify(off)}`, () => {
      assert.equal(settings({ [key]: off }).identityTags(), false);
    });
  }
  for (const on of [undefined, true, "true", "", null, "no"]) {
    it(`are on with ${JSON.stringify(on)}`, () => {
      assert.equal(settings({ [key]: on }).identityTags(), true);
    });
  }
});

describe("settings", () => {
  it("are read when asked, not before", () => {
    const configuration: Record<string, unknown> = {};
    const environment: NodeJS.ProcessEnv = {};
    const { defaultRegion, waitOverride } = settings(configuration, environment);
    environment.AWS_REGION = "eu-west-2";
    configuration["pulumi-aws-tasks:wait"] = "none";
    assert.equal(defaultRegion(), "eu-west-2");
    assert.equal(waitOverride(), "none");
  });
});
