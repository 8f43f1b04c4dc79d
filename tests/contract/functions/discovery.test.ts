/** The functions of Application Discovery on an account with hundreds of exports. */
import assert from "node:assert/strict";
import * as discovery from "../../../provider/discovery";
import { Account, gathered, refusal, START, times, TO_THE_END_MS } from "./support";

const COUNT = 420;
const AGENT = "o-0123456789abcdef0";

describe("the function for Application Discovery's exports", () => {
  let ids: string[] = [];
  const account = new Account(async (made) => {
    const { emulator } = made.world;
    const nextStart = { operation: "StartExportTask", nth: 1 } as const;
    emulator.addFault({ ...nextStart, effect: { kind: "truncate" } });
    const first = await made.send("discovery", "StartExportTask", {
      filters: [{ name: "agentIds", values: [AGENT], condition: "EQUALS" }],
      startTime: new Date("2025-12-31T00:00:00Z"),
      endTime: new Date("2026-01-01T00:00:00Z"),
    });
    emulator.addFault({ ...nextStart, effect: { kind: "fail", statusMessage: "Out of data" } });
    ids = [String(first.exportId), await made.exportData("o-0fffffffffffffff0")];
    made.world.clock.jump(TO_THE_END_MS);
    ids.push(...(await times(COUNT - 2, () => made.exportData())));
  });
  const get = (args: discovery.GetExportTasksArgs = {}) =>
    discovery.getExportTasks({ ...account.here, ...args });
  const idsOf = async (args: discovery.GetExportTasksArgs) =>
    (await get(args)).exportsInfo.map(({ exportId }) => exportId);
  const by = (name: string, values: string[], condition = "EQUALS") =>
    idsOf({ filters: [{ name, values, condition }] });

  it("gives all exports of all pages, in few calls, and no token", async () => {
    assert.deepEqual(await idsOf({}), ids);
    assert.deepEqual(account.calls(), { DescribeExportTasks: Math.ceil(COUNT / 100) });
    assert.deepEqual(Object.keys(await get()), ["exportsInfo"]);
  });

  it("gives every member of an export under AWS's name", async () => {
    const [done, failed, running] = (await get()).exportsInfo;
    const { configurationsDownloadUrl, ...others } = done!;
    assert.match(configurationsDownloadUrl!, /X-Amz-Signature=/);
    assert.deepEqual(others, {
      exportId: ids[0],
      exportStatus: "SUCCEEDED",
      statusMessage: "The export is complete.",
      exportRequestTime: START,
      isTruncated: true,
      requestedStartTime: "2025-12-31T00:00:00.000Z",
      requestedEndTime: "2026-01-01T00:00:00.000Z",
    });
    assert.deepEqual([failed!.exportStatus, failed!.statusMessage], ["FAILED", "Out of data"]);
    assert.deepEqual(
      [running!.exportStatus, running!.configurationsDownloadUrl],
      ["IN_PROGRESS", undefined],
    );
  });

  it("gives one page with its token, and no token with the last", async () => {
    const first = await get({ maxResults: 30 });
    assert.equal(first.exportsInfo.length, 30);
    const second = await get({ maxResults: 30, nextToken: first.nextToken! });
    assert.equal(second.exportsInfo[0]!.exportId, ids[30]);
    const last = await get({ exportIds: ids.slice(0, 3), maxResults: 30 });
    assert.deepEqual([last.exportsInfo.length, "nextToken" in last], [3, false]);
  });

  it("passes filters on, under either of the names that AWS's documentation has", async () => {
    assert.deepEqual(await by("agentIds", [AGENT]), [ids[0]]);
    assert.deepEqual(await by("AgentId", [AGENT, "o-0fffffffffffffff0"]), ids.slice(0, 2));
    assert.deepEqual(await by("agentIds", ["o-0eeeeeeeeeeeeeee0"]), []);
    const { text, code } = await refusal(by("agentIds", [AGENT], "CONTAINS"));
    assert.equal(code, "InvalidParameterValueException");
    assert.match(text, /Unknown condition: CONTAINS\. Check exportIds, the Region/);
  });

  it("gives the exports with these ids, up to a hundred, and leaves unknown ones out", async () => {
    const exportIds = ids.slice(10, 110);
    assert.deepEqual(await idsOf({ exportIds }), exportIds);
    assert.deepEqual(await idsOf({ exportIds: ["export-unknown", ids[1]!] }), [ids[1]]);
    assert.deepEqual(await idsOf({ exportIds: ["export-unknown"] }), []);
  });

  it("iterates over all of them", async () => {
    const all = await gathered(discovery.iterateExportTasks({ ...account.here, maxResults: 50 }));
    assert.deepEqual(
      all.map(({ exportId }) => exportId),
      ids,
    );
    assert.deepEqual(account.calls(), { DescribeExportTasks: Math.ceil(COUNT / 50) });
  });
});

describe("the function for Application Discovery's exports, where AWS refuses unknown ids", () => {
  const account = new Account(undefined, { unknownExportIds: "refuse" });

  it("fails with AWS's reason and code", async () => {
    const call = discovery.getExportTasks({ ...account.here, exportIds: ["export-unknown"] });
    const { text, code } = await refusal(call);
    assert.equal(code, "InvalidParameterValueException");
    assert.match(text, /There is no export task export-unknown\. Check exportIds/);
  });
});
