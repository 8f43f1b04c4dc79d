import assert from "node:assert/strict";
import { exportTask } from "../../../../../provider/kinds/discovery/exportTask";
import { UNKNOWN } from "../../../../../provider/lifecycle/validate";
import { checkingOf, type Violation } from "../../support/checking";
import { describeTags } from "../../support/tagRules";

const rules = checkingOf(exportTask, {});
const { itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone, reasonsOf } = rules;

const agent = { name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" };
const filters = [agent];
const filtered = (more: object) => ({ filters: [{ ...agent, ...more }] });
const preferring = (more: object) => ({ preferences: { ec2RecommendationsPreferences: more } });
const at = (path: string) => `preferences.ec2RecommendationsPreferences.${path}`;

describe("the rules of discovery.ExportTask", () => {
  describe("nothing at all", () => itTakes([{}]));

  describe("exportDataFormat", () => {
    const name = "exportDataFormat";
    itRefuses([
      [{ [name]: "CSV" }, name, /must be a list/, "CSV"],
      [{ [name]: ["GRAPHML"] }, `${name}[0]`, /must be "CSV"/, "GRAPHML"],
      [{ [name]: ["CSV", "csv"] }, `${name}[1]`, /must be "CSV"/, "csv"],
      [{ [name]: [7] }, `${name}[0]`, /must be a string/, 7],
    ]);
    itTakes([{ [name]: ["CSV"] }, { [name]: [] }]);
  });

  describe("filters", () => {
    const values = "filters[0].values";
    itRefuses([
      [{ filters: agent }, "filters", /must be a list/],
      [{ filters: ["o-1"] }, "filters[0]", /must be an object/, "o-1"],
      [{ filters: [agent, { ...agent, values: ["o-2"] }] }, "filters", /1 item, got 2/],
      [filtered({ name: undefined }), "filters[0].name", /is required/],
      [filtered({ name: "agentId" }), "filters[0].name", /must be "agentIds"/, "agentId"],
      [filtered({ condition: undefined }), "filters[0].condition", /is required/],
      [filtered({ condition: "EQUAL" }), "filters[0].condition", /must be "EQUALS"/, "EQUAL"],
      [filtered({ values: undefined }), values, /is required/],
      [filtered({ values: "o-1" }), values, /must be a list/, "o-1"],
      [filtered({ values: [] }), values, /exactly 1 item, got 0/],
      [filtered({ values: ["o-1", "o-2"] }), values, /exactly 1 item, got 2/],
      [filtered({ values: ["i-1"] }), `${values}[0]`, /an agent id/, "i-1"],
      [filtered({ values: ["o-"] }), `${values}[0]`, /an agent id/, "o-"],
      [filtered({ values: ["o-1 2"] }), `${values}[0]`, /an agent id/, "o-1 2"],
      [filtered({ values: [`o-${"1".repeat(999)}`] }), `${values}[0]`, /at most 1000 characters/],
      [filtered({ value: "o-1" }), "filters[0].value", /is not an input/],
    ]);
    itTakes([
      ...[{ filters: [] }, { filters }, filtered({ values: ["o-1"] })],
      filtered({ values: [`o-${"1".repeat(998)}`] }),
    ]);
  });

  for (const name of ["startTime", "endTime"]) {
    describe(name, () => {
      const time = (value: unknown) => ({ [name]: value, filters });
      const malformed = [
        ...["", "now", "2026-01-31T08:00:00", "2026-01-31 08:00:00Z", "31.01.2026", "1767225600"],
        ...["2026-1-31", "2026-01-31T8:00Z", "2026-01-31T08:00:00z", "2026-01-31T08:00:00+0100"],
        ...["2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-02-30T00:00:00Z"],
        ...["2026-01-31T25:00:00Z", "2026-01-31T08:61:00Z", "2026-01-31T08:00:00+99:00"],
      ];
      itRefuses([
        ...malformed.map((text): Violation => [time(text), name, /must be a time/]),
        [time(1_767_225_600), name, /must be a string/, 1_767_225_600],
        [{ [name]: "2026-01-31" }, name, /without an agent filter/],
        [{ [name]: "2026-01-31", filters: [] }, name, /without an agent filter/],
      ]);
      itTakes([
        ...[time("2026-01-31"), time("2026-01-31T08:00Z"), time("2026-01-31T08:00:00Z")],
        ...[time("2024-02-29T08:00:00.123Z"), time("2026-01-31T08:00:00+01:00")],
      ]);
    });
  }

  describe("the window", () => {
    const window = (startTime: string, endTime: string) => ({ filters, startTime, endTime });
    const later = /must be later than startTime/;
    itRefuses([
      [window("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"), "endTime", later],
      [window("2026-01-31T08:00:01Z", "2026-01-31T08:00:00Z"), "endTime", later],
      [window("2026-01-31T08:00:00Z", "2026-01-31T09:00:00+01:00"), "endTime", later],
      [window("2026-01-01T00:00:00Z", "2026-01-04T00:00:01Z"), "endTime", /at most 72 hours/],
    ]);
    itTakes([
      window("2026-01-31T08:00:00Z", "2026-01-31T08:00:01Z"),
      window("2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"),
      window("2026-01-01T00:00:00Z", "2026-01-04T01:00:00+01:00"),
    ]);

    it("counts with both of its ends when there is no filter", () => {
      const reasons = reasonsOf({ startTime: "2026-01-02", endTime: "2026-01-01" });
      assert.deepEqual(
        reasons.map((reason) => reason.slice(0, reason.indexOf(":"))),
        ["startTime", "endTime"],
      );
    });
  });

  describe("preferences", () => {
    itRefuses([
      [{ preferences: true }, "preferences", /must be an object/, true],
      [{ preferences: {} }, "preferences", /exactly one of ec2RecommendationsPreferences/],
      [{ preferences: { ec2RecommendationsPreferences: null } }, "preferences", /got none/],
      [{ preferences: { ...preferring({}).preferences, other: 1 } }, "preferences.other", /is not/],
      [preferring({ enabled: "true" }), at("enabled"), /must be true or false/, "true"],
      [preferring({ other: 1 }), at("other"), /is not an input/],
    ]);
    itTakes([preferring({}), preferring({ enabled: true }), preferring({ enabled: false })]);
  });

  for (const name of ["cpuPerformanceMetricBasis", "ramPerformanceMetricBasis"]) {
    describe(name, () => {
      const basis = (more: unknown) => preferring({ [name]: more });
      const wrong = ["", "p", "p101", "p1000", "P95", "avg", "AVG ", "MIN", "95"];
      itRefuses([
        [basis("p95"), at(name), /must be an object/, "p95"],
        ...wrong.map((word): Violation => {
          return [basis({ name: word }), at(`${name}.name`), /percentile/, word];
        }),
        ...[-0.1, 100.1, "50", true].map((value): Violation => {
          return [basis({ percentageAdjust: value }), at(`${name}.percentageAdjust`), /0 to 100/];
        }),
      ]);
      itTakes([
        ...["p0", "p00", "p99", "p100", "AVG", "SPEC", "MAX"].map((word) => basis({ name: word })),
        ...[0, 12.5, 100].map((value) => basis({ percentageAdjust: value })),
        basis({}),
      ]);
    });
  }

  describe("the other recommendations", () => {
    const type = (name: string) => preferring({ excludedInstanceTypes: [name] });
    const region = (preferredRegion: string) => preferring({ preferredRegion });
    itRefuses([
      [preferring({ tenancy: "HOST" }), at("tenancy"), /one of "DEDICATED", "SHARED"/, "HOST"],
      [preferring({ excludedInstanceTypes: "m5" }), at("excludedInstanceTypes"), /be a list/, "m5"],
      [type(""), at("excludedInstanceTypes[0]"), /1 to 25 characters/, ""],
      [type("m".repeat(26)), at("excludedInstanceTypes[0]"), /1 to 25 characters/],
      [type("m5 large"), at("excludedInstanceTypes[0]"), /an instance type/, "m5 large"],
      [region(""), at("preferredRegion"), /1 to 30 characters/, ""],
      [region(`us-${"e".repeat(26)}-1`), at("preferredRegion"), /1 to 30 characters/],
      [region("us-east"), at("preferredRegion"), /name of an AWS Region/, "us-east"],
      [region("US-EAST-1"), at("preferredRegion"), /name of an AWS Region/, "US-EAST-1"],
    ]);
    itTakes([
      ...[preferring({ tenancy: "DEDICATED" }), preferring({ tenancy: "SHARED" })],
      ...[preferring({ excludedInstanceTypes: [] }), type("m"), type("m5.large-".padEnd(25, "1"))],
      ...[region("us-east-1"), region("us-gov-west-1"), region(`us-${"e".repeat(25)}-1`)],
    ]);
  });

  describe("reservedInstanceOptions", () => {
    const full = { purchasingOption: "NO_UPFRONT", offeringClass: "STANDARD" };
    const options = (more: object) =>
      preferring({ reservedInstanceOptions: { ...full, termLength: "ONE_YEAR", ...more } });
    const words: Readonly<Record<string, readonly string[]>> = {
      purchasingOption: ["ALL_UPFRONT", "PARTIAL_UPFRONT", "NO_UPFRONT"],
      offeringClass: ["STANDARD", "CONVERTIBLE"],
      termLength: ["ONE_YEAR", "THREE_YEAR"],
    };
    for (const [name, allowed] of Object.entries(words)) {
      const path = at(`reservedInstanceOptions.${name}`);
      itRefuses([
        [options({ [name]: undefined }), path, /is required/],
        [options({ [name]: "ANY" }), path, /must be one of "/, "ANY"],
      ]);
      itTakes(allowed.map((word) => options({ [name]: word })));
    }
  });

  // AWS keeps none; they are recorded, and none is ours.
  describeTags(rules, { most: 50, mostUnmarked: 50, keyLength: 128, valueLength: 256 });

  itTellsAllAtOnce(
    {
      exportDataFormat: ["hush"],
      filters: [{ name: "hush", values: ["hush"], condition: "hush", hush: 1 }],
      startTime: "hush",
      endTime: "hush",
      preferences: { ec2RecommendationsPreferences: { enabled: "hush", tenancy: "hush" } },
      tags: { "aws:hush": "hush".repeat(100) },
    },
    [
      ...["exportDataFormat[0]", "filters[0].name", "filters[0].values[0]"],
      ...["filters[0].condition", "filters[0].hush", "startTime", "endTime", at("enabled")],
      ...[at("tenancy"), 'tags["aws:hush"]', 'tags["aws:hush"]'],
    ],
  );

  itLeavesUnknownsAlone([
    ...[filtered({ values: [UNKNOWN] }), filtered({ values: UNKNOWN }), { filters: [UNKNOWN] }],
    ...[
      { filters: UNKNOWN, startTime: "2026-01-31" },
      { filters, startTime: UNKNOWN },
    ],
    ...[{ filters, startTime: "2026-01-31", endTime: UNKNOWN }, { preferences: UNKNOWN }],
    ...[preferring({ tenancy: UNKNOWN }), { exportDataFormat: [UNKNOWN] }],
    preferring({ reservedInstanceOptions: UNKNOWN }),
  ]);
});
