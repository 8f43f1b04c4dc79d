// All five kinds in one stack, from the first preview to their end, and what none of it may tell.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { FAILING, FIVE_KINDS, KINDS, type Name } from "./support/fiveKinds";
import type { Project, Run } from "./support/project";
import { isSecret, Telling, URL_PART } from "./support/telling";

const MINUTE_MS = 60_000;
const NAMES = Object.keys(KINDS) as Name[];
const LOOKS = [
  ...["DescribeCustomWorkspaceImageImport", "DescribeExportImageTasks", "DescribeExportTasks"],
  ...["DescribeStoreImageTasks", "GetExportImageTask"],
];
const ARTIFACT_LOOKS = ["DescribeImages", "DescribeWorkspaceImages"];

/** Fails, with what was printed, as soon as `run` has ended without it; or if it never comes. */
async function until(what: string, holds: () => boolean, run: Promise<Run>): Promise<void> {
  let ended: Run | undefined;
  void run.then((ran) => (ended = ran));
  for (const giveUpAt = Date.now() + 30_000; !holds(); await sleep(50)) {
    assert.ok(
      !ended && Date.now() < giveUpAt,
      `it did not come that ${what}\n${ended?.output ?? ""}`,
    );
  }
}

describe("a stack with all five kinds on the real engine", function () {
  this.timeout(180_000);
  let stack: Telling;
  let project: Project;
  let ids: Readonly<Record<Name, string>>;

  before(async () => {
    stack = await Telling.make("five-kinds", FIVE_KINDS);
    project = stack.project;
  });
  after(() => project.close());

  it("starts nothing in a preview", async () => {
    const output = await stack.succeed("preview");
    for (const name of NAMES) {
      assert.match(output, new RegExp(`aws-tasks/${KINDS[name].type} ${name} create`));
    }
    assert.deepEqual(project.calls(), []);
  });

  it("starts all five in the first update, each with its id and running", async () => {
    const output = await stack.succeed("up", "--yes", "--skip-preview");
    const tasks = project.tasks();
    ids = Object.fromEntries(NAMES.map((name) => [name, tasks[name]!.id])) as typeof ids;
    for (const name of NAMES) {
      assert.ok(output.includes(`started ${KINDS[name].title} ${ids[name]} (`), output);
      assert.equal(tasks[name]!.outputs.taskState, "running");
    }
    const started = project.emulator.tasks().map(({ kind, running }) => running && kind);
    assert.deepEqual(started.sort(), NAMES.map((name) => KINDS[name].type).sort());
    project.calls();
  });

  it("says in a preview how far each is, from one look at each", async () => {
    project.emulator.clock.advance(9 * MINUTE_MS);
    const output = await stack.succeed("preview");
    for (const name of NAMES) {
      const { type, progress } = KINDS[name];
      const row = `aws-tasks/${type} ${name} update ${progress} .*, ${ids[name]};`;
      assert.match(output, new RegExp(row));
    }
    assert.deepEqual(project.calls().sort(), LOOKS);
  });

  it("waits for all five at once in the next update, until AMI and image are usable", async () => {
    const waiting = new Set<string>();
    // As many diffs run at once as this says; by default that depends on the machine.
    const up = ["up", "--yes", "--skip-preview", "--parallel", "16"];
    const updating = stack.run(up, (line) => {
      for (const name of NAMES) if (line.includes(`waiting for ${ids[name]};`)) waiting.add(name);
    });
    await until("all five wait", () => waiting.size === NAMES.length, updating);
    project.emulator.clock.advance(11 * MINUTE_MS);
    const seen = new Set<string>();
    const areSeen = () => {
      for (const call of project.calls()) seen.add(call);
      return ARTIFACT_LOOKS.every((call) => seen.has(call));
    };
    await until("AMI and image are looked at", areSeen, updating);
    project.emulator.clock.advance(5 * MINUTE_MS);
    const { code, output } = await updating;
    assert.equal(code, 0, output);
    for (const name of NAMES) {
      assert.match(output, new RegExp(`${name} updated .*${ids[name]} ${KINDS[name].ended}`));
    }
    project.calls();
  });

  it("has all outputs then", async () => {
    const amiId = String(project.tasks().ami!.outputs.amiId);
    assert.match(amiId, /^ami-[0-9a-f]{17}$/);
    const { startedAt } = project.emulator.tasks().find(({ id }) => id === ids.data)!;
    const expiresAt = project.tasks().data!.outputs.configurationsDownloadUrlExpiresAt;
    assert.ok(Date.parse(String(expiresAt)) > project.emulator.clock.now());
    const shared = {
      taskState: "succeeded",
      partial: false,
      recordExpired: false,
      region: "us-east-1",
      accountId: "123456789012",
    };
    const expected: Record<Name, object> = {
      file: {
        exportImageTaskId: ids.file,
        imageId: "ami-0123456789abcdef0",
        diskImageFormat: "RAW",
        status: "completed",
        s3Bucket: "exports",
        s3Key: `${ids.file}.raw`,
        s3KeyPrefix: ids.file,
        s3Uri: `s3://exports/${ids.file}.raw`,
      },
      object: {
        imageId: "ami-0123456789abcdef0",
        bucket: "images",
        storeTaskState: "Completed",
        taskStartTime: ids.object.split("/").at(-1),
        objectKey: "ami-0123456789abcdef0.bin",
        s3Uri: "s3://images/ami-0123456789abcdef0.bin",
      },
      ami: {
        taskId: ids.ami,
        imageName: "desktop",
        amiName: "desktop-2026",
        imageArn: "arn:aws:appstream:us-east-1:123456789012:image/desktop",
        state: "COMPLETED",
        artifactGone: false,
        amiId,
      },
      desktop: {
        imageId: ids.desktop,
        imageName: "desktop-2026",
        state: "COMPLETED",
        artifactGone: false,
        osVersion: "Windows_11",
        workspaceImageId: ids.desktop,
      },
      data: {
        exportId: ids.data,
        exportStatus: "SUCCEEDED",
        statusMessage: "The export is complete.",
        exportRequestTime: startedAt,
        configurationsDownloadUrlExpiresAt: expiresAt,
      },
    };
    for (const name of NAMES) {
      const wanted = { id: ids[name], taskKind: KINDS[name].type, ...shared, ...expected[name] };
      assert.deepEqual(project.outputs()[name], wanted);
      assert.equal(project.tasks()[name]!.outputs.progressPercent, 100);
    }
  });

  it("makes no AWS call once it is settled, in preview and update", async () => {
    await stack.succeed("up", "--yes", "--expect-no-changes");
    assert.deepEqual(project.calls(), []);
  });

  it("looks once at each in a refresh, whose fresh URL is no change", async () => {
    const before = await stack.url();
    assert.match(before, URL_PART);
    await stack.succeed("refresh", "--yes", "--skip-preview");
    assert.deepEqual(project.calls().sort(), [...LOOKS, ...ARTIFACT_LOOKS].sort());
    await stack.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.deepEqual(project.calls(), []);
    const after = await stack.url();
    assert.match(after, URL_PART);
    assert.notEqual(after, before);
  });

  it("keeps the URL secret in the state, on screen and in files, also as a stack output", async () => {
    assert.ok(isSecret(project.tasks().data!.outputs.configurationsDownloadUrl));
    assert.ok(isSecret(project.outputs().url));
    await stack.assertNoUrlTold();
  });

  it("stores one and the same code for all kinds", () => {
    const tasks = Object.values(project.tasks());
    const codes = tasks.flatMap(({ inputs, outputs }) => [inputs.__provider, outputs.__provider]);
    assert.equal(codes.length, 10);
    assert.equal(new Set(codes).size, 1);
    assert.equal(typeof codes[0], "string");
  });

  it("retains on destroy all that was made, and takes its marks off", async () => {
    const output = await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(project.tasks(), {});
    assert.doesNotMatch(output, /warning|left running/);
    const changes = project.calls().filter((call) => !/^(Describe|Get|List)/.test(call));
    assert.deepEqual(changes, ["DeleteTags", "DeleteTags", "DeleteTags"]);
    assert.equal(project.emulator.tasks().length, NAMES.length);
    const desktop = project.emulator.tasks().find(({ id }) => id === ids.desktop);
    assert.deepEqual(desktop?.tags, { team: "images" });
    await stack.assertNoUrlTold();
  });
});

