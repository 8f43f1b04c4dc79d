// The package as people get it: packed, installed into an empty program outside the repository.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { type Installation, installationOrSkip } from "../packaging/support/installation";
import { NPM } from "../packaging/support/layouts";
import { program, task } from "./support/program";
import { Project } from "./support/project";

describe("the packed package in an empty program", function () {
  this.timeout(240_000);
  let installation: Installation;
  let project: Project;

  before(async function () {
    installation = await installationOrSkip(this, NPM);
    const source = program(
      task("one"),
      task("two", { imageId: "ami-0fedcba9876543210" }),
      'exports.emulator = typeof require("pulumi-aws-tasks/emulator").startEmulator',
    );
    const folder = path.join(installation.folder, "engine");
    fs.mkdirSync(folder);
    // In real time: what is cancelled takes a while to be gone.
    project = await Project.make("package", source, { folder, speed: 1, durationMs: 30_000 });
  });
  after(() => project?.close());

  it("is previewed and updated", async () => {
    assert.match(await project.preview(), /\+ 3 to create/);
    await project.up();
    assert.equal(project.emulator.tasks().length, 2);
    assert.equal(project.outputs().emulator, "function");
  });

  it("stores one short text of code, the same for every resource", () => {
    const codes = Object.values(project.tasks()).flatMap(({ inputs, outputs }) => [
      inputs.__provider,
      outputs.__provider,
    ]);
    assert.equal(codes.length, 4);
    assert.equal(new Set(codes).size, 1);
    assert.ok(Buffer.byteLength(String(codes[0])) <= 2_500);
  });

  it("runs the installed code, not the stored, on refresh and destroy", async () => {
    const entry = "node_modules/pulumi-aws-tasks/dist/provider/v1.js";
    const file = path.join(installation.folder, entry);
    const stored = project.tasks().one!.outputs.__provider;
    const code = fs.readFileSync(file, "utf8");
    const edited = code.replace(
      "function call(method, args) {",
      "$& console.log('edited', method);",
    );
    assert.notEqual(edited, code);
    fs.writeFileSync(file, edited);
    try {
      assert.match(await project.refresh(), /edited read/);
      assert.equal(project.tasks().one!.outputs.__provider, stored);
      project.calls();
      assert.match(await project.destroy(), /edited delete/);
    } finally {
      // Other tests share the installation.
      fs.writeFileSync(file, code);
    }
    assert.ok(project.calls().includes("CancelExportTask"));
    assert.deepEqual(
      project.emulator.tasks().filter(({ running }) => running),
      [],
    );
  });
});
