import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import type { TaskFault } from "../../../emulator";
import { EmulatedDiscovery, agent, code } from "./discoveries";
import { callDiscovery, refusal } from "./harness";

const startTimeMs = Date.UTC(2030, 0, 1, 0, 0, 0, 250);

describe("Discovery exports in the emulator", () => {
  const aws = new EmulatedDiscovery({ startTimeMs });

  it("starts with nothing at all, and answers with an id alone", async () => {
    const { endpoint } = aws.emulator;
    const answer = await callDiscovery(endpoint, "StartExportTask");
    deepEqual(Object.keys(answer), ["exportId"]);
    match(String(answer.exportId), /^export-[0-9a-f]{32}$/);
    deepEqual(aws.emulator.log()[0]?.ids, [answer.exportId]);
    const [task] = aws.emulator.tasks();
    deepEqual(
      [task?.id, task?.kind, task?.service],
      [answer.exportId, "discovery:ExportTask", "discovery"],
    );
  });

  it("describes a running export, its filters never", async () => {
    const [startTime, endTime] = [1_735_689_600, 1_735_776_000];
    const id = await aws.startExport({ filters: agent(), startTime, endTime });
    deepEqual(await aws.exportOf(id), {
      exportId: id,
      exportStatus: "IN_PROGRESS",
      statusMessage: "The export is in progress.",
      exportRequestTime: startTimeMs / 1_000,
      isTruncated: false,
      requestedStartTime: startTime,
      requestedEndTime: endTime,
    });
    equal("requestedStartTime" in (await aws.exportOf(await aws.startExport())), false);
  });

  it("gives a download URL only on success, and a fresh one each time", async () => {
    const id = await aws.startExport();
    aws.emulator.clock.advance(19_999);
    equal((await aws.exportOf(id)).configurationsDownloadUrl, undefined);
    aws.emulator.clock.advance(1);
    const { exportStatus, configurationsDownloadUrl = "" } = await aws.exportOf(id);
    equal(exportStatus, "SUCCEEDED");
    const url = new URL(configurationsDownloadUrl);
    match(url.hostname, /\.s3\.us-east-1\.amazonaws\.com\.invalid$/);
    deepEqual(
      [url.searchParams.get("X-Amz-Date"), url.searchParams.get("X-Amz-Expires")],
      ["20300101T000020Z", "3600"],
    );
    match(url.searchParams.get("X-Amz-Signature") ?? "", /^[0-9a-f]{64}$/);
    notEqual((await aws.exportOf(id)).configurationsDownloadUrl, configurationsDownloadUrl);
    equal(JSON.stringify(aws.emulator.log()).includes("X-Amz"), false);
  });

  it("keeps accounts and Regions apart", async () => {
    const id = await aws.startExport();
    for (const where of [{ accountId: "210987654321" }, { region: "eu-west-1" }]) {
      deepEqual((await aws.describeExports({ exportIds: [id] }, where)).exportsInfo, []);
    }
  });

  it("leaves out ids that it does not know", async () => {
    const id = await aws.startExport();
    const { exportsInfo } = await aws.describeExports({ exportIds: ["export-0", id] });
    deepEqual(
      exportsInfo.map(({ exportId }) => exportId),
      [id],
    );
    deepEqual(await aws.describeExports({ exportIds: ["export-0"] }), { exportsInfo: [] });
  });

  it("filters by agent, under both of the names in AWS's documentation", async () => {
    const id = await aws.startExport({ filters: agent("o-a") });
    await aws.startExport({ filters: agent("o-b") });
    await aws.startExport();
    for (const name of ["AgentId", "agentIds"]) {
      const { exportsInfo } = await aws.describeExports({ filters: agent("o-a", name) });
      deepEqual(
        exportsInfo.map(({ exportId }) => exportId),
        [id],
      );
    }
    const refused = [agent("o-a", "status"), agent("o-a", "agentIds", "CONTAINS")];
    for (const filters of refused) {
      equal(await code(aws.describeExports({ filters })), "InvalidParameterValueException");
    }
  });

  it("pages, with no token on the last page", async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await aws.startExport());
    const seen: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await aws.describeExports({ maxResults: 2, nextToken });
      seen.push(page.exportsInfo.map(({ exportId }) => exportId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    deepEqual(seen, [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    const odd = aws.describeExports({ nextToken: "odd" });
    equal(await code(odd), "InvalidParameterException");
    equal(await code(aws.describeExports({ maxResults: 0 })), "InvalidParameterValueException");
  });

  it("gives a hundred at the most, and takes as many ids", async () => {
    for (let n = 0; n < 101; n += 1) await aws.startExport();
    const page = await aws.describeExports({ maxResults: 500 });
    equal(page.exportsInfo.length, 100);
    equal((await aws.describeExports({ nextToken: page.nextToken })).exportsInfo.length, 1);
    const exportIds = Array.from({ length: 101 }, (_, n) => `export-${n}`);
    equal(await code(aws.describeExports({ exportIds })), "InvalidParameterException");
    await aws.describeExports({ exportIds: exportIds.slice(1) });
  });
});

describe("faults of a Discovery export", () => {
  const aws = new EmulatedDiscovery();
  const toNext = (effect: TaskFault): void =>
    aws.emulator.addFault({ operation: "StartExportTask", times: 1, effect });

  it("fails with the reason, and without a URL", async () => {
    toNext({ kind: "fail", statusMessage: "The agent has no data." });
    const id = await aws.startExport();
    aws.emulator.clock.advance(20_000);
    const { exportStatus, statusMessage, configurationsDownloadUrl } = await aws.exportOf(id);
    deepEqual(
      [exportStatus, statusMessage, configurationsDownloadUrl],
      ["FAILED", "The agent has no data.", undefined],
    );
  });

  it("is truncated once it has succeeded", async () => {
    toNext({ kind: "truncate" });
    const id = await aws.startExport();
    equal((await aws.exportOf(id)).isTruncated, false);
    aws.emulator.clock.advance(20_000);
    const { exportStatus, isTruncated } = await aws.exportOf(id);
    deepEqual([exportStatus, isTruncated], ["SUCCEEDED", true]);
  });

  it("sticks, shows an unknown word, stays unseen, vanishes", async () => {
    toNext({ kind: "stick", atPercent: 30 });
    const stuck = await aws.startExport();
    toNext({ kind: "status", status: "QUEUED" });
    const odd = await aws.startExport();
    toNext({ kind: "invisibleMs", ms: 1_000 });
    const unseen = await aws.startExport();
    toNext({ kind: "vanish" });
    const brief = await aws.startExport();
    const statuses = async () =>
      Object.fromEntries(
        (await aws.describeExports()).exportsInfo.map((info) => [info.exportId, info.exportStatus]),
      );
    deepEqual(await statuses(), {
      [stuck]: "IN_PROGRESS",
      [odd]: "QUEUED",
      [brief]: "IN_PROGRESS",
    });
    aws.emulator.clock.advance(20_000);
    deepEqual(await statuses(), {
      [stuck]: "IN_PROGRESS",
      [odd]: "SUCCEEDED",
      [unseen]: "SUCCEEDED",
    });
    aws.emulator.clock.advance(7 * 24 * 3_600_000);
    deepEqual(await statuses(), { [stuck]: "IN_PROGRESS" });
  });

  it("comes to the exports that a describe names", async () => {
    const id = await aws.startExport();
    aws.emulator.addFault({
      operation: "DescribeExportTasks",
      ids: [id],
      effect: { kind: "fail", statusMessage: "gone wrong", at: 0 },
    });
    equal((await aws.exportOf(id)).statusMessage, "gone wrong");
  });

  it("fails an answer in the service's own words, before or after the work", async () => {
    const once = (effect: Parameters<typeof aws.emulator.addFault>[0]["effect"]) =>
      aws.emulator.addFault({ operation: "StartExportTask", times: 1, effect });
    once({ kind: "throttle" });
    once({ kind: "deny" });
    once({ kind: "status5xx" });
    const codes = [];
    for (let n = 0; n < 3; n += 1) codes.push(await code(aws.startExport()));
    deepEqual(codes, [
      "ThrottlingException",
      "AuthorizationErrorException",
      "ServerInternalErrorException",
    ]);
    equal(aws.emulator.tasks().length, 0);
    once({ kind: "resetAfter" });
    await refusal(aws.startExport());
    equal(aws.emulator.tasks().length, 1);
  });
});
