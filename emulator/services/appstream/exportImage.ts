import { AwsError } from "../../errors";
import * as model from "../../model/appstreamExportImage";
import type { ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import { page } from "../../paging";
import { unusedId } from "../../random";
import type { TaskRecord } from "../../taskRecord";
import {
  allTasks,
  listedTask,
  listedTasks,
  observeTask,
  startTask,
  type TaskKind,
} from "../../tasks";
import { imageNamed, makeImage } from "../ec2/images";
import { filterTasks } from "./filters";

// The model's enum has no word before EXPORTING, though its text speaks of PENDING and RUNNING.
export const exportImageTask: TaskKind = {
  name: "appstream:ExportImageTask",
  timeline: {
    running: [{ from: 0, status: "EXPORTING", message: "" }],
    completed: [{ from: 0, status: "COMPLETED", message: "" }],
    failed: [{ from: 0, status: "FAILED", message: "" }],
  },
};

export const exportImageOperations: readonly Operation[] = [
  operation(model.createExportImageTask, (input, call) => {
    checkImage(call, input.ImageName);
    if (!/^arn:[^:]+:iam::\d*:role\//.test(input.IamRoleArn)) {
      throw new AwsError("InvalidRoleException", `${input.IamRoleArn} is not a role`);
    }
    checkName(call, input.AmiName);
    checkLimit(call);
    const tags = Object.entries(input.TagSpecifications ?? {}).map(([key, value]) => ({
      key,
      value,
    }));
    const id = unusedId(call.scope.tasks, () => uuid(call));
    const task = startTask(call, exportImageTask, { id, tags, details: input });
    makeImage(call, {
      name: input.AmiName,
      description: input.AmiDescription,
      tags,
      taskId: id,
      pendingMs: call.settings.artifactDelayMs,
    });
    return { ExportImageTask: describe(call, task) };
  }),

  operation(model.getExportImageTask, ({ TaskId: id }, call) => {
    // The model lets it be left out and does not say what then.
    if (id === undefined) throw new AwsError("ValidationException", "TaskId must not be null");
    const task = listedTask(call, exportImageTask, id);
    if (!task) {
      throw new AwsError("ResourceNotFoundException", `Export image task ${id} was not found`);
    }
    return { ExportImageTask: describe(call, task as ExportTask) };
  }),

  operation(model.listExportImageTasks, ({ Filters, MaxResults = 50, NextToken }, call) => {
    const listed = listedTasks(call, exportImageTask) as readonly ExportTask[];
    const found = filterTasks(
      listed.map((task) => describe(call, task)),
      Filters,
    );
    const { items, nextToken } = page(found, ({ TaskId }) => TaskId, {
      maxResults: MaxResults,
      nextToken: NextToken,
      query: { Filters },
      invalidToken: () => new AwsError("ValidationException", "NextToken is not valid"),
    });
    return { ExportImageTasks: items, NextToken: nextToken || undefined };
  }),
];

type ExportTask = TaskRecord<ValueOf<typeof model.createExportImageTask.input>>;

function checkImage(call: Call, name: string): void {
  const seeded = call.settings.appstreamImages.find((image) => image.name === name);
  const image = Object.hasOwn(call.store.appstreamImages, name)
    ? call.store.appstreamImages[name]
    : seeded;
  if (image?.missing) {
    throw new AwsError("ResourceNotFoundException", `The image ${name} was not found`);
  }
  if (image?.exportError) throw new AwsError(image.exportError.code, image.exportError.message);
}

/** The name of the AMI is to be unique in the account and Region. */
function checkName(call: Call, name: string): void {
  const maker = runningTasks(call).find(({ details }) => details.AmiName === name);
  if (!maker && !imageNamed(call, name)) return;
  const by = maker ? `is being made by the export task ${maker.id}` : "already exists";
  // AWS documents the rule, not the code. This operation's model has no "already exists", and of
  // its errors this one alone speaks of an operation that is well-formed and still refused.
  throw new AwsError("OperationNotPermittedException", `An AMI named ${name} ${by}`);
}

function checkLimit(call: Call): void {
  const limit = call.settings.appstreamExportLimit;
  if (runningTasks(call).length < limit) return;
  throw new AwsError(
    "LimitExceededException",
    `The limit of ${limit} export image tasks in progress has been reached`,
  );
}

const runningTasks = (call: Call): readonly ExportTask[] =>
  (allTasks(call, exportImageTask) as readonly ExportTask[]).filter(
    (task) => observeTask(call, exportImageTask, task).running,
  );

const uuid = ({ random }: Call): string =>
  [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join("-");

function describe(call: Call, task: ExportTask) {
  const { status, message, ending, errorCode } = observeTask(call, exportImageTask, task);
  const { ImageName, AmiName, AmiDescription, TagSpecifications } = task.details;
  const { region, accountId } = call.caller;
  const error = { ErrorCode: errorCode ?? "InternalError", ErrorMessage: message || undefined };
  return {
    TaskId: task.id,
    ImageArn: `arn:aws:appstream:${region}:${accountId}:image/${ImageName}`,
    AmiName,
    CreatedDate: task.startedAtMs,
    AmiDescription,
    State: status,
    AmiId: ending === "completed" ? amiIdOf(call, task) : undefined,
    // As they were at the start: what becomes of the AMI's tags does not show here.
    TagSpecifications,
    ErrorDetails: ending === "failed" ? [error] : undefined,
  };
}

const amiIdOf = (call: Call, task: ExportTask): string | undefined =>
  Object.values(call.scope.images).find(({ made }) => made?.taskId === task.id)?.imageId;
