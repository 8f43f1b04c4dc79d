import { rememberToken, replayedTask } from "../../clientToken";
import { AwsError } from "../../errors";
import { dryRun, filters, tagSet, tagSpecifications } from "../../model/ec2Common";
import { boolean, double, integer, list, named } from "../../model/shapes";
import { required, string, structure, timestamp } from "../../model/shapes";
import type { OperationModel, ValueOf } from "../../model/shapes";
import { operation, type Call, type Operation } from "../../operation";
import type { TaskRecord } from "../../taskRecord";
import { allTasks, isListed, listedTasks, newTaskId, observeTask, startTask } from "../../tasks";
import type { TaskKind } from "../../tasks";
import type { Timeline } from "../../timeline";
import { exportImageTask } from "./exportImage";
import { filter, tagValues } from "./filters";
import { ec2Page } from "./paging";
import { makeSnapshot } from "./snapshots";
import { tagsAtStart, tagsOf, toTagSet, type Taggable } from "./tagStore";

const userBucket = structure({ S3Bucket: string(), S3Key: string() });

const taskId = string({ role: "id" });

const task = {
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
        // In prose: VHD, VMDK or RAW, in letters of either case.
        Format: string(),
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
  output: structure(task),
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
    ImportSnapshotTasks: named("importSnapshotTaskSet", list(structure(task))),
    NextToken: string(),
  }),
} satisfies OperationModel;

const cancelImportTask = {
  name: "CancelImportTask",
  input: structure({ CancelReason: string(), DryRun: dryRun, ImportTaskId: required(taskId) }),
  output: structure({ ImportTaskId: taskId, PreviousState: string(), State: string() }),
} satisfies OperationModel;

// There is no "failed": a failure ends as a cancelled task does, and only the message tells.
const ending = [
  { from: 0, status: "deleting", message: "" },
  { from: 0.1, status: "deleted", message: "" },
];

const timeline: Timeline = {
  running: [
    { from: 0, status: "active", message: "pending" },
    { from: 0.05, status: "active", message: "validated" },
    { from: 0.15, status: "active", message: "downloading/converting" },
  ],
  completed: [{ from: 0, status: "completed", message: "" }],
  failed: ending,
  cancelled: ending,
};

export const importSnapshotTask: TaskKind = { name: "ec2:ImportSnapshotTask", timeline };

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
    checkLimit(call);
    const id = newTaskId(call, "import-snap-", 17);
    // AWS's words, whatever descriptions are given.
    const description = `Created by AWS-VMImport service for ${id}`;
    const encrypted = input.Encrypted === true;
    const snapshotId = makeSnapshot(call, { taskId: id, description, encrypted });
    const details = { ...detailsOf(input), SnapshotId: snapshotId };
    const started = startTask(call, importSnapshotTask, { id, tags, details });
    rememberToken(call, input, id);
    return describe(call, started);
  }),

  operation(describeImportSnapshotTasks, (input, call) => {
    const ids = [...new Set(input.ImportTaskIds ?? [])];
    const listed =
      ids.length > 0
        ? ids.map((id) => findTask(call, id))
        : (listedTasks(call, importSnapshotTask) as readonly ImportTask[]);
    // AWS documents none: the one of its twin for images, and tags as everywhere.
    const found = filter(listed, input.Filters, ["tag-key", "tag:", "task-state"], (one, name) =>
      name === "task-state"
        ? [observeTask(call, importSnapshotTask, one).status]
        : tagValues(tagsOf(call.scope, one.id), name),
    );
    const { items, nextToken } = ec2Page(found, ({ id }) => id, input);
    return { ImportSnapshotTasks: items.map((one) => describe(call, one)), NextToken: nextToken };
  }),

  operation(cancelImportTask, (input, call) => {
    const found = findTask(call, input.ImportTaskId);
    const { running, status } = observeTask(call, importSnapshotTask, found);
    if (!running) {
      // AWS documents no code: IncorrectState is EC2's for "not in this state".
      throw new AwsError(
        "IncorrectState",
        `The import task ${found.id} can't be cancelled: it is ${status}`,
      );
    }
    call.scope.tasks[found.id] = { ...found, cancelledAtMs: call.nowMs };
    return { ImportTaskId: found.id, PreviousState: status, State: "deleting" };
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

// AWS counts imports and exports together.
function checkLimit(call: Call): void {
  const running = [importSnapshotTask, exportImageTask].flatMap((kind) =>
    allTasks(call, kind).filter((one) => observeTask(call, kind, one).settledAtMs === undefined),
  );
  const limit = call.settings.runningExportLimit;
  if (running.length < limit) return;
  throw new AwsError(
    "ResourceLimitExceeded",
    `Too many conversion tasks in progress. The limit is ${limit} for this Region.`,
  );
}

function findTask(call: Call, id: string): ImportTask {
  // The newer ones end with a "t".
  if (!/^import-snap-([0-9a-f]{8}|[0-9a-f]{17}|[0-9a-f]{16}t)$/.test(id)) {
    throw new AwsError(
      "InvalidConversionTaskId.Malformed",
      `The import task ID '${id}' is malformed`,
    );
  }
  const found = call.scope.tasks[id] as ImportTask | undefined;
  if (!found || !isListed(found, importSnapshotTask, call.nowMs, call.settings.recordLifetimeMs)) {
    throw new AwsError("InvalidConversionTaskId", `The import task ID '${id}' is not valid`);
  }
  return found;
}

function describe(call: Call, { id, details, ...record }: ImportTask) {
  const observed = observeTask(call, importSnapshotTask, { id, details, ...record });
  const { status, message, progress, running, ending: how } = observed;
  const { DiskContainer: disk, Description, Encrypted, KmsKeyId, SnapshotId } = details;
  // What the file is AWS finds out after the start.
  const isKnown = progress > 0;
  return {
    Description,
    ImportTaskId: id,
    SnapshotTaskDetail: {
      Description: disk.Description ?? Description,
      DiskImageSize: isKnown ? 705_638_400 : 0,
      Encrypted,
      Format: disk.Format?.toUpperCase() ?? (isKnown ? "RAW" : undefined),
      KmsKeyId: KmsKeyId && keyArn(call, KmsKeyId),
      // A string, and gone once the task has ended.
      Progress: running ? String(progress) : undefined,
      // Empty as long as there is none.
      SnapshotId: how === "completed" ? SnapshotId : "",
      Status: status,
      StatusMessage: message,
      Url: disk.Url,
      UserBucket: disk.UserBucket ?? (isKnown ? bucketOf(disk.Url) : undefined),
    },
    Tags: toTagSet(tagsOf(call.scope, id)),
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
