// kill -9 of the engine in the middle of a wait: nothing lives on, nothing is lost.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
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
    const engine = await project.spawn("up", "--yes", "--skip-preview");
    let output = "";
    await new Promise<void>((resolve, reject) => {
      engine.once("exit", () => reject(new Error(`the update ended:\n${output}`)));
      engine.stdout!.on("data", (text) => {
        output += text;
        if (output.includes("waiting for export-ami-")) resolve();
      });
    });
    engine.removeAllListeners("exit");
    assert.ok(project.processes().length >= 2, "the engine and its provider should live");
    engine.kill("SIGKILL");
    const endsAt = Date.now() + 10_000;
    while (project.processes().length > 0 && Date.now() < endsAt) await sleep(100);
    assert.deepEqual(project.processes(), []);
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
