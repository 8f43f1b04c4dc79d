import { rememberToken, replayedTask } from "../../clientToken";
import { AwsError } from "../../errors";
import * as model from "../../model/ec2ExportImage";
import type { ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import type { TaskRecord } from "../../taskRecord";
import {
  allTasks,
  isListed,
  listedTasks,
  newTaskId,
  observeTask,
  startTask,
  type TaskKind,
} from "../../tasks";
import type { Timeline } from "../../timeline";
import { filter, tagValues } from "./filters";
import { findImage } from "./images";
import { ec2Page } from "./paging";
import { tagsAtStart, tagsOf, toTagSet, type Taggable } from "./tagStore";

// There is no "failed": a failure ends as a cancelled task does, and only the message tells.
const ending = [
  { from: 0, status: "deleting", message: "" },
  { from: 0.1, status: "deleted", message: "" },
];

const finalTransferFrom = 0.9;

const timeline: Timeline = {
  running: [
    { from: 0, status: "active", message: "pending" },
    { from: 0.05, status: "active", message: "validating" },
    { from: 0.15, status: "active", message: "converting" },
    { from: 0.6, status: "active", message: "updating" },
    { from: finalTransferFrom, status: "active", message: "transferring" },
  ],
  completed: [{ from: 0, status: "completed", message: "" }],
  failed: ending,
  cancelled: ending,
};

export const exportImageTask: TaskKind = { name: "ec2:ExportImageTask", timeline };

export const taggableExportImageTask: Taggable = {
  resourceType: "export-image-task",
  idPrefix: "export-ami-",
  check: (call, id) => void findTask(call, id),
};

export const exportImageOperations: readonly Operation[] = [
  operation(model.exportImage, (input, call) => {
    const replayed = replayedTask(call, input);
    if (replayed) return startAnswer(call, replayed as ExportTask);
    const tags = tagsAtStart(input.TagSpecifications, taggableExportImageTask.resourceType);
    const image = findImage(call, input.ImageId);
    if (image.exportError) throw new AwsError(image.exportError.code, image.exportError.message);
    checkLimits(call, input.ImageId);
    const task = startTask(call, exportImageTask, {
      id: newTaskId(call, "export-ami-", 17),
      tags,
      details: detailsOf(input),
    });
    rememberToken(call, input, task.id);
    return startAnswer(call, task);
  }),

  operation(model.describeExportImageTasks, (input, call) => {
    const ids = [...new Set(input.ExportImageTaskIds ?? [])];
    const listed =
      ids.length > 0
        ? ids.map((id) => findTask(call, id))
        : (listedTasks(call, exportImageTask) as readonly ExportTask[]);
    const found = filter(listed, input.Filters, ["tag-key", "tag:", "task-state"], (task, name) =>
      name === "task-state"
        ? [observeTask(call, exportImageTask, task).status]
        : tagValues(tagsOf(call.scope, task.id), name),
    );
    const { items, nextToken } = ec2Page(found, ({ id }) => id, input);
    return { ExportImageTasks: items.map((task) => describe(call, task)), NextToken: nextToken };
  }),

  operation(model.cancelExportTask, (input, call) => {
    const task = findTask(call, input.ExportTaskId);
    const { running, fraction, settledAtMs, status } = observeTask(call, exportImageTask, task);
    if (settledAtMs !== undefined || (running && fraction >= finalTransferFrom)) {
      // AWS documents the refusal, not its code: IncorrectState is EC2's for "not in this state".
      throw new AwsError(
        "IncorrectState",
        `The export task ${task.id} can't be cancelled: it is ` +
          `${running ? "transferring the final disk image" : status}`,
      );
    }
    if (running) call.scope.tasks[task.id] = { ...task, cancelledAtMs: call.nowMs };
  }),
];

type ExportInput = ValueOf<typeof model.exportImage.input>;
type Details = ReturnType<typeof detailsOf>;
type ExportTask = TaskRecord<Details>;

function detailsOf(input: ExportInput) {
  return {
    ...(input.Description !== undefined && { Description: input.Description }),
    DiskImageFormat: input.DiskImageFormat,
    ImageId: input.ImageId,
    RoleName: input.RoleName ?? "vmimport",
    S3ExportLocation: input.S3ExportLocation,
  };
}

function checkLimits(call: Call, imageId: string): void {
  const running = allTasks(call, exportImageTask).filter(
    (task) => observeTask(call, exportImageTask, task).settledAtMs === undefined,
  );
  const twin = running.find((task) => (task as ExportTask).details.ImageId === imageId);
  if (twin) {
    // AWS documents the rule ("one task in progress per AMI"), not the code of the refusal. A code
    // other than the limit's lets tests tell the two apart.
    throw new AwsError(
      "IncorrectState",
      `The image '${imageId}' has an export task in progress: ${twin.id}`,
    );
  }
  const limit = call.settings.runningExportLimit;
  if (running.length >= limit) {
    throw new AwsError(
      "ResourceLimitExceeded",
      `Too many export tasks in progress. The limit is ${limit} for this Region.`,
    );
  }
}

function findTask(call: Call, id: string): ExportTask {
  if (!/^export-ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
    throw new AwsError("InvalidExportTaskID.Malformed", `The export task ID '${id}' is malformed`);
  }
  const task = call.scope.tasks[id] as ExportTask | undefined;
  if (!task || !isListed(task, exportImageTask, call.nowMs, call.settings.recordLifetimeMs)) {
    throw new AwsError("InvalidExportTaskID.NotFound", `The export task ID '${id}' does not exist`);
  }
  return task;
}

function startAnswer(call: Call, task: ExportTask) {
  const { DiskImageFormat, RoleName } = task.details;
  return { ...describe(call, task), DiskImageFormat, RoleName };
}

function describe(call: Call, task: ExportTask) {
  const { status, message, progress, running } = observeTask(call, exportImageTask, task);
  const { Description, ImageId, S3ExportLocation } = task.details;
  return {
    Description,
    ExportImageTaskId: task.id,
    ImageId,
    // A string, and gone once the task has ended.
    Progress: running ? String(progress) : undefined,
    S3ExportLocation,
    Status: status,
    StatusMessage: message,
    Tags: toTagSet(tagsOf(call.scope, task.id)),
  };
}
