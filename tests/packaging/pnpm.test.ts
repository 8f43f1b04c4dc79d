import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Project } from "../engine/support/project";
import { has, installationOrSkip, skip } from "./support/installation";
import { PNPM_STRICT } from "./support/layouts";
import { root } from "./support/tarball";
import { works } from "./support/works";

describe("the package, installed by pnpm", function () {
  this.timeout(120_000);
  works(PNPM_STRICT);

  describe("with the README's program on the real engine", () => {
    let project: Project;
    before(async function () {
      const installation = await installationOrSkip(this, PNPM_STRICT);
      if (!has(installation, "typescript")) skip(this, "the registry has no TypeScript");
      const { folder } = installation;
      // In real time: what is cancelled takes a while to be gone.
      project = await Project.make("pnpm", "", { folder, speed: 1, durationMs: 30_000 });
      fs.rmSync(path.join(folder, "index.js"));
      fs.writeFileSync(path.join(folder, "index.ts"), readmesProgram());
      fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: pnpm\nruntime: nodejs\n");
    });
    after(() => project?.close());

    it("starts its task", async () => {
      await project.up();
      const [task, ...others] = project.emulator.tasks();
      assert.deepEqual(others, []);
      assert.equal(project.tasks().golden?.id, task?.id);
      assert.equal(project.outputs().state, "running");
    });

    it("is refreshed and removed by the code that is installed", async () => {
      await project.refresh();
      project.calls();
      await project.destroy();
      assert.ok(project.calls().includes("CancelExportTask"));
    });
  });
});

/** The one under "A program". */
function readmesProgram(): string {
  const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
  const [, program] = /^## A program\n[^#]*?```ts\n([^]+?)```/m.exec(readme) ?? [];
  assert.ok(program, "the README should have a program");
  return program;
}
