// kill -9 of the engine in the middle of a Completion's creation: no process lives on, one task.
import assert from "node:assert/strict";
import { completion, INTERRUPTED, WAITING } from "../engine/support/completions";
import { Project } from "../engine/support/project";

describe("a completion whose engine is killed", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.make("completion-killed", INTERRUPTED);
  });
  after(() => project.close());

  it("leaves no process, and its task in the state", async () => {
    await project.interruptedUp(WAITING, (engine) => void engine.kill("SIGKILL"));
    assert.equal(project.tasks().golden!.id, project.emulator.tasks()[0]!.id);
    assert.equal(completion(project, "golden"), undefined);
  });

  it("is resumed by the next `up`, with the one task's result", async () => {
    await project.run("cancel", "--yes");
    await project.upThroughSign(WAITING, 30_000, "--skip-preview");
    const [task, ...others] = project.emulator.tasks();
    assert.deepEqual(others, []);
    assert.equal(completion(project, "golden")!.id, task!.id);
    assert.equal(project.outputs().uri, `s3://exports/${task!.id}.vmdk`);
  });
});
