// A secret input stays one in everything that follows from it.
import assert from "node:assert/strict";
import { IMPORTS } from "./support/program";
import { Project } from "./support/project";

const PROGRAM = `${IMPORTS}
const golden = new ec2.ExportImageTask("golden", {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: pulumi.secret({ s3Bucket: "hush-bucket", s3Prefix: "hush-prefix/" }),
  polling: { minInterval: "0.1s" },
});
// Nobody has said that the URL is a secret.
const disk = new ec2.ImportSnapshotTask("disk", {
  diskContainer: { format: "RAW", url: pulumi.output("https://a.example/hush.raw?X-Amz-Signature=0") },
  polling: { minInterval: "0.1s" },
});
exports.uri = golden.s3Uri;
exports.result = golden.result;
exports.taskId = golden.exportImageTaskId;
exports.snapshotId = disk.snapshotId;
`;

describe("a secret input on the real engine", function () {
  this.timeout(60_000);
  let project: Project;

  before(async () => {
    project = await Project.make("secrets", PROGRAM);
    const tags = JSON.stringify({ tags: { team: "hush-team" } });
    await project.run("config", "set", "--secret", "aws:defaultTags", tags);
  });
  after(() => project.close());

  it("is in no output, error, row or state in the clear, while its results work", async () => {
    let seen = await project.up();
    project.emulator.clock.advance(30_000);
    seen += await project.up();
    seen += await project.refresh();
    const shown = await project.run("stack", "output", "uri", "--show-secrets");
    assert.match(shown.output, /^s3:\/\/hush-bucket\/hush-prefix\/export-ami-[0-9a-f]+\.vmdk/);
    assert.ok(!seen.includes("hush"), seen);
    assert.ok(!project.written().includes("hush"));
    assert.doesNotMatch(seen + project.written(), /X-Amz-Signature/);
    const [first, second] = project.emulator.tasks();
    assert.deepEqual([first!.tags.team, second!.tags.team], ["hush-team", "hush-team"]);
    assert.equal(project.outputs().taskId, project.tasks().golden!.id);
    assert.match(String(project.outputs().snapshotId), /^snap-/);
    const { diskContainer } = project.tasks().disk!.outputs as { diskContainer: object };
    assert.deepEqual(Object.keys(diskContainer).includes("url"), true);
  });

  it("is not in the error when AWS's message repeats it", async () => {
    project.emulator.addFault({
      operation: "ExportImage",
      effect: { kind: "error", code: "InvalidBucket", message: "No bucket hush-bucket." },
    });
    project.program(PROGRAM.replace("VMDK", "RAW"));
    const output = await project.upFails();
    assert.match(output, /InvalidBucket: No bucket \[secret\]/);
    assert.ok(!output.includes("hush"), output);
  });
});

const DOWNLOAD = (wait: string) => `${IMPORTS}
const { discovery } = require("pulumi-aws-tasks");
const data = new discovery.ExportTask("data", {
  polling: { minInterval: "0.1s" },
  timeouts: { wait: "${wait}" },
});
exports.url = data.configurationsDownloadUrl;
exports.until = data.configurationsDownloadUrlExpiresAt;
`;

describe("a presigned URL on the real engine", function () {
  this.timeout(60_000);
  let project: Project;

  before(async () => {
    project = await Project.make("download", DOWNLOAD("1h"));
  });
  after(() => project.close());

  it("is not in the clear in the state of an update that fails", async () => {
    let seen = await project.up();
    project.emulator.clock.advance(30_000);
    seen += await project.up();
    assert.match(String(project.outputs().until), /^20/);
    project.emulator.addFault({ operation: "DescribeExportTasks", effect: { kind: "deny" } });
    project.program(DOWNLOAD("2h"));
    const output = await project.upFails();
    assert.match(output, /Allow DescribeExportTasks/);
    const url = project.tasks().data!.outputs.configurationsDownloadUrl;
    assert.ok(typeof url === "object" && url !== null, "the URL should be kept, encrypted");
    assert.ok(!`${seen}${output}${project.written()}`.includes("X-Amz-Signature"));
  });
});
