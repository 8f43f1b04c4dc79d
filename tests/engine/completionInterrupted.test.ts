// An engine that is ended in the middle of a Completion's creation: the task is there, and is resumed.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { completion, INTERRUPTED } from "./support/completions";
import { Project } from "./support/project";

describe("a completion whose `up` is interrupted", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    project = await Project.make("completion-interrupted", INTERRUPTED);
  });
  after(() => project.close());

  /** An `up` that is ended while the completion waits; its output, once nothing of it lives. */
  async function interruptedUp(end: (engine: Engine) => Promise<void> | void): Promise<string> {
    const engine = await project.spawn("up", "--yes", "--skip-preview");
    let output = "";
    await new Promise<void>((resolve, reject) => {
      engine.once("exit", () => reject(new Error(`the update ended:\n${output}`)));
      for (const stream of [engine.stdout!, engine.stderr!]) {
        stream.on("data", (text) => {
          output += text;
          if (/Completion golden .*waiting for export-ami-/.test(output)) resolve();
        });
      }
    });
    engine.removeAllListeners("exit");
    await end(engine);
    const endsAt = Date.now() + 10_000;
    while (project.processes().length > 0 && Date.now() < endsAt) await sleep(100);
    assert.deepEqual(project.processes(), []);
    return output;
  }
  type Engine = Awaited<ReturnType<Project["spawn"]>>;
  const theTask = () => {
    const [task, ...others] = project.emulator.tasks();
    assert.deepEqual(others, []);
    return task!;
  };

  it("by Ctrl-C, twice, has its task in the state", async () => {
    const output = await interruptedUp(async (engine) => {
      engine.kill("SIGINT");
      await sleep(500);
      engine.kill("SIGINT");
    });
    assert.match(output, /interrupting it loses nothing \(Ctrl-C twice ends the wait\)/);
    assert.equal(project.tasks().golden!.id, theTask().id);
    assert.equal(completion(project, "golden"), undefined);
  });

  it("by kill -9 of the engine leaves no process, and starts no second task", async () => {
    await project.run("cancel", "--yes");
    await interruptedUp((engine) => void engine.kill("SIGKILL"));
    assert.equal(project.tasks().golden!.id, theTask().id);
    assert.equal(completion(project, "golden"), undefined);
  });

  it("is resumed by the next `up`, with the one task's result", async () => {
    await project.run("cancel", "--yes");
    let isWaiting = false;
    const onLine = (line: string) => {
      if (isWaiting || !/Completion golden .*waiting for export-ami-/.test(line)) return;
      isWaiting = true;
      project.emulator.clock.advance(30_000);
    };
    const { code, output } = await project.runWith({ onLine }, "up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    assert.ok(isWaiting, output);
    const { id } = theTask();
    assert.equal(completion(project, "golden")!.id, id);
    assert.equal(project.outputs().uri, `s3://exports/${id}.vmdk`);
  });
});
