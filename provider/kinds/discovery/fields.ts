/** AWS's rules for the members of StartExportTask. */
import type { Props } from "../../lifecycle/ports";
import type { Field } from "../../lifecycle/validate";
import { TIME } from "../fields";

const metricBasis: Field = {
  type: "object",
  fields: {
    name: {
      type: "string",
      pattern: /^(p(\d{1,2}|100)|AVG|SPEC|MAX)$/,
      form: 'be "AVG", "SPEC", "MAX" or a percentile from "p0" to "p100"',
    },
    percentageAdjust: { type: "number", min: 0, max: 100 },
  },
};

export const fields: Readonly<Record<string, Field>> = {
  exportDataFormat: {
    type: "list",
    isAbsentIfEmpty: true,
    items: { type: "string", oneOf: ["CSV"] },
  },
  filters: {
    type: "list",
    isAbsentIfEmpty: true,
    max: 1,
    items: {
      type: "object",
      fields: {
        name: { type: "string", required: true, oneOf: ["agentIds"] },
        values: {
          type: "list",
          required: true,
          min: 1,
          max: 1,
          items: { type: "string", max: 1_000, pattern: /^o-\S+$/, form: 'be an agent id, "o-…"' },
        },
        condition: { type: "string", required: true, oneOf: ["EQUALS"] },
      },
    },
  },
  startTime: TIME,
  endTime: TIME,
  preferences: {
    type: "object",
    isUnion: true,
    fields: {
      ec2RecommendationsPreferences: {
        type: "object",
        fields: {
          enabled: { type: "boolean" },
          cpuPerformanceMetricBasis: metricBasis,
          ramPerformanceMetricBasis: metricBasis,
          tenancy: { type: "string", oneOf: ["DEDICATED", "SHARED"] },
          excludedInstanceTypes: {
            type: "list",
            items: {
              type: "string",
              min: 1,
              max: 25,
              pattern: /^[a-zA-Z0-9.-]+$/,
              form: "be an instance type",
            },
          },
          preferredRegion: {
            type: "string",
            min: 1,
            max: 30,
            pattern: /[a-z]{2}-[a-z-]+-[0-9]+/,
            form: "be the name of an AWS Region",
          },
          reservedInstanceOptions: {
            type: "object",
            fields: {
              purchasingOption: {
                type: "string",
                required: true,
                oneOf: ["ALL_UPFRONT", "PARTIAL_UPFRONT", "NO_UPFRONT"],
              },
              offeringClass: {
                type: "string",
                required: true,
                oneOf: ["STANDARD", "CONVERTIBLE"],
              },
              termLength: { type: "string", required: true, oneOf: ["ONE_YEAR", "THREE_YEAR"] },
            },
          },
        },
      },
    },
  },
};

/** The longest window of agent data that AWS exports. */
const LONGEST_WINDOW_MS = 72 * 3_600_000;

/** What a window is worth: AWS ignores it without an agent, and takes 72 hours at most. */
export function windowRule(
  { startTime, endTime, filters }: Props,
  isUnknown: (value: unknown) => boolean,
): string[] {
  const hasFilter = filters !== undefined && !(Array.isArray(filters) && filters.length === 0);
  const names = Object.entries({ startTime, endTime }).filter(
    ([, value]) => value !== undefined && !isUnknown(value),
  );
  if (!hasFilter) {
    return names.map(
      ([name]) => `${name}: must not be given without an agent filter: AWS ignores it`,
    );
  }
  if (typeof startTime !== "string" || typeof endTime !== "string") return [];
  const length = Date.parse(endTime) - Date.parse(startTime);
  if (Number.isNaN(length)) return [];
  if (length <= 0) return ["endTime: must be later than startTime"];
  return length > LONGEST_WINDOW_MS ? ["endTime: must be at most 72 hours after startTime"] : [];
}

/** Times in whole seconds: AWS's clients send no others. */
export function canonicalTime(value: unknown): number | undefined {
  const ms = Date.parse(String(value));
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1_000);
}
