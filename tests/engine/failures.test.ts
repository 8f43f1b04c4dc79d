// What goes wrong in AWS, and what people see of it.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const REASON = "ClientError: Unsupported kernel version";

describe("a failing export on the real engine", function () {
  this.timeout(120_000);
  let project: Project;
  const AMIS = {
    plain: "ami-00000000000000001",
    refreshed: "ami-00000000000000002",
    lost: "ami-00000000000000003",
  };
  const one = (name: keyof typeof AMIS) => program(task(name, { imageId: AMIS[name] }));
  const all = (...names: (keyof typeof AMIS)[]) =>
    program(...names.map((name) => task(name, { imageId: AMIS[name] })));
  const failNext = (calls = 1) =>
    project.emulator.addFault({
      operation: "ExportImage",
      times: calls,
      effect: { kind: "fail", statusMessage: REASON },
    });
  const startsOf = (name: keyof typeof AMIS) =>
    project.emulator.tasks().filter(({ details }) => JSON.stringify(details).includes(AMIS[name]));

  before(async () => {
    project = await Project.make("failures", one("plain"));
  });
  after(() => project.close());

  it("fails the update that waits for it, naming AWS's reason", async () => {
    failNext();
    await project.up();
    const { id } = project.tasks().plain!;
    project.emulator.clock.advance(30_000);
    const output = await project.upFails();
    assert.ok(output.includes(REASON) && output.includes(id!), output);
    assert.match(output, /The next `pulumi up` starts a new task in its place/);
    assert.equal(project.tasks().plain!.outputs.taskState, "failed");
  });

  it("is previewed as a replacement, and replaced by the next update", async () => {
    const before = project.tasks().plain!.id;
    assert.match(await project.preview(), /plain replace/);
    await project.up();
    const { id, outputs } = project.tasks().plain!;
    assert.notEqual(id, before);
    assert.equal(outputs.taskState, "running");
    assert.equal(startsOf("plain").length, 2);
  });

  it("is reported before it is replaced, when a refresh saw it first", async () => {
    project.program(all("plain", "refreshed"));
    failNext();
    await project.up("--target", `**refreshed`);
    project.emulator.clock.advance(30_000);
    await project.refresh();
    assert.equal(project.tasks().refreshed!.outputs.taskState, "failed");
    const output = await project.upFails();
    assert.ok(output.includes(REASON), output);
    assert.equal(startsOf("refreshed").length, 1);
  });

  it("is reported before it is replaced by `up --refresh`, as CI runs it", async () => {
    // The first call repeats the failed task's token and only learns of its end.
    failNext(2);
    await project.up();
    assert.equal(startsOf("refreshed").length, 2);
    project.emulator.clock.advance(30_000);
    assert.ok((await project.upFails("--refresh")).includes(REASON));
    assert.equal(startsOf("refreshed").length, 2);
    await project.up("--refresh");
    assert.equal(startsOf("refreshed").length, 3);
  });

  it("is one task, in the state, when the start's answer was lost", async () => {
    project.program(all("plain", "refreshed", "lost"));
    project.emulator.addFault({
      operation: "ExportImage",
      times: 1,
      effect: { kind: "resetAfter" },
    });
    await project.up("--target", "**lost");
    const [started, ...others] = startsOf("lost");
    assert.deepEqual(others, []);
    assert.equal(project.tasks().lost!.id, started!.id);
  });

  it("is one task, in the state, when every answer was lost and the next `up` finds it", async () => {
    await project.run("state", "delete", "--yes", project.tasks().lost!.urn);
    project.program(program(task("lost", { imageId: AMIS.lost, more: { triggers: ["again"] } })));
    project.emulator.clock.advance(30_000);
    project.emulator.addFault({
      operation: "ExportImage",
      times: 3,
      effect: { kind: "resetAfter" },
    });
    const output = await project.upFails("--target", "**lost");
    assert.match(output, /may have been started or not/);
    await project.up("--target", "**lost");
    assert.equal(startsOf("lost").length, 2);
    assert.equal(project.tasks().lost!.id, startsOf("lost").at(-1)!.id);
  });
});
