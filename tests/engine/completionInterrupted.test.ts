// Ctrl-C in the middle of a Completion's creation: the task is there, and is resumed.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { completion, INTERRUPTED, WAITING } from "./support/completions";
import { Project } from "./support/project";

describe("a completion whose `up` is interrupted", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.make("completion-interrupted", INTERRUPTED);
  });
  after(() => project.close());

  it("by Ctrl-C, twice, has its task in the state", async () => {
    const output = await project.interruptedUp(WAITING, async (engine) => {
      engine.kill("SIGINT");
      await sleep(500);
      engine.kill("SIGINT");
    });
    assert.match(output, /interrupting it loses nothing \(Ctrl-C twice ends the wait\)/);
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
