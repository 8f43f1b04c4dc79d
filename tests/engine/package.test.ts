// The package as people get it: packed, installed into an empty program outside the repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const exec = promisify(execFile);
const root = path.resolve(__dirname, "../..");

describe("the packed package in an empty program", function () {
  this.timeout(240_000);
  let folder: string;
  let project: Project;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-aws-tasks-package-"));
    const packing = await exec("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: root,
    });
    const tarball = path.join(folder, packing.stdout.trim().split("\n").at(-1)!);
    fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "empty", "private": true }');
    const install = ["install", "--prefer-offline", "--no-audit", "--no-fund"];
    await exec("npm", [...install, tarball, "@pulumi/pulumi@3.248.0"], { cwd: folder });
    const source = program(
      task("one"),
      task("two", { imageId: "ami-0fedcba9876543210" }),
      'exports.emulator = typeof require("pulumi-aws-tasks/emulator").startEmulator',
    );
    // In real time: what is cancelled takes a while to be gone.
    project = await Project.make("package", source, { folder, speed: 1, durationMs: 30_000 });
  });
  after(async () => {
    await project?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

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
    const file = path.join(folder, "node_modules/pulumi-aws-tasks/dist/provider/v1.js");
    const before = project.tasks().one!.outputs.__provider;
    const code = fs.readFileSync(file, "utf8");
    const edited = code.replace(
      "function call(method, args) {",
      "$& console.log('edited', method);",
    );
    assert.notEqual(edited, code);
    fs.writeFileSync(file, edited);
    assert.match(await project.refresh(), /edited read/);
    assert.equal(project.tasks().one!.outputs.__provider, before);
    project.calls();
    assert.match(await project.destroy(), /edited delete/);
    assert.ok(project.calls().includes("CancelExportTask"));
    assert.deepEqual(
      project.emulator.tasks().filter(({ running }) => running),
      [],
    );
  });
});
