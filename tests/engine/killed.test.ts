// kill -9 of the engine in the middle of a wait: nothing lives on, nothing is lost.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

describe("an engine that is killed while its update waits", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.make("killed", program(task("golden")));
  });
  after(() => project.close());

  it("leaves no process behind for longer than 10 seconds", async () => {
    await project.up();
    await project.interruptedUp(/waiting for export-ami-/, (engine) => void engine.kill("SIGKILL"));
  });

  it("resumes with the same task once the lock is off", async () => {
    await project.run("cancel", "--yes");
    project.emulator.clock.advance(30_000);
    await project.up();
    const [only, ...others] = project.emulator.tasks();
    assert.deepEqual(others, []);
    assert.equal(project.tasks().golden!.id, only!.id);
    assert.equal(project.tasks().golden!.outputs.taskState, "succeeded");
  });
});
