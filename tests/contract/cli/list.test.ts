import assert from "node:assert/strict";
import { SUBJECTS } from "../options/subjects";
import { Office, STACK } from "./office";

const NAMES = SUBJECTS.map(({ name }) => name).sort();

interface Task {
  kind: string;
  id: string;
  state: string;
  progressPercent?: number;
  startedAt?: string;
  heldBy?: { stack: string; name: string };
  stackTag?: string;
  orphan: boolean;
  adopt?: string;
}
interface Listed {
  account?: string;
  region: string;
  tasks: Task[];
  hidden: number;
  hiddenOrphans: number;
  notes: string[];
}

describe("pulumi-aws-tasks list", () => {
  let office: Office;
  afterEach(() => office.world.close());

  const make = async (...args: Parameters<typeof Office.make>) => {
    office = await Office.make(...args);
    await office.start();
  };
  const jump = (ms: number) => office.world.clock.jump(ms);
  const listed = async (...args: string[]): Promise<Listed> => {
    const { out, err, exitCode } = await office.run("list", "--json", ...args);
    assert.deepEqual([err, exitCode], ["", 0]);
    return JSON.parse(out) as Listed;
  };
  const one = (list: Listed, name: string) => list.tasks.find(({ kind }) => kind === name)!;

  it("shows the running tasks of all kinds, with how far they are and since when", async () => {
    await make();
    jump(3_600_000);
    const list = await listed();
    assert.deepEqual(list.tasks.map(({ kind }) => kind).sort(), NAMES);
    assert.deepEqual([list.account, list.region], ["123456789012", "us-east-1"]);
    for (const task of list.tasks) {
      assert.equal(task.state, "running");
      assert.match(task.startedAt!, /^2026-01-01T00:00:0/);
    }
    assert.equal(one(list, "ec2.ExportImageTask").progressPercent, 50);
    assert.equal(one(list, "ec2.StoreImageTask").progressPercent, 50);
    const { out } = await office.run("list");
    for (const { id } of list.tasks) assert.match(out, new RegExp(`${id}.* 1h`));
    assert.match(out, /50 %, ~1h left/);
  });

  it("asks a handful of times, and never for what nobody looks at", async () => {
    await make();
    await listed();
    const calls = office.world.calls();
    // One for each kind, the account, and a WorkSpaces import with its tags.
    assert.ok(calls.length <= SUBJECTS.length + 3, calls.join(" "));
    assert.ok(!calls.some((call) => /^(Create|Start|Export|Import|Delete|Cancel)/.test(call)));
  });

  it("says which task is in which stack's state", async () => {
    await make();
    office.save("dev.json");
    const list = await listed("--stack-file", "dev.json");
    for (const { heldBy, orphan } of list.tasks) {
      assert.deepEqual([heldBy, orphan], [{ stack: STACK, name: "golden" }, false]);
    }
  });

  it("finds the orphans, with the line that takes each over", async () => {
    await make();
    office.save(
      "dev.json",
      "ec2.ExportImageTask",
      "workspaces.CustomImageImport",
      "discovery.ExportTask",
    );
    const list = await listed("--stack-file", "dev.json");
    const orphans = list.tasks.filter(({ orphan }) => orphan).map(({ kind }) => kind);
    // A Discovery export carries nothing by which it could be ours.
    assert.deepEqual(orphans.sort(), ["ec2.ExportImageTask", "workspaces.CustomImageImport"]);
    const { id, adopt } = one(list, "ec2.ExportImageTask");
    assert.equal(adopt, id);
    const { out } = await office.run("list", "--stack-file", "dev.json");
    assert.match(out, /2 orphans: ours by the tag/);
    assert.ok(out.includes(`adopt: "${id}"`));
    assert.match(out, new RegExp(`${id} .* ORPHAN`));
  });

  it("takes the orphan's line: the program that has it starts nothing", async () => {
    await make();
    office.save("dev.json", "ec2.ExportImageTask");
    const list = await listed("--stack-file", "dev.json");
    const stack = office.stackOf("ec2.ExportImageTask");
    const [subject] = SUBJECTS;
    stack.state = undefined;
    const { adopt } = one(list, "ec2.ExportImageTask");
    assert.deepEqual(await stack.up({ ...subject!.inputs, adopt }), { step: "create" });
    office.save("dev.json");
    const { tasks } = await listed("--stack-file", "dev.json");
    assert.equal(tasks.length, SUBJECTS.length);
    assert.ok(tasks.every(({ heldBy }) => heldBy));
  });

  it("warns where the orphan's own stack was not given", async () => {
    await make();
    office.files["other.json"] = JSON.stringify({ deployment: { manifest: {}, resources: [] } });
    const { out } = await office.run("list", "--stack-file", "other.json");
    assert.match(out, /started by tests\/dev: make sure that its state was given/);
  });

  it("does not warn where its stack was given, which has nothing of it any more", async () => {
    await make();
    office.save("dev.json", ...NAMES);
    const { out } = await office.run("list", "--stack-file", "dev.json");
    assert.match(out, /adopt: "export-ami-\w+" {2}\(ec2\.ExportImageTask, started by tests\/dev\)/);
  });

  it("calls nobody's task an orphan where no state was given, and shows the tag's stack", async () => {
    await make();
    const list = await listed();
    assert.ok(list.tasks.every(({ orphan }) => !orphan));
    assert.equal(one(list, "ec2.ExportImageTask").stackTag, STACK);
    assert.match((await office.run("list")).out, /stack \(its tag\)/);
  });

  it("shows what has ended with --all, after what runs, and else says that it is there", async () => {
    await make({ artifactDelayMs: 1_000 });
    jump(3 * 3_600_000);
    await office.start({ imageId: "ami-0fedcba9876543210" }, SUBJECTS.slice(0, 1));
    const { tasks, hidden } = await listed();
    assert.deepEqual(
      tasks.map(({ kind }) => kind),
      ["ec2.ExportImageTask"],
    );
    assert.ok(hidden >= 4);
    const { out } = await office.run("list");
    assert.match(out, /ended tasks not shown: --all/);
    const all = await listed("--all");
    assert.deepEqual(new Set(all.tasks.map(({ kind }) => kind)).size, SUBJECTS.length);
    const states = all.tasks.map(({ state }) => state);
    assert.deepEqual(states, ["running", ...Array.from(states.slice(1), () => "succeeded")]);
    assert.equal(all.hidden, 0);
  });

  it("counts the orphans among what is not shown", async () => {
    await make({ artifactDelayMs: 1_000 });
    jump(3 * 3_600_000);
    office.save("dev.json", "ec2.ExportImageTask");
    assert.equal((await listed("--stack-file", "dev.json")).hiddenOrphans, 1);
    const { out } = await office.run("list", "--stack-file", "dev.json");
    assert.match(out, /No task is running/);
    assert.match(out, /1 orphan among them: --all/);
  });

  it("takes a task for running as long as its AMI or image can't be used", async () => {
    await make({ artifactDelayMs: 3_600_000 });
    jump(2 * 3_600_000 + 60_000);
    const { tasks } = await listed();
    assert.deepEqual(tasks.map(({ kind }) => kind).sort(), [
      "appstream.ExportImageTask",
      "workspaces.CustomImageImport",
    ]);
    assert.match((await office.run("list")).out, /COMPLETED: AMI pending/);
  });

  it("knows images that no import has made for none", async () => {
    await make();
    office.world.emulator.setWorkspaceImage({ imageId: "wsi-0fedcba98", name: "other" });
    const { tasks } = await listed("--all");
    assert.equal(tasks.length, SUBJECTS.length);
  });

  it("shows a failure with AWS's reason, and as nothing to adopt", async () => {
    office = await Office.make();
    const effect = { kind: "fail", statusMessage: "ClientError: no such disk" } as const;
    office.world.emulator.addFault({ operation: "ExportImage", times: 1, effect });
    await office.start({}, SUBJECTS.slice(0, 1));
    jump(3 * 3_600_000);
    office.files["dev.json"] = JSON.stringify({ deployment: { manifest: {} } });
    const { out } = await office.run("list", "--all", "--stack-file", "dev.json");
    assert.match(out, /failed \(deleted\): ClientError: no such disk/);
    assert.match(out, /export-ami-\w+ has ended/);
    assert.doesNotMatch(out, /adopt: "/);
  });

  it("shows only the kinds that are asked for", async () => {
    await make();
    const { tasks } = await listed("--kind", "ec2", "--kind", "discovery:ExportTask");
    const asked = NAMES.filter((name) => /^ec2\.|^discovery\.ExportTask$/.test(name));
    assert.deepEqual(tasks.map(({ kind }) => kind).sort(), asked);
  });

  it("never shows a presigned URL, whatever AWS answers", async () => {
    await make();
    jump(3 * 3_600_000);
    for (const args of [
      ["list", "--all"],
      ["list", "--all", "--json"],
    ]) {
      const { out } = await office.run(...args);
      assert.match(out, /discovery\.ExportTask/);
      assert.doesNotMatch(out, /X-Amz|https?:/i);
    }
  });
});
