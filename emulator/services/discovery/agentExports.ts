import { AwsError } from "../../errors";
import type { startExportTask } from "../../model/discovery";
import type { ValueOf } from "../../model/shapes";
import type { Call } from "../../operation";
import type { TaskRecord } from "../../taskRecord";
import { allTasks, observeTask, type TaskKind } from "../../tasks";
import { invalidValue } from "./errors";
import { checkFilters } from "./filters";

type ExportInput = ValueOf<typeof startExportTask.input>;

const isAgentExport = ({ filters = [] }: ExportInput): boolean => filters.length > 0;

/** The rules for the data of one agent; a summary of everything knows none of them. */
export function checkAgentExport(call: Call, kind: TaskKind, input: ExportInput): void {
  if (!isAgentExport(input)) return;
  checkAgent(input);
  const { startTime = -Infinity, endTime = Infinity } = input;
  if (startTime >= endTime) throw invalidValue("startTime must be before endTime.");
  checkLimits(call, kind);
}

function checkAgent({ filters = [] }: ExportInput): void {
  checkFilters(filters, ["agentIds"]);
  const agents = filters.flatMap(({ values }) => values);
  if (agents.length !== 1) throw invalidValue("A single agent ID may be selected for export.");
  if (!/^o-[0-9a-z]+$/.test(agents[0] ?? "")) {
    throw invalidValue(`Not the ID of an agent: '${agents[0]}'.`);
  }
}

const dayMs = 24 * 3_600_000;

function checkLimits(call: Call, kind: TaskKind): void {
  const { runningAgentExportLimit, dailyAgentExportLimit } = call.settings;
  const exports = (allTasks(call, kind) as readonly TaskRecord<ExportInput>[]).filter((task) =>
    isAgentExport(task.details),
  );
  const running = exports.filter((task) => observeTask(call, kind, task).running);
  if (running.length >= runningAgentExportLimit) {
    throw notPermitted(`${runningAgentExportLimit} exports of agent data are running.`);
  }
  // AWS says "two per day", not when a day begins: here it is the last 24 hours.
  const recent = exports.filter(({ startedAtMs }) => call.nowMs - startedAtMs < dayMs);
  if (recent.length >= dailyAgentExportLimit) {
    throw notPermitted(`${dailyAgentExportLimit} exports of agent data per day are allowed.`);
  }
}

// AWS documents the two limits, not the code of their refusal.
const notPermitted = (message: string): AwsError =>
  new AwsError("OperationNotPermittedException", message);
