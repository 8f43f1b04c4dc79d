import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { signals } from "../../../../provider/pulumi/beacon";

const TYPE = "pulumi-nodejs:dynamic/aws-tasks/ec2:ExportImageTask";

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
  call: ({ inputs }) => inputs as Record<string, unknown>,
};
const program = (options: { isPreview?: boolean; organization?: string } = {}) => {
  const { isPreview = false, organization } = options;
  return pulumi.runtime.setMocks(mocks, "shop", "dev", isPreview, organization);
};
const told = (options?: pulumi.CustomResourceOptions, inputs = {}) =>
  signals("gold", TYPE, inputs, options);

describe("the beacon", () => {
  const configured = process.env.PULUMI_AWS_TASKS_IDENTITY;
  beforeEach(() => {
    delete process.env.PULUMI_AWS_TASKS_IDENTITY;
    return program({ organization: "acme" });
  });
  after(() => {
    if (configured !== undefined) process.env.PULUMI_AWS_TASKS_IDENTITY = configured;
    else delete process.env.PULUMI_AWS_TASKS_IDENTITY;
  });

  it("says organization and URN as the identity", async () => {
    const identity = JSON.parse(await told().__identity) as string[];
    assert.deepEqual(identity, ["acme", "", `urn:pulumi:dev::shop::${TYPE}::gold`]);
  });

  it("says what the environment has as the identity, too", async () => {
    process.env.PULUMI_AWS_TASKS_IDENTITY = "laptop";
    assert.equal((JSON.parse(await told().__identity) as string[])[1], "laptop");
  });

  it("tells children of one name under parents of two types apart", async () => {
    const parents = ["my:One", "my:Two"].map((type) => new pulumi.ComponentResource(type, "pair"));
    const [one, two] = await Promise.all(parents.map((parent) => told({ parent }).__identity));
    assert.notEqual(one, two);
  });

  for (const isPreview of [true, false]) {
    it(`says that this is ${isPreview ? "a preview" : "an update"}`, async () => {
      await program({ isPreview, organization: "acme" });
      assert.equal(told().__beacon.phase, isPreview ? "preview" : "update");
    });
  }

  it("names the inputs that are secret, nested or not", async () => {
    const inputs = {
      imageId: "ami-01234567",
      description: pulumi.secret("hush"),
      tags: { team: pulumi.output("a"), owner: pulumi.secret("hush") },
      s3ExportLocation: Promise.resolve({ s3Bucket: "my-exports" }),
    };
    assert.deepEqual(await told(undefined, inputs).__beacon.secrets, ["description", "tags"]);
  });

  it("needs no organization: the mocks of most programs' tests name none", async () => {
    await program();
    assert.equal(JSON.parse(await told().__identity).length, 3);
  });
});