describe("a stack of which some exports fail", function () {
  this.timeout(120_000);
  const REASONS = { ami: "The AMI could not be copied", bad: "The data could not be read" };
  let stack: Telling;
  let project: Project;

  before(async () => {
    stack = await Telling.make("five-kinds-failing", FAILING);
    project = stack.project;
  });
  after(() => project.close());

  it("fails with AWS's reasons, and has the outputs of what succeeded", async () => {
    await stack.succeed("up", "--yes", "--skip-preview");
    const { ami, bad, good } = project.tasks();
    assert.notEqual(bad!.id, good!.id);
    for (const [name, { id }] of Object.entries({ ami: ami!, bad: bad! })) {
      const statusMessage = REASONS[name as keyof typeof REASONS];
      const effect = { kind: "fail", statusMessage, code: "CopyError" } as const;
      project.emulator.addFault({ ids: [id!], effect });
    }
    project.emulator.clock.advance(30 * MINUTE_MS);
    // Else the first failure makes the engine leave the other for the next `up`.
    const up = ["up", "--yes", "--skip-preview", "--continue-on-error"];
    const { code, output } = await stack.run(up);
    assert.notEqual(code, 0, output);
    for (const text of [
      `AppStream image export ${ami!.id} failed (FAILED): CopyError: ${REASONS.ami}.`,
      `Application Discovery export ${bad!.id} failed (FAILED): ${REASONS.bad}.`,
    ]) {
      assert.ok(output.includes(text), `${text}\n\nis not in\n\n${output}`);
    }
    assert.equal(project.tasks().good!.outputs.taskState, "succeeded");
    assert.ok(isSecret(project.tasks().good!.outputs.configurationsDownloadUrl));
  });

  it("previews the replacement of what failed, and of nothing else", async () => {
    const output = await stack.succeed("preview");
    for (const name of Object.keys(REASONS)) assert.match(output, new RegExp(` ${name} replace`));
    assert.doesNotMatch(output, / good (replace|update)/);
  });

  it("is destroyed without a word, and has told nobody the URL", async () => {
    project.calls();
    const output = await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.doesNotMatch(output, /warning/);
    assert.deepEqual(project.calls(), ["DescribeExportTasks"]);
    await stack.assertNoUrlTold();
  });
});
