// An explicit provider's default tags would be in the clear in the states of its tasks.
import assert from "node:assert/strict";
import { Project } from "../engine/support/project";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Provider } = require("pulumi-aws-tasks");
new Provider("west", {
  region: "us-west-2",
  defaultTags: { tags: { team: pulumi.secret("hush-team") } },
});
`;

describe("secret default tags of an explicit provider", function () {
  this.timeout(60_000);
  let project: Project;

  before(async () => {
    project = await Project.make("secret-default-tags", PROGRAM);
  });
  after(() => project.close());

  it("are refused in the preview, without their words", async () => {
    const { code, output } = await project.run("preview");
    assert.notEqual(code, 0, output);
    assert.match(output, /Provider "west": defaultTags can't be secret/);
    assert.ok(!output.includes("hush"), output);
  });
});
