// Components and parents: an input that waited for its parent's children would wait for itself.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const COMPONENT = `
class Component extends pulumi.ComponentResource {
  constructor(type, name, add) {
    super("tests:index:" + type, name);
    add({ parent: this });
    this.registerOutputs();
  }
}`;
const ami = (n: number) => `ami-0000000000000000${n}`;

describe("tasks with parents on the real engine", function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    const children = (names: string[]) =>
      names.map((name, n) => task(name, { imageId: ami(n) }, "options")).join("; ");
    const source = program(
      COMPONENT,
      `new Component("Pair", "pair", (options) => { ${children(["left", "right"])} })`,
      // The same child in two components, down to its inputs.
      `new Component("First", "first", (options) => { ${task("same", { imageId: ami(3) }, "options")} })`,
      `new Component("Second", "second", (options) => { ${task("same", { imageId: ami(3) }, "options")} })`,
      `const parent = ${task("parent", { imageId: ami(4) })}`,
      task("child", { imageId: ami(5) }, "{ parent }"),
    );
    // Fast: of two exports of one AMI the second can start only when the first has ended.
    project = await Project.make("parents", source, { speed: 40, runningConversionLimit: 10 });
  });
  after(() => project.close());

  it("starts each of them, each its own", async () => {
    await project.up();
    const resources = project.deployment().resources!.filter(({ type }) => type.includes("tasks/"));
    const ids = resources.map(({ id }) => id);
    assert.equal(resources.length, 6);
    assert.equal(new Set(ids).size, 6);
    assert.deepEqual(new Set(project.emulator.tasks().map(({ id }) => id)), new Set(ids));
  });

  it("deletes each of them", async () => {
    await project.destroy();
    assert.deepEqual(
      project.emulator.tasks().filter(({ running }) => running),
      [],
    );
  });
});
