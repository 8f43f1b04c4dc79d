import { AwsError } from "../../errors";
import * as model from "../../model/discovery";
import type { ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import { page } from "../../paging";
import type { TaskRecord } from "../../taskRecord";
import { listedTasks, newTaskId, observeTask, startTask, type TaskKind } from "../../tasks";
import { checkAgentExport } from "./agentExports";
import { downloadUrl } from "./downloadUrl";
import { invalidValue } from "./errors";
import { checkFilters, type Filter } from "./filters";

export const exportTask: TaskKind = {
  name: "discovery:ExportTask",
  timeline: {
    running: [{ from: 0, status: "IN_PROGRESS", message: "The export is in progress." }],
    completed: [{ from: 0, status: "SUCCEEDED", message: "The export is complete." }],
    failed: [{ from: 0, status: "FAILED", message: "The export failed." }],
  },
};

export const exportTaskOperations: readonly Operation[] = [
  operation(model.startExportTask, (input, call) => {
    checkHomeRegion(call);
    checkAgentExport(call, exportTask, input);
    const id = newTaskId(call, "export-", 32);
    startTask(call, exportTask, { id, tags: [], details: input });
    return { exportId: id };
  }),

  operation(model.describeExportTasks, (input, call) => {
    const { maxResults = maxPage, nextToken, ...query } = input;
    if (maxResults < 1) throw invalidValue("maxResults must be 1 or more.");
    const found = agentFiltered(namedTasks(call, input.exportIds ?? []), input.filters ?? []);
    const { items, nextToken: next } = page(found, ({ id }) => id, {
      maxResults: Math.min(maxResults, maxPage),
      nextToken,
      query,
      invalidToken: () => new AwsError("InvalidParameterException", "nextToken is not valid."),
    });
    // Unlike EC2, this service sends no empty token.
    return {
      exportsInfo: items.map((task) => describe(call, task)),
      nextToken: next === "" ? undefined : next,
    };
  }),
];

const maxPage = 100;

type ExportInput = ValueOf<typeof model.startExportTask.input>;
type ExportTask = TaskRecord<ExportInput>;

// Reads are allowed everywhere.
function checkHomeRegion({ settings, caller }: Call): void {
  if (settings.homeRegion === undefined || settings.homeRegion === caller.region) return;
  throw new AwsError(
    "HomeRegionNotSetException",
    "The home Region is not set. Set the home Region to continue.",
  );
}

function namedTasks(call: Call, ids: readonly string[]): readonly ExportTask[] {
  const listed = listedTasks(call, exportTask) as readonly ExportTask[];
  if (ids.length === 0) return listed;
  const unknown = ids.find((id) => !listed.some((task) => task.id === id));
  if (unknown !== undefined && call.settings.unknownExportIds === "refuse") {
    throw invalidValue(`There is no export task ${unknown}.`);
  }
  return listed.filter(({ id }) => ids.includes(id));
}

function agentFiltered(
  tasks: readonly ExportTask[],
  filters: readonly Filter[],
): readonly ExportTask[] {
  // AWS's documentation has both names.
  checkFilters(filters, ["AgentId", "agentIds"]);
  return tasks.filter(({ details }) => {
    const agents = (details.filters ?? []).flatMap(({ values }) => values);
    return filters.every(({ values }) => values.some((value) => agents.includes(value)));
  });
}

// The filters of the start never come back.
function describe(call: Call, task: ExportTask) {
  const { status, message, ending } = observeTask(call, exportTask, task);
  const { startTime, endTime } = task.details;
  const isComplete = ending === "completed";
  return {
    exportId: task.id,
    exportStatus: status,
    statusMessage: message,
    configurationsDownloadUrl: isComplete ? downloadUrl(call, task.id) : undefined,
    exportRequestTime: task.startedAtMs,
    isTruncated: isComplete && task.faults.some(({ fault }) => fault.kind === "truncate"),
    requestedStartTime: startTime,
    requestedEndTime: endTime,
  };
}
