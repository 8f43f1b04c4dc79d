// The engine's own options on tasks: what each does, and that none of them starts a second task.
import assert from "node:assert/strict";
import { program, task } from "../support/program";
import { Project } from "../support/project";
import { type EngineRow, operate, operateWith, type Operation, see } from "./rows";

const UP = ["up", "--yes", "--skip-preview"];
const ami = (n: number) => `ami-0000000000000000${n}`;
const one = (n: number, name: string, options = "{}", more = {}) =>
  task(name, { imageId: ami(n), more }, options);

const bystander = one(1, "bystander");
const targeted = one(2, "targeted");
const protectedOne = one(3, "protected", "{ protect: true }", { onFailure: "keep" });
const retained = one(4, "retained", "{ retainOnDelete: true }");
const ignored = (more = {}) => one(5, "ignored", '{ ignoreChanges: ["*"] }', more);
const late = one(7, "late", '{ ignoreChanges: ["*"] }');
const renamed = (name: string) =>
  one(6, name, name === "new" ? '{ aliases: [{ name: "old" }] }' : "{}");

describe("the engine's options on tasks", function () {
  this.timeout(180_000);
  let project: Project;
  let ids: Record<string, string>;
  const seen = (operation: Operation, told: EngineRow) =>
    see(operation, told, ids[told.name === "new" ? "old" : told.name]!);

  before(async () => {
    const source = program(bystander, targeted, protectedOne, retained, ignored(), renamed("old"));
    project = await Project.make("options", source, { runningConversionLimit: 20 });
    await project.up();
    const tasks = Object.entries(project.tasks());
    ids = Object.fromEntries(tasks.map(([name, { id }]) => [name, id!]));
    const effect = { kind: "fail", statusMessage: "It broke" } as const;
    project.emulator.addFault({ ids: [ids.protected!], effect });
  });
  after(() => project.close());

  it('ignoreChanges: ["*"] still looks in a preview, and changes nothing', async () => {
    project.program(
      program(
        bystander,
        targeted,
        protectedOne,
        retained,
        ignored({ diskImageFormat: "RAW" }),
        renamed("old"),
        late,
      ),
    );
    const preview = await operate(project, "preview");
    const option = 'ignoreChanges: ["*"], another format';
    const told = { option, state: "running", command: "preview", name: "ignored" };
    seen(preview, { ...told, happened: /^shows an update$/ });
    assert.deepEqual([preview.starts, preview.changes], [0, []]);
  });

  it("--target waits for that task only, and leaves the others alone", async () => {
    project.emulator.clock.advance(30_000);
    const up = await operate(project, ...UP, "--target", "**targeted", "--target", "**late");
    const told = { state: "finished, not recorded", command: "up", name: "targeted" };
    seen(up, { ...told, option: "--target this one", happened: /^update \(succeeded\)$/ });
    seen(up, {
      ...{ ...told, option: "--target another one", name: "bystander" },
      happened: /^no change \(running\)$/,
    });
    ids.late = project.tasks().late!.id!;
    assert.equal(up.starts, 1);
  });

  it("up --refresh records what has ended, keeps a protected failure, and starts nothing", async () => {
    let waits = 0;
    const onLine = (line: string) => {
      if (line.includes(`waiting for ${ids.late}`) && waits++ === 0) {
        project.emulator.clock.advance(30_000);
      }
    };
    const up = await operateWith(project, { onLine }, ...UP, "--refresh");
    assert.ok(waits > 0, up.output);
    seen(up, {
      option: 'ignoreChanges: ["*"]',
      ...{ state: "running", command: "up --refresh", name: "late" },
      happened: /^update \(succeeded\)$/,
    });
    const told = { state: "finished, not recorded", command: "up --refresh" };
    const succeeded = /^update \(succeeded\)$|^no change \(succeeded\)$/;
    seen(up, { ...told, option: "none", name: "bystander", happened: succeeded });
    seen(up, {
      ...{ ...told, option: 'ignoreChanges: ["*"], another format', name: "ignored" },
      happened: succeeded,
    });
    seen(up, {
      ...{ ...told, option: 'onFailure: "keep", protect', name: "protected", state: "failed" },
      happened: /^update \(failed\)$/,
    });
    assert.deepEqual([up.starts, up.changes], [0, []]);
  });

  it("is settled then, also the protected failure and what ignores all changes", async () => {
    const up = await operate(project, "up", "--yes", "--expect-no-changes");
    const told = { state: "succeeded", command: "up" };
    const same = /^no change \(succeeded\)$/;
    seen(up, { ...told, option: "none", name: "bystander", happened: same });
    seen(up, {
      ...{ ...told, option: 'ignoreChanges: ["*"], another format', name: "ignored" },
      happened: same,
    });
    seen(up, {
      ...{
        ...told,
        option: 'onFailure: "keep", protect',
        name: "protected",
        state: "failed, kept",
      },
      happened: /^no change \(failed\)$/,
    });
    assert.deepEqual(up.changes, []);
  });

  it("an alias rename marks the task anew, and retainOnDelete calls nobody", async () => {
    project.program(program(bystander, targeted, protectedOne, ignored(), late, renamed("new")));
    const up = await operate(project, ...UP);
    const told = { state: "succeeded", command: "up" };
    seen(up, {
      ...told,
      option: "renamed, with an alias",
      name: "new",
      happened: /^update \(succeeded\)$/,
    });
    seen(up, {
      ...{ ...told, option: "retainOnDelete, no longer declared", name: "retained" },
      happened: /^(retain|delete)$/,
    });
    assert.equal(project.tasks().new!.id, ids.old);
    assert.deepEqual([up.starts, up.changes], [0, ["CreateTags"]]);
  });

  it("takes up what was retained when it is declared again", async () => {
    project.program(
      program(bystander, targeted, protectedOne, ignored(), late, renamed("new"), retained),
    );
    const up = await operate(project, ...UP);
    const told = { state: "succeeded, retained", command: "up", name: "retained" };
    seen(up, {
      ...told,
      option: "retainOnDelete, declared again",
      happened: /^create \(succeeded\)$/,
    });
    assert.equal(project.tasks().retained!.id, ids.retained);
    assert.equal(up.starts, 0);
  });

  it("a stack rename marks every task anew once, and starts none", async () => {
    const { code, output } = await project.run("stack", "rename", "test");
    assert.equal(code, 0, output);
    project.stack = "test";
    const up = await operate(project, ...UP);
    const told = { option: "stack rename", state: "succeeded", command: "up" };
    seen(up, { ...told, name: "bystander", happened: /^update \(succeeded\)$/ });
    assert.equal(up.starts, 0);
    assert.deepEqual(new Set(up.changes), new Set(["CreateTags"]));
    const tags = project.emulator.tasks().find(({ id }) => id === ids.bystander)!.tags;
    assert.equal(tags["pulumi-aws-tasks:stack"], "options/test");
  });

  it("state move hands the task on to the other stack, and neither starts one", async () => {
    const others = [targeted, protectedOne, ignored(), late, renamed("new"), retained];
    const isOther = 'pulumi.getStack() === "other"';
    project.program(program(`if (${isOther}) { ${bystander} } else { ${others.join("; ")} }`));
    const { urn } = project.tasks().bystander!;
    for (const args of [
      ["stack", "init", "other"],
      ["state", "move", "--yes", "--source", "test", "--dest", "other", urn],
    ]) {
      const { code, output } = await project.run(...args);
      assert.equal(code, 0, output);
    }
    project.stack = "other";
    const there = await operate(project, ...UP, "--stack", "other");
    const told = { option: "state move", state: "succeeded", name: "bystander" };
    seen(there, { ...told, command: "up in the other stack", happened: /^update \(succeeded\)$/ });
    assert.deepEqual([there.starts, new Set(there.changes)], [0, new Set(["CreateTags"])]);
    project.stack = "test";
    const here = await operate(project, ...UP, "--stack", "test");
    seen(here, { ...told, command: "up in the old stack", happened: /^no change$/ });
    assert.deepEqual([here.starts, here.changes], [0, []]);
  });

  it("destroy of a protected task is refused, and of the rest cancels nothing that has ended", async () => {
    const destroy = await operateWith(
      project,
      {},
      ...["destroy", "--yes", "--skip-preview", "--exclude-protected", "--stack", "test"],
    );
    const told = {
      option: "protect, --exclude-protected",
      state: "failed, kept",
      name: "protected",
    };
    seen(destroy, { ...told, command: "destroy", happened: /^no change \(failed\)$/ });
    assert.equal(destroy.starts, 0);
    assert.doesNotMatch(destroy.changes.join(), /Cancel/);
    assert.deepEqual(Object.keys(project.tasks()), ["protected"]);
  });
});
