// `Completion` on the real engine: a result within one `up`, also after failures.
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { CHAIN, completion, CONSUMED, isStart, resource, SPEED } from "./support/completions";
import { Project } from "./support/project";

describe("a result within one `up` on the real engine", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.make("completion", CHAIN, { speed: SPEED });
  });
  after(() => project.close());

  it("is unknown in a preview, which starts nothing", async () => {
    const output = await project.preview();
    assert.match(output, /aws-tasks:Completion golden create/);
    assert.match(output, /CustomImageImport golden create/);
    assert.match(output, /amiId\s*: (\[unknown\]|output<string>)/);
    assert.deepEqual(project.calls(), []);
  });

  it("is the source of what is started next: one start of each, in order", async () => {
    const output = await project.up();
    const [exported, imported, ...others] = project.emulator.tasks();
    assert.deepEqual(others, []);
    const calls = project.calls();
    assert.deepEqual(calls.filter(isStart), [
      "CreateExportImageTask",
      "ImportCustomWorkspaceImage",
    ]);
    assert.ok(calls.indexOf("GetExportImageTask") < calls.indexOf("ImportCustomWorkspaceImage"));
    const amiId = project.outputs().amiId;
    assert.match(String(amiId), /^ami-[0-9a-f]{17}$/);
    const { ImageSource } = imported!.details as { ImageSource: { Ec2ImageId: string } };
    assert.equal(ImageSource.Ec2ImageId, amiId);
    assert.match(output, new RegExp(`${exported!.id} COMPLETED: ${String(amiId)}`));
  });

  it("is in the completion's state and in the stack's outputs, with nothing internal", () => {
    const { id, outputs, inputs } = completion(project, "golden")!;
    const task = resource(project, "appstream:ExportImageTask", "golden")!;
    assert.equal(id, task.id);
    assert.equal(outputs.taskState, "succeeded");
    assert.deepEqual(project.outputs().result, {
      id,
      taskKind: "appstream:ExportImageTask",
      taskState: "succeeded",
      partial: false,
      recordExpired: false,
      region: "us-east-1",
      accountId: "123456789012",
      taskId: id,
      imageName: "desktop",
      amiName: "desktop-2026",
      imageArn: "arn:aws:appstream:us-east-1:123456789012:image/desktop",
      state: "COMPLETED",
      amiId: project.outputs().amiId,
    });
    assert.deepEqual({ ...(outputs.completed as Props), id }, project.outputs().result);
    for (const props of [inputs, outputs]) assert.equal("__beacon" in props, false);
  });
});

describe("a completion of a task that fails, on the real engine", function () {
  this.timeout(120_000);
  const REASON = "ClientError: Unsupported kernel version";
  let project: Project;
  const starts = () => project.calls().filter(isStart);

  before(async () => {
    project = await Project.make("completion-failing", CONSUMED([]), { speed: SPEED });
    const effect = { kind: "fail", statusMessage: REASON } as const;
    project.emulator.addFault({ operation: "ExportImage", times: 1, effect });
  });
  after(() => project.close());

  it("fails the `up` with AWS's reason, once, and what needs it is not made", async () => {
    const output = await project.upFails();
    const { id } = project.tasks().golden!;
    const told = `EC2 image export ${id} failed (deleted): ${REASON}. VM Import/Export `;
    // Its row says it, too.
    const [, diagnostics = ""] = output.split("Diagnostics:");
    assert.equal(diagnostics.split(told).length - 1, 1, output);
    assert.equal(diagnostics.split(REASON).length - 1, 1, output);
    assert.match(diagnostics, /\. There is no result\./);
    assert.equal(completion(project, "golden"), undefined);
    assert.equal(project.tasks().consumer, undefined);
    assert.deepEqual(starts(), ["ExportImage"]);
  });

  it("is not made by the next `up` either, in which the task reports its failure", async () => {
    const output = await project.upFails();
    assert.ok(output.includes(REASON), output);
    assert.equal(project.tasks().golden!.outputs.failureReported, true);
    assert.equal(completion(project, "golden"), undefined);
    assert.deepEqual(starts(), []);
  });

  it("has the result of the task that the `up` after that starts in its place", async () => {
    await project.up();
    const { golden, consumer } = project.tasks();
    assert.equal(completion(project, "golden")!.id, golden!.id);
    const uri = `s3://exports/${golden!.id}.vmdk`;
    assert.equal(project.outputs().uri, uri);
    assert.deepEqual(consumer!.inputs.triggers, [uri]);
    project.calls();
  });

  it("is shown as replaced, and what needs it with it, when the task is", async () => {
    project.program(CONSUMED(["again"]));
    const output = await project.preview();
    assert.match(output, /ec2:ExportImageTask golden replace/);
    assert.match(output, /aws-tasks:Completion golden replace/);
    assert.match(output, /ec2:StoreImageTask consumer replace/);
    assert.deepEqual(starts(), []);
  });

  it("is replaced in the `up` that replaces the task, with the new result for what needs it", async () => {
    const before = project.tasks();
    await project.up();
    const { golden, consumer } = project.tasks();
    assert.notEqual(golden!.id, before.golden!.id);
    assert.equal(completion(project, "golden")!.id, golden!.id);
    const uri = `s3://exports/${golden!.id}.vmdk`;
    assert.equal(project.outputs().uri, uri);
    assert.notEqual(consumer!.id, before.consumer!.id);
    assert.deepEqual(consumer!.inputs.triggers, [uri]);
  });
});
