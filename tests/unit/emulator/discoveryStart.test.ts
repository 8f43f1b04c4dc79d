import { deepEqual, equal, match } from "node:assert/strict";
import { EmulatedDiscovery, agent, code } from "./discoveries";
import { refusal } from "./harness";

describe("what StartExportTask takes", () => {
  const aws = new EmulatedDiscovery({ dailyAgentExportLimit: 100, runningAgentExportLimit: 100 });
  const recommend = (given: unknown) => ({ preferences: { ec2RecommendationsPreferences: given } });
  const reserved = {
    purchasingOption: "NO_UPFRONT",
    offeringClass: "STANDARD",
    termLength: "ONE_YEAR",
  };
  const everything = {
    enabled: true,
    cpuPerformanceMetricBasis: { name: "p95", percentageAdjust: 12.5 },
    ramPerformanceMetricBasis: { name: "SPEC", percentageAdjust: 0 },
    tenancy: "SHARED",
    excludedInstanceTypes: ["m5.large"],
    preferredRegion: "us-gov-west-1",
    reservedInstanceOptions: reserved,
  };

  it("takes every member", async () => {
    const input = { exportDataFormat: ["CSV"], ...recommend(everything) };
    await aws.startExport(input);
    deepEqual(aws.emulator.tasks()[0]?.details, input);
  });

  it("refuses what breaks the model, naming all of it", async () => {
    const refused: unknown[] = [
      { exportDataFormat: ["GRAPHML"] },
      { preferences: {} },
      recommend({ tenancy: "HOST" }),
      recommend({ cpuPerformanceMetricBasis: { name: "p101" } }),
      recommend({ ramPerformanceMetricBasis: { percentageAdjust: 101 } }),
      recommend({ excludedInstanceTypes: ["m5 large"] }),
      recommend({ excludedInstanceTypes: ["m".repeat(26)] }),
      recommend({ preferredRegion: "EU" }),
      recommend({ reservedInstanceOptions: { ...reserved, termLength: undefined } }),
      recommend({ reservedInstanceOptions: { ...reserved, offeringClass: "X" } }),
      { filters: [{ name: "agentIds", values: ["o-1"] }] },
      { filters: [{ name: " ", values: ["o-1"], condition: "EQUALS" }] },
      { startTime: "2030-01-01T00:00:00Z" },
    ];
    for (const input of refused) {
      const { code, message } = await refusal(aws.startExport(input));
      equal(code, "InvalidParameterException", JSON.stringify(input));
      match(message, /^1 validation error detected: Value /);
    }
    deepEqual(aws.emulator.tasks(), []);
  });

  it("takes one agent, and its window in the right order", async () => {
    await aws.startExport({ filters: agent(), startTime: 1 });
    await aws.startExport({ filters: [], startTime: 2, endTime: 1 });
    const refused: unknown[] = [
      { filters: [...agent("o-1"), ...agent("o-2")] },
      { filters: [{ name: "agentIds", values: [], condition: "EQUALS" }] },
      { filters: agent("o-1", "AgentId") },
      { filters: agent("o-1", "agentIds", "CONTAINS") },
      { filters: agent("") },
      { filters: agent(), startTime: 2, endTime: 1 },
    ];
    for (const input of refused) {
      const refusedCode = await code(aws.startExport(input));
      equal(refusedCode, "InvalidParameterValueException", JSON.stringify(input));
    }
  });
});

describe("limits of Discovery exports", () => {
  describe("by AWS's numbers", () => {
    const aws = new EmulatedDiscovery();

    it("allows two exports of agent data in 24 hours, of summaries as many as wanted", async () => {
      await aws.startExport({ filters: agent() });
      await aws.startExport({ filters: agent() });
      const third = await refusal(aws.startExport({ filters: agent() }));
      deepEqual([third.code, third.status], ["OperationNotPermittedException", 400]);
      await aws.startExport();
      await aws.startExport({ filters: agent() }, { region: "eu-west-1" });
      aws.emulator.clock.advance(24 * 3_600_000);
      await aws.startExport({ filters: agent() });
    });
  });

  describe("by other numbers", () => {
    const aws = new EmulatedDiscovery({
      dailyAgentExportLimit: 100,
      homeRegion: "eu-west-1",
      unknownExportIds: "refuse",
    });
    const home = { region: "eu-west-1" };

    it("allows five at a time", async () => {
      for (let n = 0; n < 5; n += 1) await aws.startExport({ filters: agent() }, home);
      const { code, message } = await refusal(aws.startExport({ filters: agent() }, home));
      equal(code, "OperationNotPermittedException");
      match(message, /^5 exports of agent data are running/);
      aws.emulator.clock.advance(20_000);
      await aws.startExport({ filters: agent() }, home);
    });

    it("starts in the home Region only, and reads everywhere", async () => {
      deepEqual(await refusal(aws.startExport()), {
        code: "HomeRegionNotSetException",
        message: "The home Region is not set. Set the home Region to continue.",
        status: 400,
      });
      deepEqual((await aws.describeExports()).exportsInfo, []);
      const id = await aws.startExport({}, home);
      equal((await aws.describeExports({}, home)).exportsInfo[0]?.exportId, id);
    });

    it("refuses ids that it does not know, if told", async () => {
      const id = await aws.startExport({}, home);
      const { code, message } = await refusal(
        aws.describeExports({ exportIds: [id, "export-0"] }, home),
      );
      equal(code, "InvalidParameterValueException");
      match(message, /export-0/);
    });
  });
});
