// Bad input: all of it at once, at preview, before anything starts.
import assert from "node:assert/strict";
import { IMPORTS } from "./support/program";
import { Project } from "./support/project";

const BAD = `${IMPORTS}
new ec2.ExportImageTask("bad", {
  imageId: "i-0123456789abcdef0",
  diskImageFormat: "OVA",
  s3ExportLocation: pulumi.secret({ s3Bucket: "hush/hush", s3Prefix: 5 }),
  description: "d".repeat(256),
  roleName: "arn:aws:iam::123456789012:role/exporter",
  region: "Frankfurt",
  tags: { "aws:owner": "me" },
  timeouts: { wait: "soon" },
  imageID: "ami-0123456789abcdef0",
});
`;

describe("bad input on the real engine", function () {
  this.timeout(60_000);
  let project: Project;

  before(async () => {
    project = await Project.make("input", BAD);
  });
  after(() => project.close());

  it("fails the preview with every failure, path, rule and value, and no call", async () => {
    const { code, output } = await project.run("preview");
    assert.notEqual(code, 0);
    for (const failure of [
      'imageId: must be the id of an AMI: "ami-" and 8 or 17 hexadecimal digits, got "i-0123456789abcdef0"',
      'diskImageFormat: must be one of "VMDK", "RAW", "VHD", got "OVA"',
      "s3ExportLocation.s3Bucket: must be a bucket's name: letters, digits, dots and hyphens, no path and no ARN, got [secret]",
      "s3ExportLocation.s3Prefix: must be a string, got [secret]",
      "description: must be at most 255 characters, got",
      'roleName: must be the name of an IAM role, not its ARN, got "arn:aws:iam::123456789012:role/exporter"',
      'region: must be the name of an AWS Region, such as "eu-central-1", got "Frankfurt"',
      'tags["aws:owner"]: the key must not begin with "aws:" or "pulumi-aws-tasks:"',
      'timeouts.wait: must be a duration such as "90m", "1h30m" or "45s", longer than 0, got "soon"',
      "imageID: is not an input",
    ]) {
      assert.ok(output.includes(failure), `${failure}\n\nis not in\n\n${output}`);
    }
    assert.ok(!output.includes("hush"), output);
    assert.deepEqual(project.calls(), []);
  });
});
