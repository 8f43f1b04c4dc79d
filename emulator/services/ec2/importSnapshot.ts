import { rememberToken, replayedTask } from "../../clientToken";
import { AwsError } from "../../errors";
import { dryRun, filters, tagSet, tagSpecifications } from "../../model/ec2Common";
import { boolean, double, integer, list, named } from "../../model/shapes";
import { required, string, structure, timestamp } from "../../model/shapes";
import type { OperationModel, ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import { tagsOf, toWireTags } from "../../tags";
import type { TaskRecord } from "../../taskRecord";
import { newTaskId, observeTask, startTask } from "../../tasks";
import { checkConversionLimit, conversionKind, conversionPage } from "./conversionTasks";
import { findConversion, type Conversions } from "./conversionTasks";
import { makeSnapshot } from "./snapshots";
import { tagsAtStart, type Taggable } from "./taggable";

const userBucket = structure({ S3Bucket: string(), S3Key: string() });

const taskId = string({ role: "id" });

const taskMembers = {
  Description: string(),
  ImportTaskId: taskId,
  SnapshotTaskDetail: structure({
    Description: string(),
    DiskImageSize: double(),
    Encrypted: boolean(),
    Format: string(),
    KmsKeyId: string(),
    Progress: string(),
    SnapshotId: string({ role: "id" }),
    Status: string(),
    StatusMessage: string(),
    Url: string(),
    UserBucket: userBucket,
  }),
  Tags: tagSet,
};

const importSnapshot = {
  name: "ImportSnapshot",
  input: structure({
    ClientData: structure({
      Comment: string(),
      UploadEnd: timestamp(),
      UploadSize: double(),
      UploadStart: timestamp(),
    }),
    ClientToken: string(),
    Description: string(),
    DiskContainer: structure(
      {
        Description: string(),
        // The model has any text; its prose these, and people write them in either case.
        Format: string({ pattern: /^(VHD|VMDK|RAW)$/i }),
        Url: string(),
        UserBucket: userBucket,
      },
      { exclusive: [["Url", "UserBucket"]] },
    ),
    DryRun: dryRun,
    Encrypted: boolean(),
    KmsKeyId: string(),
    RoleName: string(),
    TagSpecifications: tagSpecifications,
  }),
  output: structure(taskMembers),
} satisfies OperationModel;

const describeImportSnapshotTasks = {
  name: "DescribeImportSnapshotTasks",
  input: structure({
    DryRun: dryRun,
    // Not `Filter`, as everywhere else.
    Filters: named("Filters", filters),
    ImportTaskIds: named("ImportTaskId", list(taskId)),
    MaxResults: integer({ min: 1 }),
    NextToken: string(),
  }),
  output: structure({
    ImportSnapshotTasks: named("importSnapshotTaskSet", list(structure(taskMembers))),
    NextToken: string(),
  }),
} satisfies OperationModel;

const cancelImportTask = {
  name: "CancelImportTask",
  input: structure({ CancelReason: string(), DryRun: dryRun, ImportTaskId: required(taskId) }),
  output: structure({ ImportTaskId: taskId, PreviousState: string(), State: string() }),
} satisfies OperationModel;

export const importSnapshotTask = conversionKind("ec2:ImportSnapshotTask", [
  { from: 0, status: "active", message: "pending" },
  { from: 0.05, status: "active", message: "validated" },
  { from: 0.15, status: "active", message: "downloading/converting" },
]);

const importTasks: Conversions = {
  kind: importSnapshotTask,
  // The newer ones end with a "t".
  idPattern: /^import-snap-([0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{16}t)$/,
  malformed: (id) =>
    new AwsError("InvalidConversionTaskId.Malformed", `The import task ID '${id}' is malformed`),
  unknown: (id) =>
    new AwsError("InvalidConversionTaskId", `The import task ID '${id}' is not valid`),
};

export const taggableImportSnapshotTask: Taggable = {
  resourceType: "import-snapshot-task",
  idPrefix: "import-snap-",
  check: (call, id) => void findTask(call, id),
};

export const importSnapshotOperations: readonly Operation[] = [
  operation(importSnapshot, (input, call) => {
    const replayed = replayedTask(call, input);
    if (replayed) return describe(call, replayed as ImportTask);
    const tags = tagsAtStart(input.TagSpecifications, taggableImportSnapshotTask.resourceType);
    checkSource(input);
    checkKey(input);
    checkConversionLimit(call);
    const id = newTaskId(call, "import-snap-", 17);
    // AWS's words, whatever descriptions are given.
    const description = `Created by AWS-VMImport service for ${id}`;
    const encrypted = input.Encrypted === true;
    const snapshotId = makeSnapshot(call, { taskId: id, description, encrypted });
    const details = { ...detailsOf(input), SnapshotId: snapshotId };
    const task = startTask(call, importSnapshotTask, { id, tags, details });
    rememberToken(call, input, id);
    return describe(call, task);
  }),

  operation(describeImportSnapshotTasks, (input, call) => {
    // AWS documents no filters: the one of its twin for images, and tags as everywhere.
    const { items, nextToken } = conversionPage(call, importTasks, input.ImportTaskIds, input);
    const tasks = items as readonly ImportTask[];
    return { ImportSnapshotTasks: tasks.map((task) => describe(call, task)), NextToken: nextToken };
  }),

  operation(cancelImportTask, (input, call) => {
    const task = findTask(call, input.ImportTaskId);
    const { running, status } = observeTask(call, importSnapshotTask, task);
    if (!running) {
      // AWS documents no code: IncorrectState is EC2's for "not in this state".
      throw new AwsError(
        "IncorrectState",
        `The import task ${task.id} can't be cancelled: it is ${status}`,
      );
    }
    call.scope.tasks[task.id] = { ...task, cancelledAtMs: call.nowMs };
    return { ImportTaskId: task.id, PreviousState: status, State: "deleting" };
  }),
];

type ImportInput = ValueOf<typeof importSnapshot.input>;
type Details = ReturnType<typeof detailsOf> & { readonly SnapshotId: string };
type ImportTask = TaskRecord<Details>;

function detailsOf({ Description, DiskContainer, Encrypted, KmsKeyId, RoleName }: ImportInput) {
  return {
    ...(Description !== undefined && { Description }),
    DiskContainer: DiskContainer ?? {},
    Encrypted: Encrypted === true,
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    RoleName: RoleName ?? "vmimport",
  };
}

function checkSource({ DiskContainer: { Url, UserBucket } = {} }: ImportInput): void {
  const isS3Object = UserBucket?.S3Bucket !== undefined && UserBucket.S3Key !== undefined;
  if (isS3Object || (Url !== undefined && /^(https|s3):\/\//.test(Url))) return;
  throw new AwsError("InvalidParameter", "Invalid S3 source location");
}

function checkKey({ Encrypted, KmsKeyId }: ImportInput): void {
  if (KmsKeyId === undefined || Encrypted === true) return;
  throw new AwsError(
    "InvalidParameterDependency",
    "The parameter KmsKeyId requires the parameter Encrypted to be set.",
  );
}

const findTask = (call: Call, id: string): ImportTask =>
  findConversion(call, importTasks, id) as ImportTask;

function describe(call: Call, task: ImportTask) {
  const { status, message, progress, running, ending } = observeTask(
    call,
    importSnapshotTask,
    task,
  );
  const { DiskContainer: disk, Description, Encrypted, KmsKeyId, SnapshotId } = task.details;
  // What the file is AWS finds out after the start.
  const isKnown = progress > 0;
  return {
    Description,
    ImportTaskId: task.id,
    SnapshotTaskDetail: {
      Description: disk.Description ?? Description,
      DiskImageSize: isKnown ? 705_638_400 : 0,
      Encrypted,
      Format: disk.Format?.toUpperCase() ?? (isKnown ? "RAW" : undefined),
      KmsKeyId: KmsKeyId && keyArn(call, KmsKeyId),
      // A string, and gone once the task has ended.
      Progress: running ? String(progress) : undefined,
      // Empty as long as there is none.
      SnapshotId: ending === "completed" ? SnapshotId : "",
      Status: status,
      StatusMessage: message,
      Url: disk.Url,
      UserBucket: disk.UserBucket ?? (isKnown ? bucketOf(disk.Url) : undefined),
    },
    Tags: toWireTags(tagsOf(call.scope, task.id)),
  };
}

// AWS tells bucket and key of a URL, too, once it has looked.
function bucketOf(url = "") {
  const [, S3Bucket, S3Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return S3Bucket === undefined ? undefined : { S3Bucket, S3Key };
}

function keyArn(call: Call, key: string): string {
  if (key.startsWith("arn:")) return key;
  const { accountId, region } = call.scope;
  return `arn:aws:kms:${region}:${accountId}:${key.startsWith("alias/") ? key : `key/${key}`}`;
}
