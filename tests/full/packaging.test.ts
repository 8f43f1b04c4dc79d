import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Project } from "../engine/support/project";
import { program, task } from "../engine/support/program";
import { installationOrSkip } from "../packaging/support/installation";
import {
  OLDEST_PULUMI,
  YARN_CLASSIC,
  YARN_NODE_MODULES,
  YARN_PNP,
} from "../packaging/support/layouts";
import { succeed } from "../packaging/support/run";
import { checks } from "../packaging/support/typeChecks";
import { works } from "../packaging/support/works";

/** Ways to have the package that tests/packaging has no time for. */
describe("the package", function () {
  this.timeout(180_000);

  for (const layout of [YARN_CLASSIC, YARN_NODE_MODULES, OLDEST_PULUMI]) {
    describe(`installed by ${layout.name}`, () => works(layout));
  }

  describe("in a TypeScript program", () => {
    checks("5.9", ["bundler"]);
    checks("6.0", ["node10"]);
  });

  describe("without node_modules on the real engine, which yarn runs", () => {
    let project: Project;
    let env: NodeJS.ProcessEnv;
    before(async function () {
      const { folder, command } = await installationOrSkip(this, YARN_PNP);
      const tell = command("node", "-p", "process.env.NODE_OPTIONS");
      env = { NODE_OPTIONS: (await succeed(tell, folder)).trim() };
      assert.ok(!fs.existsSync(path.join(folder, "node_modules")));
      const options = { folder, speed: 1, durationMs: 30_000 };
      project = await Project.make("pnp", program(task("golden")), options);
    });
    after(() => project?.close());

    for (const command of ["up", "destroy"]) {
      it(`can ${command}`, async () => {
        const { code, output } = await project.runWith({ env }, command, "--yes", "--skip-preview");
        assert.equal(code, 0, output);
      });
    }

    it("has started and cancelled its task", () => {
      assert.deepEqual(
        project.emulator.tasks().map(({ running }) => running),
        [false],
      );
    });
  });
});
