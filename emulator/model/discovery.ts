import { boolean, double, integer, list, oneOf, required } from "./shapes";
import { string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";

const exportId = string({ role: "id", maxLength: 200, pattern: /^\S*$/ });

const filters = list(
  structure({
    name: required(string({ maxLength: 1_000, pattern: /\S/ })),
    values: required(list(string({ maxLength: 1_000, pattern: /^$|\S/ }))),
    condition: required(string({ maxLength: 200, pattern: /^\S+$/ })),
  }),
);

const usageMetricBasis = structure({
  name: string({ pattern: /^(p(\d{1,2}|100)|AVG|SPEC|MAX)$/ }),
  percentageAdjust: double({ min: 0, max: 100 }),
});

const preferences = structure(
  {
    ec2RecommendationsPreferences: structure({
      enabled: boolean(),
      cpuPerformanceMetricBasis: usageMetricBasis,
      ramPerformanceMetricBasis: usageMetricBasis,
      tenancy: oneOf("DEDICATED", "SHARED"),
      excludedInstanceTypes: list(
        string({ minLength: 1, maxLength: 25, pattern: /^[a-zA-Z0-9.-]+$/ }),
      ),
      preferredRegion: string({
        minLength: 1,
        maxLength: 30,
        pattern: /[a-z]{2}-[a-z-]+-[0-9]+/,
      }),
      reservedInstanceOptions: structure({
        purchasingOption: required(oneOf("ALL_UPFRONT", "PARTIAL_UPFRONT", "NO_UPFRONT")),
        offeringClass: required(oneOf("STANDARD", "CONVERTIBLE")),
        termLength: required(oneOf("ONE_YEAR", "THREE_YEAR")),
      }),
    }),
  },
  { exactlyOne: true },
);

export const startExportTask = {
  name: "StartExportTask",
  input: structure({
    exportDataFormat: list(oneOf("CSV")),
    filters,
    startTime: timestamp(),
    endTime: timestamp(),
    preferences,
  }),
  output: structure({ exportId }),
} satisfies OperationModel;

export const describeExportTasks = {
  name: "DescribeExportTasks",
  input: structure({
    exportIds: list(exportId, { maxItems: 100 }),
    filters,
    maxResults: integer(),
    nextToken: string(),
  }),
  output: structure({
    exportsInfo: list(
      structure({
        exportId: required(exportId),
        // No enumeration here: a fault may show a word that AWS has yet to invent.
        exportStatus: required(string()),
        statusMessage: required(string()),
        configurationsDownloadUrl: string(),
        exportRequestTime: required(timestamp()),
        isTruncated: boolean(),
        requestedStartTime: timestamp(),
        requestedEndTime: timestamp(),
      }),
    ),
    nextToken: string(),
  }),
} satisfies OperationModel;
