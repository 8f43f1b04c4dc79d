import { rememberToken, replayedTask } from "../../clientToken";
import { AwsError } from "../../errors";
import * as model from "../../model/ec2ExportImage";
import type { ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import { tagsOf, toWireTags } from "../../tags";
import type { TaskRecord } from "../../taskRecord";
import { newTaskId, observeTask, startTask } from "../../tasks";
import {
  checkConversionLimit,
  conversionKind,
  conversionPage,
  conversionsUnderWay,
  findConversion,
  type Conversions,
} from "./conversionTasks";
import { checkAvailable, findImage, ownerOf } from "./images";
import { tagsAtStart, type Taggable } from "./taggable";

const finalTransferFrom = 0.9;

export const exportImageTask = conversionKind("ec2:ExportImageTask", [
  { from: 0, status: "active", message: "pending" },
  { from: 0.05, status: "active", message: "validating" },
  { from: 0.15, status: "active", message: "converting" },
  { from: 0.6, status: "active", message: "updating" },
  { from: finalTransferFrom, status: "active", message: "transferring" },
]);

const exportTasks: Conversions = {
  kind: exportImageTask,
  idPattern: /^export-ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  malformed: (id) =>
    new AwsError("InvalidExportTaskID.Malformed", `The export task ID '${id}' is malformed`),
  unknown: (id) =>
    new AwsError("InvalidExportTaskID.NotFound", `The export task ID '${id}' does not exist`),
};

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
    checkImage(call, input.ImageId);
    checkTwin(call, input.ImageId);
    checkConversionLimit(call);
    const task = startTask(call, exportImageTask, {
      id: newTaskId(call, "export-ami-", 17),
      tags,
      details: detailsOf(input),
    });
    rememberToken(call, input, task.id);
    return startAnswer(call, task);
  }),

  operation(model.describeExportImageTasks, (input, call) => {
    const { items, nextToken } = conversionPage(call, exportTasks, input.ExportImageTaskIds, input);
    const tasks = items as readonly ExportTask[];
    return { ExportImageTasks: tasks.map((task) => describe(call, task)), NextToken: nextToken };
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

/** Refuses what AWS does not export: another's AMI, shared or not, and one of no use. */
function checkImage(call: Call, imageId: string): void {
  const image = findImage(call, imageId);
  if (image.exportError) throw new AwsError(image.exportError.code, image.exportError.message);
  if (ownerOf(call, image) !== call.caller.accountId) {
    // AWS documents the rule, not the code: of those that it documents, this is the one for what
    // may not be exported.
    throw new AwsError(
      "NotExportable",
      `The image ID (${imageId}) provided is not owned by the current user and is not exportable.`,
    );
  }
  checkAvailable(image);
}

function checkTwin(call: Call, imageId: string): void {
  const twin = conversionsUnderWay(call).find(
    ({ kind, details }) =>
      kind === exportImageTask.name && (details as Details).ImageId === imageId,
  );
  if (!twin) return;
  // AWS documents the rule ("one task in progress per AMI"), not the code of the refusal. A code
  // other than the limit's lets tests tell the two apart.
  throw new AwsError(
    "IncorrectState",
    `The image '${imageId}' has an export task in progress: ${twin.id}`,
  );
}

const findTask = (call: Call, id: string): ExportTask =>
  findConversion(call, exportTasks, id) as ExportTask;

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
    Tags: toWireTags(tagsOf(call.scope, task.id)),
  };
}
