import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../../emulator";
import { SUBJECTS } from "../options/subjects";
import { Office } from "./office";

const DISCOVERY = SUBJECTS.filter(({ name }) => name.startsWith("discovery"));

interface Document {
  time: string;
  tasks: { kind: string; id: string; state: string }[];
  hidden: number;
  notes: string[];
}

describe("pulumi-aws-tasks watch", () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.make({ durationMs: 1_200_000 });
    await office.start();
  });
  afterEach(() => office.world.close());

  /** Another account, in which nothing runs yet. */
  const anew = async (options: EmulatorOptions) => {
    await office.world.close();
    office = await Office.make({ durationMs: 1_200_000, ...options });
  };
  const documents = () =>
    office.desk.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Document);
  /** Ctrl-C, as soon as that has been written. */
  const interruptAt = (isTime: (text: string, writes: number) => boolean) => {
    let writes = 0;
    office.desk.onWrite = (text) => {
      if (isTime(text, ++writes)) office.desk.interrupt();
    };
  };

  it("writes a line of JSON for each look until everything has ended", async () => {
    const { exitCode, err } = await office.run("watch", "--json", "--until-done");
    assert.deepEqual([exitCode, err], [0, ""]);
    const [first, ...others] = documents();
    assert.deepEqual(new Set(first!.tasks.map(({ state }) => state)), new Set(["running"]));
    const last = others.at(-1)!;
    // What was seen running stays to its end.
    assert.equal(last.tasks.length, SUBJECTS.length);
    assert.deepEqual(new Set(last.tasks.map(({ state }) => state)), new Set(["succeeded"]));
  });

  it("keeps to the bounds of the kind's polling, and looks less often as time goes by", async () => {
    await office.run("watch", "--json", "--until-done", "--kind", "discovery");
    const times = documents().map(({ time }) => Date.parse(time));
    const pauses = times.slice(1).map((time, i) => time - times[i]!);
    // Bounds of the kind, give or take the jitter.
    for (const pause of pauses) assert.ok(pause >= 4_500 && pause <= 66_000, String(pause));
    assert.ok(pauses.at(-1)! > pauses[0]!);
  });

  it("asks each kind in its own time", async () => {
    interruptAt(
      (text) =>
        Date.parse((JSON.parse(text) as Document).time) > Date.parse("2026-01-01T00:05:00Z"),
    );
    await office.run("watch", "--json");
    const calls = office.world.calls();
    const count = (operation: string) => calls.filter((call) => call === operation).length;
    assert.ok(count("DescribeExportTasks") > count("ListExportImageTasks"));
    assert.equal(count("GetCallerIdentity"), 1);
  });

  it("ends well on Ctrl-C", async () => {
    interruptAt((_text, writes) => writes === 3);
    const { exitCode } = await office.run("watch", "--json");
    assert.deepEqual([exitCode, documents().length], [0, 3]);
  });

  it("ends badly on Ctrl-C where something was to be done first", async () => {
    interruptAt((_text, writes) => writes === 1);
    assert.equal((await office.run("watch", "--json", "--until-done")).exitCode, 1);
  });

  it("fails where a task that it has followed has failed, not for one that had before", async () => {
    const effect = { kind: "fail", statusMessage: "no such disk" } as const;
    office.world.emulator.addFault({ operation: "CreateStoreImageTask", times: 1, effect });
    const store = SUBJECTS.slice(1, 2);
    await office.start({ bucket: "others" }, store);
    const args = ["watch", "--json", "--until-done", "--kind", "ec2.StoreImageTask"];
    assert.equal((await office.run(...args)).exitCode, 1);
    assert.equal((await office.run(...args, "--all")).exitCode, 0);
  });

  it("fails where a task that it has followed is gone before its end was seen", async () => {
    await anew({ recordLifetimeMs: 1_000 });
    await office.start({}, DISCOVERY);
    const { exitCode, err } = await office.run("watch", "--json", "--until-done");
    assert.deepEqual([exitCode, documents().at(-1)!.tasks], [1, []]);
    assert.match(err, /^discovery\.ExportTask export-\S+: AWS does not list it any more/);
  });

  it("knows what it has seen of the end of a task that is gone since", async () => {
    await anew({ recordLifetimeMs: 300_000 });
    await office.start({}, DISCOVERY);
    office.world.clock.jump(900_000);
    await office.start({}, SUBJECTS.slice(0, 1));
    const { exitCode, err } = await office.run("watch", "--json", "--until-done");
    const { tasks } = documents().at(-1)!;
    assert.deepEqual([exitCode, err, tasks.map(({ kind }) => kind)], [0, "", [SUBJECTS[0]!.name]]);
  });

  it("asks once for what had ended when it began, though it does not show it", async () => {
    await anew({ artifactDelayMs: 1_000 });
    const images = SUBJECTS.filter(({ name }) => name.startsWith("appstream"));
    await office.start({}, images);
    office.world.clock.jump(3_600_000);
    await office.start({ amiName: "other" }, images);
    interruptAt((_text, writes) => writes === 5);
    await office.run("watch", "--json", "--kind", "appstream");
    assert.equal(office.world.calls().filter((call) => call === "DescribeImages").length, 1);
  });

  it("asks again for what was denied, and keeps saying so", async () => {
    await anew({ artifactDelayMs: 1_000 });
    await office.start(
      {},
      SUBJECTS.filter(({ name }) => name.startsWith("appstream")),
    );
    office.world.clock.jump(3_600_000);
    office.world.emulator.addFault({ operation: "DescribeImages", effect: { kind: "deny" } });
    interruptAt((_text, writes) => writes === 3);
    await office.run("watch", "--json", "--all", "--kind", "appstream");
    assert.deepEqual(
      documents().map(({ notes }) => notes.length),
      [1, 1, 1],
    );
  });

  it("goes on through an outage with what it has seen, and does not take it for the end", async () => {
    office.world.clock.jump(3_600_000);
    await office.start(DISCOVERY[0]!.replacing, DISCOVERY);
    const operation = "DescribeExportTasks";
    let isOut = false;
    office.desk.onWrite = () => {
      if (isOut) return;
      isOut = true;
      office.world.emulator.addFault({ operation, times: 3, effect: { kind: "status5xx" } });
      // It ends while nobody can see it.
      office.world.clock.jump(3 * 3_600_000);
    };
    const args = ["watch", "--json", "--until-done", "--kind", "discovery"];
    assert.equal((await office.run(...args)).exitCode, 0);
    // The one that had ended before it began is counted all the while.
    assert.deepEqual(new Set(documents().map(({ hidden }) => hidden)), new Set([1]));
    const [, ...outage] = documents().map(({ tasks, notes }) => [tasks[0]?.state, notes.length]);
    assert.deepEqual(outage.at(-1), ["succeeded", 0]);
    assert.deepEqual(outage.slice(0, -1), [
      ["running", 1],
      ["running", 1],
      ["running", 1],
    ]);
  });

  it("gives up where the right to look was taken away from it", async () => {
    office.desk.onWrite = () => {
      office.world.emulator.addFault({
        operation: "DescribeExportTasks",
        effect: { kind: "deny" },
      });
    };
    const { exitCode, err } = await office.run("watch", "--json", "--kind", "discovery");
    assert.equal(exitCode, 1);
    assert.match(err, /Allow DescribeExportTasks/);
  });

  it("writes a table anew where no terminal is, only when something has changed", async () => {
    const { out } = await office.run("watch", "--until-done", "--kind", "discovery");
    assert.equal(out.match(/^task /gm)?.length, 2);
    assert.ok(!out.includes("\u001b"));
    assert.match(out, /SUCCEEDED/);
  });

  it("draws the table in its place on a terminal, and leaves the last one", async () => {
    office.desk.isTTY = true;
    const { out } = await office.run("watch", "--until-done", "--kind", "discovery");
    const [before, after] = out.split("\u001b[?1049l");
    assert.ok(before!.startsWith("\u001b[?1049h"));
    assert.ok(before!.split("\u001b[H\u001b[J").length > 3);
    assert.match(after!, /^account 123456789012.*SUCCEEDED/s);
    assert.ok(out.includes("\u001b[?25h"));
  });
});
