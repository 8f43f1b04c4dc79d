// What a profile says beside its credentials: the Region, and where its calls go.
import assert from "node:assert/strict";
import path from "node:path";
import { settingsFrom } from "../../../../provider/aws/settings";
import type { Props } from "../../../../provider/lifecycle/ports";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";
import { reasonsOf } from "../support/checking";
import { contextWith } from "../support/context";
import { KEYS, Sources } from "../support/sources";

const KEY_LINES = `aws_access_key_id = ${KEYS}\naws_secret_access_key = s\n`;

describe("a profile", () => {
  let sources: Sources;
  beforeEach(async () => {
    sources = await Sources.start();
  });
  afterEach(() => sources.close());

  describe("names the Region where nothing else does", () => {
    const CONFIG = `
region = af-south-1
[default]
region = eu-west-1 ; a comment
[profile images]
output = json
region=eu-west-2
s3 =
  region = us-gov-west-1
[profile 'spaced  out']
region = eu-west-3
[images]
region = ap-south-1
[sso-session images]
region = ap-south-2
[profile none]
output = json
`;
    const regionOf = (configuration: Props = {}, variables: NodeJS.ProcessEnv = {}) =>
      settingsFrom(() => configuration, {
        HOME: sources.folder,
        AWS_CONFIG_FILE: sources.file("config", CONFIG),
        ...variables,
      }).defaultRegion();

    for (const [configuration, variables, expected] of [
      [{}, {}, "eu-west-1"],
      [{}, { AWS_PROFILE: "images" }, "eu-west-2"],
      [{}, { AWS_PROFILE: "", AWS_DEFAULT_PROFILE: "images" }, "eu-west-2"],
      [{ "aws:profile": "images" }, { AWS_PROFILE: "none" }, "eu-west-2"],
      [{ "aws:profile": "images" }, { AWS_REGION: "eu-north-1" }, "eu-north-1"],
      [{ "aws:profile": "images", "aws:region": "eu-south-1" }, {}, "eu-south-1"],
      [{}, { AWS_PROFILE: "none" }, undefined],
      [{}, { AWS_PROFILE: "nobody" }, undefined],
      [{}, { AWS_CONFIG_FILE: "/nowhere" }, undefined],
    ] as const) {
      it(`${JSON.stringify([configuration, variables])}: ${expected}`, () => {
        assert.equal(regionOf(configuration, variables), expected);
      });
    }

    it("also one that a task names", () => {
      const file = sources.file("config", CONFIG);
      const settings = settingsFrom(() => ({}), { AWS_CONFIG_FILE: file });
      assert.equal(settings.defaultRegion("images"), "eu-west-2");
      assert.equal(settings.defaultRegion(undefined), "eu-west-1");
    });

    it("which a check does not ask for while the task's profile is not known yet", () => {
      const context = contextWith();
      context.settings.region = undefined;
      const preview = { context, phase: "preview" } as const;
      assert.deepEqual(reasonsOf({ profile: UNKNOWN }, preview), []);
      assert.match(reasonsOf({ profile: "images" }, preview)[0] ?? "", /^region: is required/);
    });

    it("in AWS's own places", () => {
      sources.file(".aws/config", "[profile images]\nregion = eu-west-2\n");
      const home = settingsFrom(() => ({ "aws:profile": "images" }), { HOME: sources.folder });
      assert.equal(home.defaultRegion(), "eu-west-2");
      sources.file(".aws/credentials", "[images]\nregion = eu-west-3\n");
      assert.equal(home.defaultRegion(), "eu-west-3");
    });

    it("in the files that the configuration names, of which the last goes before", () => {
      const one = sources.file("one", "[profile images]\nregion = eu-west-2\n");
      sources.file("two", "[profile images]\nregion = eu-west-3\n");
      const files = [one, "~/two", path.join(sources.folder, "missing")];
      const given = { "aws:profile": "images", "aws:sharedConfigFiles": JSON.stringify(files) };
      assert.equal(regionOf(given), "eu-west-3");
      assert.equal(regionOf({ ...given, "aws:sharedConfigFiles": { wrong: 1 } }), "eu-west-2");
    });
  });

  describe("names the endpoint", () => {
    const at = (lines: string) => `[profile local]\n${KEY_LINES}${lines}\n`;
    const answered = () => sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
    const endpoint = () => `endpoint_url = ${sources.recording.endpoint}`;
    const local = { "aws:profile": "local" };
    beforeEach(() => delete process.env.AWS_ENDPOINT_URL);

    it("of all services", async () => {
      sources.environment.config(at(endpoint()));
      await sources.send(local);
      answered();
    });

    it("of one service, which goes before", async () => {
      const services = `[services mine]\nec2 =\n  ${endpoint()}\n`;
      const lines = "services = mine\nendpoint_url = http://127.0.0.1:1";
      sources.environment.config(at(lines) + services);
      await sources.send(local);
      answered();
    });

    it("in a file that the configuration names", async () => {
      const file = sources.file("team", at(endpoint()));
      await sources.send({ ...local, "aws:sharedConfigFiles": [file] });
      answered();
    });

    for (const variable of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2"]) {
      it(`unless ${variable} says another`, async () => {
        sources.environment.config(at("endpoint_url = http://127.0.0.1:1"));
        sources.set({ [variable]: sources.recording.endpoint });
        await sources.send(local);
        answered();
      });
    }

    it("unless the configuration says another", async () => {
      sources.environment.config(at("endpoint_url = http://127.0.0.1:1"));
      await sources.send({ ...local, "aws:endpoints": { ec2: sources.recording.endpoint } });
      answered();
    });
  });
});
