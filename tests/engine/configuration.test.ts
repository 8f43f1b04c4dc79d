// The configuration on the real engine: what a stack lacks, and a provider with all of its own.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const HUB = "222222222222";
const PROGRAM = program(
  'const { Provider } = require("pulumi-aws-tasks")',
  `const hub = new Provider("hub", {
    region: "us-west-2",
    accessKey: "111111111111",
    secretKey: pulumi.output("hush-secret-key"),
    token: pulumi.secret("hush-token"),
    assumeRole: { roleArn: "arn:aws:iam::${HUB}:role/images", externalId: pulumi.secret("hush-id") },
    allowedAccountIds: ["${HUB}"],
  })`,
  `const web = new Provider("web", {
    region: "eu-west-1",
    assumeRoleWithWebIdentity: {
      roleArn: "arn:aws:iam::333333333333:role/web",
      webIdentityToken: "hush-web-token",
    },
    forbiddenAccountIds: ["${HUB}"],
  })`,
  task("hub", {}, "{ provider: hub }"),
  task("web", {}, "{ provider: web }"),
  "exports.done = true",
);

describe("the configuration on the real engine", function () {
  this.timeout(120_000);
  let project: Project;
  const nowhere = { AWS_CONFIG_FILE: "/nowhere", AWS_SHARED_CREDENTIALS_FILE: "/nowhere" };

  before(async () => {
    project = await Project.make("configuration", program(task("golden")));
  });
  after(() => project.close());

  it("fails in the preview of a start, once and for all tasks, without a Region", async () => {
    const env = { ...nowhere, AWS_REGION: "", AWS_DEFAULT_REGION: "" };
    const { code, output } = await project.runWith({ env }, "preview");
    assert.notEqual(code, 0, output);
    assert.match(output, /region: is required; set it here, as the configuration aws:region/);
    assert.deepEqual(project.calls(), []);
  });

  it("is for each provider its own: keys, roles, a web identity, Regions, accounts", async () => {
    project.program(PROGRAM);
    const { code, output } = await project.runWith({ env: nowhere }, "up", "--yes");
    assert.equal(code, 0, output);
    const callers = (region: string) => {
      const log = project.emulator.log().filter((one) => one.region === region);
      return [...new Set(log.map(({ accountId, operation }) => `${accountId} ${operation}`))];
    };
    const [assume, ...hubs] = callers("us-west-2");
    assert.equal(assume, "111111111111 AssumeRole");
    assert.equal(hubs[0], `${HUB} GetCallerIdentity`);
    assert.ok(hubs.includes(`${HUB} ExportImage`) && hubs.every((one) => one.startsWith(HUB)));
    const webs = callers("eu-west-1");
    assert.equal(webs[0], "333333333333 GetCallerIdentity");
    assert.ok(webs.includes("333333333333 ExportImage"));
    const places = Object.values(project.tasks()).map(({ outputs }) => [
      ...[outputs.region, outputs.accountId],
    ]);
    assert.deepEqual(places.sort(), [
      ["eu-west-1", "333333333333"],
      ["us-west-2", HUB],
    ]);
    assert.ok(!output.includes("hush"), output);
  });

  it("keeps keys and tokens of providers encrypted in the state", () => {
    assert.ok(!project.written().includes("hush"));
    const providers = project
      .deployment()
      .resources!.filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");
    const [hub] = providers.filter(({ urn }) => urn.endsWith("::hub"));
    for (const kept of [hub!.inputs, hub!.outputs]) {
      for (const name of ["accessKey", "secretKey", "token"]) {
        assert.ok(typeof kept[`aws:${name}`] === "object", name);
      }
    }
  });
});
