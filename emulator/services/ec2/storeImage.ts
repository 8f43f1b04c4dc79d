import { AwsError } from "../../errors";
import * as model from "../../model/ec2StoreImage";
import type { ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import type { TaskRecord } from "../../taskRecord";
import {
  allTasks,
  attachFaults,
  listedTasks,
  observeTask,
  startTask,
  type TaskKind,
} from "../../tasks";
import { filter } from "./filters";
import { checkAvailable, checkImageId, findImage } from "./images";
import { ec2Page } from "./paging";

export const storeImageTask: TaskKind = {
  name: "ec2:StoreImageTask",
  timeline: {
    running: [{ from: 0, status: "InProgress", message: "" }],
    completed: [{ from: 0, status: "Completed", message: "" }],
    failed: [{ from: 0, status: "Failed", message: "" }],
  },
  shownForMs: 31 * 24 * 3_600_000,
};

export const storeImageOperations: readonly Operation[] = [
  operation(model.createStoreImageTask, (input, call) => {
    checkTagKeys(input);
    // Another's AMI too: it may have been shared with the caller.
    checkAvailable(findImage(call, input.ImageId));
    checkTwin(call, input);
    return { ObjectKey: objectKey(startStore(call, input).details) };
  }),

  operation(model.describeStoreImageTasks, (input, call) => {
    const ids = input.ImageIds ?? [];
    for (const id of ids) checkImageId(id);
    // With ids AWS ignores the filters, even those it does not know.
    const found =
      ids.length > 0
        ? namedTasks(call, ids)
        : filter(newestFirst(call), input.Filters, ["bucket", "task-state"], (task, name) =>
            name === "bucket"
              ? [task.details.Bucket]
              : [observeTask(call, storeImageTask, task).status],
          );
    const { items, nextToken } = ec2Page(found, ({ id }) => id, input);
    const results = items.map((task) => describe(call, task));
    return { StoreImageTaskResults: results, NextToken: nextToken };
  }),
];

type StoreInput = ValueOf<typeof model.createStoreImageTask.input>;
type StoreTask = TaskRecord<Pick<StoreInput, "ImageId" | "Bucket" | "S3ObjectTags">>;

// The key can't be chosen: an AMI has one object per bucket.
const objectKey = ({ ImageId }: StoreTask["details"]): string => `${ImageId}.bin`;

function checkTagKeys({ S3ObjectTags = [] }: StoreInput): void {
  const keys = S3ObjectTags.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new AwsError("InvalidParameterValue", `Duplicate tag key '${twice}' specified.`);
  }
}

function checkTwin(call: Call, { ImageId, Bucket }: StoreInput): void {
  const stores = allTasks(call, storeImageTask) as readonly StoreTask[];
  const isRunning = stores.some(
    (task) =>
      task.details.ImageId === ImageId &&
      task.details.Bucket === Bucket &&
      observeTask(call, storeImageTask, task).running,
  );
  if (!isRunning) return;
  // AWS documents the rule ("one copy of an AMI per bucket"), neither the code of the refusal nor
  // what a second start after the end does: here it writes the object again.
  throw new AwsError(
    "IncorrectState",
    `The image '${ImageId}' has a store task in progress for the bucket '${Bucket}'`,
  );
}

// AWS gives a store no id: a time that no other store of this AMI has makes one for the emulator's own use.
function startStore(call: Call, { ImageId, Bucket, S3ObjectTags }: StoreInput): StoreTask {
  let startedAtMs = call.nowMs;
  const idAt = (ms: number): string =>
    [call.scope.region, Bucket, ImageId, new Date(ms).toISOString()].join("/");
  while (idAt(startedAtMs) in call.scope.tasks) startedAtMs += 1;
  return startTask(call, storeImageTask, {
    id: idAt(startedAtMs),
    startedAtMs,
    tags: [],
    details: { ImageId, Bucket, ...(S3ObjectTags && { S3ObjectTags }) },
  });
}

const newestFirst = (call: Call): readonly StoreTask[] =>
  [...(listedTasks(call, storeImageTask) as readonly StoreTask[])].reverse();

function namedTasks(call: Call, imageIds: readonly string[]): readonly StoreTask[] {
  // The request names AMIs, so that what comes to the tasks of a call has not come to them yet.
  const named = newestOfEach(call, imageIds).map(({ id }) => id);
  attachFaults(call.scope, named, call.taskFaults, call.nowMs);
  return newestOfEach(call, imageIds);
}

function newestOfEach(call: Call, imageIds: readonly string[]): readonly StoreTask[] {
  const wanted = new Set(imageIds);
  return newestFirst(call).filter(({ details }) => wanted.delete(details.ImageId));
}

function describe(call: Call, task: StoreTask) {
  const { status, message, progress, ending } = observeTask(call, storeImageTask, task);
  return {
    AmiId: task.details.ImageId,
    TaskStartTime: task.startedAtMs,
    Bucket: task.details.Bucket,
    S3objectKey: objectKey(task.details),
    ProgressPercentage: progress,
    StoreTaskState: status,
    StoreTaskFailureReason: ending === "failed" ? message : undefined,
  };
}
