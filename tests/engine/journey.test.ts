// The main job, as people do it: one stack, one export, from the first preview to its end.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const WITHOUT_PREVIEW = ["--skip-preview"];

describe("a stack with an image export on the real engine", function () {
  this.timeout(120_000);
  let project: Project;
  let id: string;
  const exported = (more = {}) =>
    program(
      `const golden = ${task("golden", { more: { tags: { team: "images" }, ...more } })}`,
      "exports.state = golden.taskState",
      "exports.result = golden.result",
    );

  before(async () => {
    project = await Project.make("journey", exported());
  });
  after(() => project.close());

  it("starts nothing in a preview", async () => {
    const output = await project.preview();
    assert.match(output, /ec2:ExportImageTask golden create/);
    assert.deepEqual(project.calls(), []);
  });

  it("starts the export in the first update, and returns at once with its id", async () => {
    const output = await project.up();
    id = project.emulator.tasks()[0]!.id;
    assert.match(output, new RegExp(`started EC2 image export ${id}`));
    assert.equal(project.tasks().golden!.id, id);
    assert.equal(project.outputs().state, "running");
    assert.deepEqual(
      project.calls().filter((call) => call === "ExportImage"),
      ["ExportImage"],
    );
  });

  it("says in a preview how far the running export is, from one describe", async () => {
    project.emulator.clock.advance(9_000);
    const output = await project.preview();
    assert.match(output, new RegExp(`active 4\\d % \\(\\w+\\) .*${id}`));
    assert.match(output, /golden update/);
    assert.deepEqual(project.calls(), ["DescribeExportImageTasks"]);
  });

  it("does not wait in a refresh", async () => {
    await project.refresh();
    assert.equal(project.outputs().state, "running");
    assert.deepEqual(project.calls(), ["DescribeExportImageTasks"]);
  });

  it("takes the running export up in an `up --replace`, and cancels nothing", async () => {
    const urn = project.tasks().golden!.urn;
    const output = await project.up("--replace", urn);
    assert.match(output, new RegExp(`took up the running EC2 image export ${id}`));
    assert.match(output, /now held by its replacement/);
    assert.equal(project.tasks().golden!.id, id);
    const calls = project.calls();
    assert.ok(!calls.includes("ExportImage") && !calls.includes("CancelExportTask"), `${calls}`);
  });

  it("waits in the next update, showing progress, to all outputs", async () => {
    const output = await project.upThrough(15_000, ...WITHOUT_PREVIEW);
    assert.match(output, new RegExp(`${id} completed: s3://exports/images/${id}.vmdk`));
    assert.deepEqual(project.outputs(), {
      state: "succeeded",
      result: {
        id,
        taskKind: "ec2:ExportImageTask",
        taskState: "succeeded",
        partial: false,
        recordExpired: false,
        region: "us-east-1",
        accountId: "123456789012",
        exportImageTaskId: id,
        imageId: "ami-0123456789abcdef0",
        diskImageFormat: "VMDK",
        status: "completed",
        s3Bucket: "exports",
        s3Key: `images/${id}.vmdk`,
        s3KeyPrefix: `images/${id}`,
        s3Uri: `s3://exports/images/${id}.vmdk`,
      },
    });
    assert.equal(project.tasks().golden!.outputs.progressPercent, 100);
    project.calls();
  });

  it("makes no AWS call once it is settled, in preview and update", async () => {
    const { code, output } = await project.run("up", "--yes", "--expect-no-changes");
    assert.equal(code, 0, output);
    assert.deepEqual(project.calls(), []);
  });

  it("takes the finished export up in an `up --replace`, too", async () => {
    const output = await project.up("--replace", project.tasks().golden!.urn);
    assert.match(output, new RegExp(`took up the finished EC2 image export ${id}`));
    assert.equal(project.emulator.tasks().length, 1);
  });

  it("changes tags in place", async () => {
    project.program(exported({ tags: { team: "platform" } }));
    await project.up();
    assert.equal(project.tasks().golden!.id, id);
    assert.equal(project.emulator.tasks()[0]!.tags.team, "platform");
  });

  it("retains the file on destroy, and takes its marks off the task", async () => {
    await project.destroy();
    assert.deepEqual(project.tasks(), {});
    const [exportedTask] = project.emulator.tasks();
    assert.deepEqual(exportedTask!.tags, { team: "platform" });
    assert.ok(!project.calls().includes("CancelExportTask"));
  });
});
