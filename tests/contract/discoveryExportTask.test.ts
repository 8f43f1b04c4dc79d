import assert from "node:assert/strict";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import type { Props } from "../../provider/lifecycle/ports";
import { HOUR_MS, Scene } from "../support/scene";
import { contract } from "./suite";

const inputs = { exportDataFormat: ["CSV"] };

describe("discovery.ExportTask", () => {
  contract({
    kind: exportTask,
    inputs,
    replacing: {
      preferences: { ec2RecommendationsPreferences: { enabled: true } },
      filters: [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }],
    },
    recorded: {},
    operations: { start: "StartExportTask", describe: "DescribeExportTasks" },
    other: { ...inputs, preferences: { ec2RecommendationsPreferences: { enabled: true } } },
    proof: "nothing",
    failing: { kind: "fail", statusMessage: "No data to export" },
    reason: "No data to export",
    succeeded: (id) => ({ exportId: id, exportStatus: "SUCCEEDED" }),
  });

  const scene = new Scene(exportTask, inputs);
  const START = "StartExportTask";
  const URL_OUTPUT = "configurationsDownloadUrl";
  const up = (more: Props = {}) => scene.stack.up({ ...inputs, ...more });
  const ids = () => scene.tasks.map(({ id }) => id);
  const filters = [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }];

  it("is partial, with a warning and AWS's remedy, when the export is truncated", async () => {
    scene.fault(START, { kind: "truncate" });
    await scene.succeed();
    const { partial, isTruncated, taskState } = scene.outputs;
    assert.deepEqual([partial, isTruncated, taskState], [true, true, "succeeded"]);
    assert.equal(scene.said("is incomplete. There was more agent data"), 1);
    assert.equal((await up()).step, "same");
  });

  describe("the presigned URL", () => {
    const others = () => ({ ...scene.outputs, [URL_OUTPUT]: undefined });
    const signs = (value: unknown) => /X-Amz-/i.test(JSON.stringify(value));

    it("is in its own output, which is secret, and nowhere else", async () => {
      await scene.succeed();
      await scene.stack.refresh();
      await up({ tags: { team: "a" } });
      assert.ok(signs(scene.outputs[URL_OUTPUT]));
      assert.ok(!signs(others()));
      assert.ok(!signs(scene.world.texts));
      assert.deepEqual(exportTask.secretOutputs, [URL_OUTPUT]);
      assert.ok(!(exportTask.result as readonly string[]).includes(URL_OUTPUT));
    });

    it("is in no error either, whatever AWS writes into its own", async () => {
      await scene.succeed();
      const url = "https://a.example/b.zip?X-Amz-Date=20260101T000000Z&X-Amz-Signature=0123";
      const message = `The download ${url} is gone`;
      scene.fault("DescribeExportTasks", { kind: "error", code: "Odd", message }, { times: 2 });
      const { error } = await up({ tags: { team: "a" } });
      assert.match(error ?? "", /The download \[presigned URL\] is gone/);
      await assert.rejects(scene.stack.refresh(), (refused) => !signs(String(refused)));
      assert.ok(!signs(others()));
    });

    it("says until when it works, and a refresh gets a fresh one that is no difference", async () => {
      await scene.succeed();
      const first = scene.outputs;
      scene.world.clock.jump(2 * HOUR_MS);
      assert.deepEqual(await scene.stack.refresh(), { changes: false });
      assert.notEqual(scene.outputs[URL_OUTPUT], first[URL_OUTPUT]);
      const until = String(scene.outputs.configurationsDownloadUrlExpiresAt);
      // URLs are signed by the second.
      const second = Math.trunc(scene.world.clock.now() / 1_000) * 1_000;
      assert.equal(Date.parse(until), second + HOUR_MS);
      assert.equal((await up()).step, "same");
    });

    it("is absent, and so is its expiry, as long as the export runs", async () => {
      await up();
      const { [URL_OUTPUT]: url, configurationsDownloadUrlExpiresAt: until } = scene.outputs;
      assert.deepEqual([url, until], [undefined, undefined]);
    });
  });

  it("starts four for four resources with equal inputs at once, each with its own id", async () => {
    const context = scene.world.context();
    const stacks = ["a", "b", "c", "d"].map((name) => scene.other(name));
    const ups = await Promise.all(stacks.map((stack) => stack.up(inputs, context)));
    assert.deepEqual(ups, Array(4).fill({ step: "create" }));
    const started = stacks.map(({ state }) => state!.id);
    assert.deepEqual(started.sort(), ids().sort());
    assert.equal(new Set(started).size, 4);
  });

  it("fails at once with the remedy outside the home Region", async () => {
    await scene.remake({ homeRegion: "us-west-2" });
    const before = scene.world.clock.now();
    const { error } = await up();
    assert.match(error ?? "", /was not started.*HomeRegionNotSetException.*set region to it/);
    assert.equal(scene.world.clock.now(), before);
    assert.equal((await up({ region: "us-west-2" })).error, undefined);
  });

  it("fails at once with the remedy at AWS's daily limit of agent exports", async () => {
    await scene.remake({ dailyAgentExportLimit: 0 });
    const before = scene.world.clock.now();
    assert.match((await up({ filters })).error ?? "", /NotPermittedException.*two a day/);
    assert.equal(scene.world.clock.now(), before);
  });

  it("names every task that a start with a lost answer may have made", async () => {
    // Neither is listed before the start, and both appear at the same look after it.
    scene.fault(START, { kind: "invisibleMs", ms: 3_000 }, { times: 2 });
    scene.fault(START, { kind: "resetAfter" }, { nth: 2 });
    await scene.byHand("discovery", START, { exportDataFormat: ["CSV"] });
    const { error } = await up();
    for (const id of ids()) assert.ok(error?.includes(`adopt: "${id}"`), error);
    assert.equal(scene.tasks.length, 2);
    const [, ours] = ids();
    assert.equal((await up({ adopt: ours })).error, undefined);
    assert.equal(scene.stack.state!.id, ours);
    assert.equal(scene.tasks.length, 2);
  });

  it("takes no task for a lost start of its own that has another window", async () => {
    scene.fault(START, { kind: "invisibleMs", ms: 3_000 }, { times: 2 });
    scene.fault(START, { kind: "resetAfter" }, { nth: 2 });
    const startTime = Date.parse("2026-01-01T00:00:00Z") / 1_000;
    const values = [...filters[0]!.values];
    const window = { startTime: new Date(startTime * 1_000), filters: [{ ...filters[0], values }] };
    await scene.byHand("discovery", START, window);
    assert.equal((await up()).error, undefined);
    assert.equal(scene.stack.state!.id, ids()[1]);
  });

  it("warns of a running export with the same window before it starts its own", async () => {
    await scene.byHand("discovery", START, {});
    assert.equal((await up()).error, undefined);
    assert.equal(scene.said(`adopt: "${ids()[0]}"`), 1);
    assert.equal(scene.tasks.length, 2);
  });

  it("gives AWS the window as it was asked for, and reads it back", async () => {
    const window = { startTime: "2026-01-01T00:00:00Z", endTime: "2026-01-02T01:00:00+01:00" };
    await scene.succeed({ ...inputs, filters, ...window });
    const { requestedStartTime, requestedEndTime } = scene.outputs;
    assert.equal(requestedStartTime, "2026-01-01T00:00:00.000Z");
    assert.equal(requestedEndTime, "2026-01-02T00:00:00.000Z");
    assert.equal((await up({ filters, ...window })).step, "same");
  });

  it("keeps an aged-out export also where AWS refuses an unknown id", async () => {
    await scene.remake({ unknownExportIds: "refuse" });
    await scene.succeed();
    scene.world.clock.jump(30 * 24 * HOUR_MS);
    assert.deepEqual(await scene.stack.refresh(), { changes: false });
    const { recordExpired, taskState } = scene.outputs;
    assert.deepEqual([recordExpired, taskState], [true, "succeeded"]);
  });

  it("takes a changed home Region for an error, never for a task that is gone", async () => {
    await scene.succeed();
    const effect = { kind: "error", code: "InvalidInputException", message: "home" } as const;
    scene.fault("DescribeExportTasks", effect);
    await assert.rejects(scene.stack.refresh(), /could not be read.*InvalidInputException: home/);
    assert.equal(scene.outputs.recordExpired, false);
  });

  it("records tags with a warning when they change after the start", async () => {
    await scene.succeed({ ...inputs, tags: { team: "a" } });
    assert.equal((await up({ tags: { team: "b" } })).step, "update");
    assert.equal(scene.said("recorded only"), 1);
    assert.deepEqual(scene.outputs.tags, { team: "b" });
  });

  it("fails with the status message", async () => {
    const error = await scene.fail(START, { kind: "fail", statusMessage: "No data to export" });
    assert.match(error, /failed \(FAILED\): No data to export\./);
    assert.equal(scene.outputs.statusMessage, "No data to export");
  });
});
