/**
 * Application Discovery StartExportTask: discovered data as a download.
 * https://docs.aws.amazon.com/application-discovery/latest/APIReference/API_StartExportTask.html
 */
import type { Observation, Query, TypedKind } from "../../lifecycle/kind";
import type { AwsRequest, Props } from "../../lifecycle/ports";
import { canonicalTime, fields, windowRule } from "./fields";
import { EXPORT_PERMISSIONS } from "./permissions";
import type { ExportTaskInputs, ExportTaskOutputs, ExportTaskSuccess } from "./types";

type Result =
  | "configurationsDownloadUrlExpiresAt"
  | "exportId"
  | "exportStatus"
  | "statusMessage"
  | "exportRequestTime";

const HOME_REGION =
  "Exports start in the Migration Hub home Region only: choose one in Migration Hub's settings " +
  "if there is none, and set region to it.";

export const exportTask: TypedKind<ExportTaskInputs, ExportTaskOutputs, ExportTaskSuccess, Result> =
  {
    type: "discovery:ExportTask",
    title: "Application Discovery export",
    fields,
    rules: windowRule,
    // AWS keeps no tags on an export: they are recorded here only.
    tagRules: { most: 50, keyLength: 128, valueLength: 256 },
    replaces: ["exportDataFormat", "filters", "startTime", "endTime", "preferences"],
    recordedOnly: [],
    outputs: [
      ...["exportId", "exportStatus", "statusMessage", "exportRequestTime", "isTruncated"],
      ...["requestedStartTime", "requestedEndTime"],
    ],
    idOutputs: ["exportId"],
    followsFrom: { requestedStartTime: ["startTime"], requestedEndTime: ["endTime"] },
    successOutputs: ["configurationsDownloadUrl", "configurationsDownloadUrlExpiresAt"],
    secretOutputs: ["configurationsDownloadUrl"],
    result: [
      ...(["exportId", "exportStatus", "statusMessage", "exportRequestTime"] as const),
      "configurationsDownloadUrlExpiresAt",
    ],
    statusOutput: "exportStatus",
    states: { IN_PROGRESS: "running", SUCCEEDED: "succeeded", FAILED: "failed" },
    dying: [],
    defaults: {
      timeouts: { start: "5m", wait: "2h" },
      polling: { minInterval: "5s", maxInterval: "1m" },
    },
    batchSize: 100,
    // Not modelled: an unknown id gives an empty list, or one of these.
    notFound: ["ResourceNotFoundException", "InvalidParameterValueException"],
    limits: [],
    remedies: {
      // https://docs.aws.amazon.com/migrationhub-home-region/latest/APIReference/Welcome.html
      HomeRegionNotSetException: HOME_REGION,
      InvalidInputException: HOME_REGION,
      OperationNotPermittedException:
        "AWS allows five agent exports at once and two a day: try again tomorrow, and check that " +
        "this account may use Application Discovery (closed to new customers since 2025-11-07).",
    },
    causes: [],
    hasClientToken: false,
    start: (inputs) => call("StartExportTask", startInput(inputs)),
    started: ({ exportId }) => ({
      id: String(exportId),
      status: "IN_PROGRESS",
      outputs: { exportId, exportStatus: "IN_PROGRESS" },
    }),
    describe: (ids) => query({ exportIds: [...ids] }),
    candidates: () => [query({ maxResults: 100 })],
    relation: (seen, inputs) => (hasWindow(seen, inputs) ? "lookalike" : undefined),
    partialRemedy:
      "There was more agent data than one export takes (isTruncated): narrow startTime and endTime.",
    computed: ({ configurationsDownloadUrl }) => ({
      configurationsDownloadUrlExpiresAt: expiryOf(configurationsDownloadUrl),
    }),
    artifact: ({ configurationsDownloadUrlExpiresAt: until }) =>
      typeof until === "string" ? `download until ${until}` : undefined,
    listing: { query: () => query({ maxResults: 100 }) },
    permissions: EXPORT_PERMISSIONS,
  };

function startInput(inputs: Props): object {
  const { exportDataFormat, filters, startTime, endTime, preferences } =
    inputs as unknown as ExportTaskInputs;
  return {
    ...(exportDataFormat && { exportDataFormat }),
    ...(filters && { filters }),
    ...(startTime !== undefined && { startTime: new Date(startTime) }),
    ...(endTime !== undefined && { endTime: new Date(endTime) }),
    ...(preferences && { preferences }),
  };
}

function query(input: object): Query {
  return {
    request: call("DescribeExportTasks", input),
    observations: ({ exportsInfo }) => ((exportsInfo ?? []) as Props[]).map(observe),
    next: ({ nextToken }) =>
      typeof nextToken === "string"
        ? call("DescribeExportTasks", { ...input, nextToken })
        : undefined,
  };
}

function observe(info: Props): Observation {
  const { exportStatus, statusMessage, isTruncated, configurationsDownloadUrl } = info;
  const text = typeof statusMessage === "string" ? statusMessage : undefined;
  return {
    id: String(info.exportId),
    status: String(exportStatus),
    message: text,
    partial: isTruncated === true,
    startedAt: typeof info.exportRequestTime === "string" ? info.exportRequestTime : undefined,
    outputs: {
      exportId: info.exportId,
      exportStatus,
      statusMessage: text,
      configurationsDownloadUrl,
      exportRequestTime: info.exportRequestTime,
      isTruncated,
      requestedStartTime: info.requestedStartTime,
      requestedEndTime: info.requestedEndTime,
      // Under the inputs' names, for what `adopt` compares.
      startTime: info.requestedStartTime,
      endTime: info.requestedEndTime,
    },
  };
}

/** The same window: all that AWS echoes of what was asked. */
function hasWindow({ outputs }: Observation, inputs: Props): boolean {
  return (
    canonicalTime(outputs.requestedStartTime) === canonicalTime(inputs.startTime) &&
    canonicalTime(outputs.requestedEndTime) === canonicalTime(inputs.endTime)
  );
}

/** A presigned URL tells in its query when it was signed and for how many seconds. */
function expiryOf(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url)) return undefined;
  const query = new URL(url).searchParams;
  const signedAt = query.get("X-Amz-Date")?.match(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/);
  const seconds = Number(query.get("X-Amz-Expires") ?? Number.NaN);
  if (!signedAt || !Number.isFinite(seconds)) return undefined;
  const [, year, month, day, hour, minute, second] = signedAt.map(Number) as number[];
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second);
  return new Date(time + seconds * 1_000).toISOString();
}

function call(operation: string, input: object): AwsRequest {
  return { service: "discovery", operation, input };
}
