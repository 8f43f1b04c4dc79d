/**
 * The shapes of the two Application Discovery operations that we call, in the notation in which
 * AWS's generated clients write them: [sort, namespace, name, traits, members, their types].
 * https://docs.aws.amazon.com/application-discovery/latest/APIReference/API_StartExportTask.html
 */
import type { StaticOperationSchema, StaticStructureSchema } from "@smithy/types";

const NAMESPACE = "com.amazonaws.applicationdiscoveryservice";

// The sorts of shapes, and the simple types, as numbers.
const LIST = 1;
const STRUCTURE = 3;
const OPERATION = 9;
const STRING = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const TIMESTAMP = 4;
const STRINGS = 64 | STRING;

type Member = StaticStructureSchema[5][number];

function structure(name: string, members: Readonly<Record<string, Member>>): StaticStructureSchema {
  return [STRUCTURE, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

function listOf(name: string, item: () => StaticStructureSchema): Member {
  return [LIST, NAMESPACE, name, 0, item];
}

const exportFilter = structure("ExportFilter", {
  name: STRING,
  values: STRINGS,
  condition: STRING,
});

const usageMetricBasis = structure("UsageMetricBasis", { name: STRING, percentageAdjust: NUMBER });

const reservedInstanceOptions = structure("ReservedInstanceOptions", {
  purchasingOption: STRING,
  offeringClass: STRING,
  termLength: STRING,
});

const ec2RecommendationsExportPreferences = structure("Ec2RecommendationsExportPreferences", {
  enabled: BOOLEAN,
  cpuPerformanceMetricBasis: () => usageMetricBasis,
  ramPerformanceMetricBasis: () => usageMetricBasis,
  tenancy: STRING,
  excludedInstanceTypes: STRINGS,
  preferredRegion: STRING,
  reservedInstanceOptions: () => reservedInstanceOptions,
});

const exportPreferences = structure("ExportPreferences", {
  ec2RecommendationsPreferences: () => ec2RecommendationsExportPreferences,
});

const startExportTaskRequest = structure("StartExportTaskRequest", {
  exportDataFormat: STRINGS,
  filters: listOf("ExportFilters", () => exportFilter),
  startTime: TIMESTAMP,
  endTime: TIMESTAMP,
  preferences: () => exportPreferences,
});

const startExportTaskResponse = structure("StartExportTaskResponse", { exportId: STRING });

const describeExportTasksRequest = structure("DescribeExportTasksRequest", {
  exportIds: STRINGS,
  filters: listOf("ExportFilters", () => exportFilter),
  maxResults: NUMBER,
  nextToken: STRING,
});

const exportInfo = structure("ExportInfo", {
  exportId: STRING,
  exportStatus: STRING,
  statusMessage: STRING,
  configurationsDownloadUrl: STRING,
  exportRequestTime: TIMESTAMP,
  isTruncated: BOOLEAN,
  requestedStartTime: TIMESTAMP,
  requestedEndTime: TIMESTAMP,
});

const describeExportTasksResponse = structure("DescribeExportTasksResponse", {
  exportsInfo: listOf("ExportsInfo", () => exportInfo),
  nextToken: STRING,
});

function operation(
  name: string,
  input: StaticStructureSchema,
  output: StaticStructureSchema,
): StaticOperationSchema {
  return [OPERATION, NAMESPACE, name, 0, () => input, () => output];
}

export const startExportTask = operation(
  "StartExportTask",
  startExportTaskRequest,
  startExportTaskResponse,
);

export const describeExportTasks = operation(
  "DescribeExportTasks",
  describeExportTasksRequest,
  describeExportTasksResponse,
);

export const defaultNamespace = NAMESPACE;
