import { AwsError } from "../../errors";
import type { Call } from "../../operation";
import type { Page } from "../../paging";
import type { TaskRecord } from "../../taskRecord";
import { listedTask, listedTasks, observeTask, type TaskKind } from "../../tasks";
import { tagsOf } from "../../tags";
import { observe, type Stage, type Timeline } from "../../timeline";
import { filter, tagValues, type Filters } from "./filters";
import { ec2Page } from "./paging";

/** Exports and imports of disk images: all that AWS counts together. */
const names = ["ec2:ExportImageTask", "ec2:ImportSnapshotTask"] as const;

// There is no "failed": a failure ends as a cancelled task does, and only the message tells.
const ending: readonly Stage[] = [
  { from: 0, status: "deleting", message: "" },
  { from: 0.1, status: "deleted", message: "" },
];

const timelineOf = (running: readonly Stage[]): Timeline => ({
  running,
  completed: [{ from: 0, status: "completed", message: "" }],
  failed: ending,
  cancelled: ending,
});

export const conversionKind = (
  name: (typeof names)[number],
  running: readonly Stage[],
): TaskKind => ({ name, timeline: timelineOf(running) });

// As all of them end alike, what is under way can be told of any.
const anyTimeline = timelineOf([{ from: 0, status: "active", message: "" }]);

/** Those that run, and those whose remains are still being deleted. */
export const conversionsUnderWay = (call: Call): readonly TaskRecord[] =>
  Object.values(call.scope.tasks).filter(
    (task) =>
      names.some((name) => name === task.kind) &&
      observe(anyTimeline, task, call.nowMs).settledAtMs === undefined,
  );

export function checkConversionLimit(call: Call): void {
  const limit = call.settings.runningConversionLimit;
  if (conversionsUnderWay(call).length < limit) return;
  throw new AwsError(
    "ResourceLimitExceeded",
    `Too many conversion tasks in progress. The limit is ${limit} for this Region.`,
  );
}

/** The tasks of one kind, and EC2's errors for ids that are none of theirs. */
export interface Conversions {
  readonly kind: TaskKind;
  readonly idPattern: RegExp;
  readonly malformed: (id: string) => AwsError;
  readonly unknown: (id: string) => AwsError;
}

export function findConversion(
  call: Call,
  { kind, idPattern, malformed, unknown }: Conversions,
  id: string,
): TaskRecord {
  if (!idPattern.test(id)) throw malformed(id);
  const task = listedTask(call, kind, id);
  if (!task) throw unknown(id);
  return task;
}

interface Query {
  readonly Filters?: Filters;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page of those that a describe asks for: by id, or all of the kind; then by filter. */
export function conversionPage(
  call: Call,
  conversions: Conversions,
  ids: readonly string[] | undefined,
  query: Query,
): Page<TaskRecord> {
  const { kind } = conversions;
  const asked = [...new Set(ids)].map((id) => findConversion(call, conversions, id));
  const listed = asked.length > 0 ? asked : listedTasks(call, kind);
  const found = filter(listed, query.Filters, ["tag-key", "tag:", "task-state"], (task, name) =>
    name === "task-state"
      ? [observeTask(call, kind, task).status]
      : tagValues(tagsOf(call.scope, task.id), name),
  );
  return ec2Page(found, ({ id }) => id, query);
}
