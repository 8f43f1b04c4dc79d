/** Application Discovery's exports: start, show, list, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { DURATION_MS, listed, START_MS, taken, type Client, type Props } from "../support/client";

const exportId = /^export-[0-9a-z]+$/;
const fromMs = Date.UTC(2026, 4, 4);
const toMs = Date.UTC(2026, 4, 6);
const ofAgent = (agent: string, name = "agentIds") => [
  { name, values: [agent], condition: "EQUALS" },
];

export function discovery(it: It<Client>): void {
  it("starts an export of an agent's data and shows it to its end", async (client) => {
    const service = client.of("discovery");
    const id = await start(client, {
      exportDataFormat: ["CSV"],
      filters: ofAgent("o-0123456789abcdef0"),
      startTime: new Date(fromMs).toISOString(),
      endTime: new Date(toMs).toISOString(),
    });
    const info = {
      exportId: id,
      exportRequestTime: service.time(START_MS),
      isTruncated: false,
      requestedStartTime: service.time(fromMs),
      requestedEndTime: service.time(toMs),
    };
    const running = { exportStatus: "IN_PROGRESS", statusMessage: "The export is in progress." };
    assert.deepEqual(await describeExports(client, { exportIds: [id] }), [{ ...info, ...running }]);

    client.emulator.clock.advance(DURATION_MS);
    const [ended, ...others] = await describeExports(client, {
      filters: ofAgent("o-0123456789abcdef0"),
    });
    assert.ok(ended && others.length === 0);
    const configurationsDownloadUrl = taken(ended, "configurationsDownloadUrl", /^https:\/\/.+$/);
    assert.deepEqual(ended, {
      ...info,
      configurationsDownloadUrl,
      exportStatus: "SUCCEEDED",
      statusMessage: "The export is complete.",
    });
  });

  it("takes every preference, and shows an export that is only a part", async (client) => {
    client.emulator.addFault({ operation: "StartExportTask", effect: { kind: "truncate" } });
    const id = await start(client, {
      preferences: {
        ec2RecommendationsPreferences: {
          enabled: true,
          cpuPerformanceMetricBasis: { name: "p95", percentageAdjust: 50.5 },
          ramPerformanceMetricBasis: { name: "AVG", percentageAdjust: 0 },
          tenancy: "SHARED",
          excludedInstanceTypes: ["t3.nano", "m5.large"],
          preferredRegion: "eu-central-1",
          reservedInstanceOptions: {
            purchasingOption: "NO_UPFRONT",
            offeringClass: "CONVERTIBLE",
            termLength: "THREE_YEAR",
          },
        },
      },
    });
    client.emulator.clock.advance(DURATION_MS);
    const [info] = await describeExports(client, { exportIds: [id] });
    assert.equal(info?.isTruncated, true);
    assert.equal("requestedStartTime" in info, false);
  });

  it("lists exports page after page, and leaves out those it does not know", async (client) => {
    const service = client.of("discovery");
    const ids = [await start(client), await start(client), await start(client)];
    const query = { exportIds: [...ids, "export-unknown"], maxResults: 2 };
    const idsOf = (output: Props) => listed(output, "exportsInfo").map(({ exportId }) => exportId);
    const first = await service.call("DescribeExportTasks", query);
    const nextToken = taken(first, "nextToken", /^.+$/);
    const rest = await service.call("DescribeExportTasks", { ...query, nextToken });
    assert.deepEqual([...idsOf(first), ...idsOf(rest)], ids);
    assert.equal("nextToken" in rest, false);
  });

  it("refuses a start outside the home Region, unknown filters, and wrong values", async (client) => {
    const service = client.of("discovery");
    await client.emulate({ homeRegion: "us-west-2" });
    await service.refuses(
      "StartExportTask",
      {},
      { code: "HomeRegionNotSetException", message: /home Region/, status: 400 },
    );
    await client.emulate();
    await Promise.all([
      service.refuses(
        "StartExportTask",
        { exportDataFormat: ["GRAPHML"] },
        { code: "InvalidParameterException", message: /GRAPHML/, status: 400 },
      ),
      service.refuses(
        "DescribeExportTasks",
        { filters: ofAgent("o-1", "hostName") },
        { code: "InvalidParameterValueException", message: /hostName/, status: 400 },
      ),
    ]);
  });
}

async function start(client: Client, input: Props = {}): Promise<string> {
  const started = await client.call("discovery", "StartExportTask", input);
  const id = taken(started, "exportId", exportId);
  assert.deepEqual(started, { exportId: id });
  return id;
}

const describeExports = async (client: Client, input: Props): Promise<Props[]> =>
  listed(await client.call("discovery", "DescribeExportTasks", input), "exportsInfo");
