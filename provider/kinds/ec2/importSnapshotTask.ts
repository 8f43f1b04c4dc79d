/**
 * EC2 ImportSnapshot: a disk image file in S3 as an EBS snapshot.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportSnapshot.html
 * https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-import-snapshot.html
 */
import type {
  CancelImportTaskRequest,
  DeleteSnapshotRequest,
  DescribeImportSnapshotTasksRequest,
  DescribeImportSnapshotTasksResult,
  DescribeSnapshotsRequest,
  DescribeSnapshotsResult,
  ImportSnapshotRequest,
  ImportSnapshotTask,
  Snapshot,
} from "@aws-sdk/client-ec2";
import type { Cause, Observation, Query, Tags, TypedKind } from "../../lifecycle/kind";
import type { Permissions } from "../../lifecycle/permissions";
import type { AwsRequest, Props } from "../../lifecycle/ports";
import { withoutUrls } from "../../lifecycle/redact";
import type { Field } from "../../lifecycle/validate";
import { EC2_TAGS } from "../ec2Tags";
import { TIME } from "../fields";
import { tagList, tagMap } from "../tagList";
import { BUCKET_NAME, percentOf, ROLE_NAME } from "./fields";
import { VMIMPORT } from "./permissions";
import { CONVERSIONS_LIMIT, isRoleRefused } from "./remedies";

/** What {@link ImportSnapshotTask} takes: the members of EC2 ImportSnapshot. */
export interface ImportSnapshotTaskInputs {
  /** The disk image: in it either `userBucket` or `url` (ImportSnapshot `DiskContainer`). */
  diskContainer: {
    /** What the disk is (`Description`). */
    description?: string;
    /** The format of the file (`Format`). */
    format?: "VHD" | "VMDK" | "RAW";
    /** Where the file is, `s3://…` or `https://…`, perhaps presigned (`Url`). */
    url?: string;
    /** Where the file is (`UserBucket`). */
    userBucket?: {
      /** A bucket of the same Region (`S3Bucket`). */
      s3Bucket: string;
      /** The file's key (`S3Key`). */
      s3Key: string;
    };
  };
  /** Whether the snapshot is to be encrypted (ImportSnapshot `Encrypted`). */
  encrypted?: boolean;
  /** A symmetric KMS key of the Region, by id, alias or ARN; else EBS's (ImportSnapshot `KmsKeyId`). */
  kmsKeyId?: string;
  /** The service role, `vmimport` if absent (ImportSnapshot `RoleName`). Recorded only once started. */
  roleName?: string;
  /** What the task is (ImportSnapshot `Description`). Recorded only once started. */
  description?: string;
  /** Notes on the upload of the file (ImportSnapshot `ClientData`). Recorded only once started. */
  clientData?: {
    /** Any text (`Comment`). */
    comment?: string;
    /** ISO 8601 (`UploadStart`). */
    uploadStart?: string;
    /** ISO 8601 (`UploadEnd`). */
    uploadEnd?: string;
    /** In GiB (`UploadSize`). */
    uploadSize?: number;
  };
}

/** What EC2 tells about the task: ImportSnapshot and DescribeImportSnapshotTasks. */
export interface ImportSnapshotTaskOutputs {
  /** `import-snap-…`, also the resource's id (`ImportTaskId`). */
  importTaskId: string;
  /**
   * AWS's raw word: `pending`, `active`, `completed`, `deleting`, `deleted` or `error`
   * (`SnapshotTaskDetail.Status`).
   */
  status: string;
  /** The phase while it runs, the reason once it failed (`SnapshotTaskDetail.StatusMessage`). */
  statusMessage: string | undefined;
  /** Percent as AWS writes it, such as `"42"`; see `progressPercent` (`SnapshotTaskDetail.Progress`). */
  progress: string | undefined;
  /** The size of the disk; AWS says GiB, and gives bytes (`SnapshotTaskDetail.DiskImageSize`). */
  diskImageSize: number | undefined;
}

/** What is there once the import succeeded. */
export interface ImportSnapshotTaskSuccess {
  /** The snapshot, `snap-…` (`SnapshotTaskDetail.SnapshotId`). */
  snapshotId: string;
}

type Result = keyof ImportSnapshotTaskSuccess | keyof ImportSnapshotTaskOutputs;

/** The largest volume of EBS. */
const MOST_GIB = 65_536;

const FIELDS: Readonly<Record<string, Field>> = {
  diskContainer: {
    type: "object",
    required: true,
    fields: {
      description: { type: "string", isUntold: true },
      // AWS finds it out where it isn't given.
      format: { type: "string", oneOf: ["VHD", "VMDK", "RAW"], isUntold: true },
      url: {
        type: "string",
        isSensitive: true,
        pattern: /^(https|s3):\/\/\S+$/,
        form: 'be a URL that begins with "https://" or "s3://"',
      },
      userBucket: {
        type: "object",
        fields: {
          s3Bucket: { ...BUCKET_NAME, required: true },
          s3Key: { type: "string", required: true, min: 1, maxBytes: 1_024 },
        },
      },
    },
  },
  encrypted: { type: "boolean" },
  // AWS tells the key's ARN, whatever it was called.
  kmsKeyId: { type: "string", min: 1, isUntold: true },
  roleName: ROLE_NAME,
  description: { type: "string" },
  clientData: {
    type: "object",
    fields: {
      comment: { type: "string" },
      uploadStart: TIME,
      uploadEnd: TIME,
      uploadSize: { type: "number", min: 0, max: MOST_GIB },
    },
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const REMEDIES: Readonly<Record<string, string>> = {
  "InvalidSnapshot.InUse": "An AMI was made of the snapshot: deregister it first.",
};

/**
 * - messages: https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-troubleshooting.html
 * - role: https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
 */
const CAUSES: readonly Cause[] = [
  CONVERSIONS_LIMIT,
  {
    says: /(bucket|\bS3\b).*\b(region|local|location)\b|\bregion\b.*bucket|NoSuchBucket/i,
    remedy:
      "The bucket must exist and be in the Region of the import: change diskContainer, or region.",
  },
  {
    says: /\brole\b/i,
    remedy:
      'Check the service role ("vmimport" unless roleName names another): it must exist, trust ' +
      'vmie.amazonaws.com (external id "vmimport"), and may read the bucket and copy snapshots; ' +
      "for files that a KMS key encrypts also kms:Decrypt.",
  },
  {
    says: /footers not identical/i,
    remedy: "A differencing VHD can't be imported, nor a damaged one: export the disk anew.",
  },
  {
    says: /uncompressed data has invalid length/i,
    remedy: "The VMDK file is damaged: repair it, or make it anew.",
  },
  {
    says: /unsupported (specified |VMDK )?file format|compression algorithm|disk-image-size/i,
    remedy: "AWS imports VHD, VMDK and raw disks: check the file, and that format says what it is.",
  },
  {
    says: /\bKMS\b|encrypt/i,
    remedy:
      "The KMS key must be symmetric and in the Region of the import, and the service role may " +
      "use it: kms:CreateGrant, Decrypt, DescribeKey, Encrypt, GenerateDataKey* and ReEncrypt*.",
  },
  {
    says: /access ?denied|not authorized|\bforbidden\b/i,
    remedy:
      "Allow the service role s3:GetBucketLocation, s3:ListBucket and s3:GetObject on the bucket.",
  },
];

const SNAPSHOTS = ["arn:{partition}:ec2:{region}::snapshot/*"];
const IMPORT_TASKS = ["arn:{partition}:ec2:{region}:{account}:import-snapshot-task/*"];
const BUCKET = "arn:{partition}:s3:::{diskContainer.userBucket.s3Bucket}";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html */
const PERMISSIONS: Permissions = {
  grants: {
    Describe: {
      need: "read",
      actions: ["ec2:DescribeImportSnapshotTasks", "ec2:DescribeSnapshots"],
    },
    Run: { need: "manage", actions: ["ec2:ImportSnapshot", "ec2:CancelImportTask"] },
    TagAtStart: {
      need: "tag",
      actions: ["ec2:CreateTags"],
      resources: IMPORT_TASKS,
      condition: { StringEquals: { "ec2:CreateAction": "ImportSnapshot" } },
    },
    TagLater: {
      need: "tag",
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: [...IMPORT_TASKS, ...SNAPSHOTS],
    },
    Delete: { need: "erase", actions: ["ec2:DeleteSnapshot"], resources: SNAPSHOTS },
  },
  serviceRole: {
    ...VMIMPORT,
    grants: {
      Bucket: {
        need: "manage",
        actions: ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
        resources: [BUCKET, `${BUCKET}/*`],
      },
      Snapshots: {
        need: "manage",
        actions: [
          ...["ec2:ModifySnapshotAttribute", "ec2:CopySnapshot", "ec2:RegisterImage"],
          "ec2:Describe*",
        ],
      },
      // Only where the file or the snapshot is encrypted by a key of one's own.
      Keys: {
        need: "manage",
        actions: [
          ...["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"],
          ...["kms:GenerateDataKey*", "kms:ReEncrypt*"],
        ],
        resources: ["arn:{partition}:kms:{region}:*:key/*"],
      },
    },
  },
};

export const importSnapshotTask: TypedKind<
  ImportSnapshotTaskInputs,
  ImportSnapshotTaskOutputs,
  ImportSnapshotTaskSuccess,
  Result
> = {
  type: "ec2:ImportSnapshotTask",
  title: "EC2 snapshot import",
  fields: FIELDS,
  rules: (inputs, isUnknown) => [...sourceRule(inputs, isUnknown), ...keyRule(inputs, isUnknown)],
  replaces: ["diskContainer", "encrypted", "kmsKeyId"],
  recordedOnly: ["roleName", "description", "clientData"],
  outputs: ["importTaskId", "status", "statusMessage", "progress", "diskImageSize"],
  idOutputs: ["importTaskId", "snapshotId"],
  followsFrom: {},
  successOutputs: ["snapshotId"],
  result: ["importTaskId", "status", "statusMessage", "progress", "diskImageSize", "snapshotId"],
  tagRules: { most: 50, keyLength: 127, valueLength: 256 },
  hasClientToken: true,
  statusOutput: "status",
  // AWS documents four words, its waiter knows "error", and people have seen "pending". A failure
  // ends as a cancelled task does, with a status message.
  states: {
    ...{ pending: "running", active: "running", completed: "succeeded" },
    ...{ deleting: "running", deleted: "failed", error: "failed" },
  },
  dying: ["deleting"],
  defaults: {
    timeouts: { start: "30m", wait: "6h", cancel: "20m" },
    polling: { minInterval: "15s", maxInterval: "2m" },
  },
  batchSize: 100,
  // The first two are documented, and both are seen of tasks that AWS has forgotten.
  notFound: [
    ...["InvalidConversionTaskId", "InvalidConversionTaskId.Malformed"],
    "InvalidConversionTaskId.NotFound",
  ],
  limits: ["ResourceLimitExceeded"],
  isPropagating: isRoleRefused,
  remedies: REMEDIES,
  causes: CAUSES,
  start: (inputs, clientToken, tags) => ({
    service: "ec2",
    operation: "ImportSnapshot",
    input: startInput(inputs, clientToken, tags),
  }),
  started: (answer) => observe(answer as ImportSnapshotTask),
  describe: (ids) => query({ ImportTaskIds: [...ids] }),
  candidates: () => [query({})],
  // Several imports of one file run side by side.
  relation: () => undefined,
  computed: ({ snapshotId }) => ({ snapshotId }),
  artifact: ({ snapshotId }) => (typeof snapshotId === "string" ? snapshotId : undefined),
  // AWS says that a completed task's snapshot can be used; that it is there yet only this tells.
  usable: {
    permission: "ec2:DescribeSnapshots",
    ask: (seen) => {
      const { snapshotId } = seen.outputs;
      if (typeof snapshotId !== "string") return undefined;
      const judge = (answer: Props) => {
        const [snapshot] = (answer as DescribeSnapshotsResult).Snapshots ?? [];
        return snapshot && withSnapshot(seen, snapshot);
      };
      return { request: call("DescribeSnapshots", { SnapshotIds: [snapshotId] }), judge };
    },
  },
  tagging: {
    target: ({ id }) => id,
    alsoOn: ({ status, outputs: { snapshotId } }) =>
      status === "completed" && typeof snapshotId === "string" ? snapshotId : undefined,
    permission: "ec2:CreateTags (on import-snapshot-task)",
    ...EC2_TAGS,
  },
  cancel: (id) => call("CancelImportTask", { ImportTaskId: id }),
  erase: {
    request: ({ outputs: { snapshotId } }) =>
      typeof snapshotId === "string"
        ? call("DeleteSnapshot", { SnapshotId: snapshotId })
        : undefined,
  },
  listing: { query: () => query({}) },
  permissions: PERMISSIONS,
};

function sourceRule({ diskContainer }: Props, isUnknown: (value: unknown) => boolean): string[] {
  if (typeof diskContainer !== "object" || diskContainer === null) return [];
  const { url, userBucket } = diskContainer as Props;
  if (isUnknown(url) || isUnknown(userBucket)) return [];
  const given = [url, userBucket].filter((one) => one !== undefined).length;
  if (given === 1) return [];
  const got = given === 0 ? "neither" : "both";
  return [`diskContainer: must have one of userBucket and url, got ${got}`];
}

/** A key that is not known yet may turn out to be none. */
function keyRule({ encrypted, kmsKeyId }: Props, isUnknown: (value: unknown) => boolean): string[] {
  if (kmsKeyId === undefined || isUnknown(kmsKeyId)) return [];
  if (encrypted !== undefined && encrypted !== false) return [];
  return ["encrypted: must be true with kmsKeyId"];
}

function startInput(inputs: Props, clientToken: string, tags: Tags): ImportSnapshotRequest {
  const { diskContainer, encrypted, kmsKeyId, roleName, description, clientData } =
    inputs as unknown as ImportSnapshotTaskInputs;
  const { userBucket } = diskContainer;
  const Tags = tagList(tags);
  return {
    DiskContainer: {
      Description: diskContainer.description,
      Format: diskContainer.format,
      Url: diskContainer.url,
      ...(userBucket && {
        UserBucket: { S3Bucket: userBucket.s3Bucket, S3Key: userBucket.s3Key },
      }),
    },
    Encrypted: encrypted,
    KmsKeyId: kmsKeyId,
    RoleName: roleName,
    Description: description,
    ...(clientData && {
      ClientData: {
        Comment: clientData.comment,
        UploadStart: dateOf(clientData.uploadStart),
        UploadEnd: dateOf(clientData.uploadEnd),
        UploadSize: clientData.uploadSize,
      },
    }),
    ...(Tags.length > 0 && {
      TagSpecifications: [{ ResourceType: "import-snapshot-task" as const, Tags }],
    }),
    // The SDK makes one by itself of exports only.
    ClientToken: clientToken,
  };
}

const dateOf = (time: string | undefined) => (time === undefined ? undefined : new Date(time));

function query(input: DescribeImportSnapshotTasksRequest): Query {
  return {
    request: call("DescribeImportSnapshotTasks", input),
    observations: (answer) => {
      const { ImportSnapshotTasks = [] } = answer as DescribeImportSnapshotTasksResult;
      return ImportSnapshotTasks.map(observe);
    },
    next: ({ NextToken }) =>
      typeof NextToken === "string"
        ? call("DescribeImportSnapshotTasks", { ...input, NextToken })
        : undefined,
  };
}

/** Of a URL nothing is told again: nobody would know that it is a secret. */
function observe(task: ImportSnapshotTask): Observation {
  const { ImportTaskId = "", SnapshotTaskDetail: disk = {} } = task;
  const { Status = "", Progress, StatusMessage, UserBucket, Url } = disk;
  const statusMessage = StatusMessage === undefined ? undefined : withoutUrls(StatusMessage);
  return {
    id: ImportTaskId,
    status: Status,
    message: statusMessage,
    percent: percentOf(Progress),
    tags: tagMap(task.Tags),
    outputs: {
      importTaskId: ImportTaskId,
      status: Status,
      statusMessage,
      progress: Progress,
      diskImageSize: disk.DiskImageSize,
      snapshotId: disk.SnapshotId,
      description: task.Description,
      encrypted: disk.Encrypted,
      kmsKeyId: disk.KmsKeyId,
      diskContainer: {
        description: disk.Description,
        format: disk.Format,
        // Of a URL AWS finds out bucket and key: they were not what was asked for.
        ...(UserBucket &&
          Url === undefined && {
            userBucket: { s3Bucket: UserBucket.S3Bucket, s3Key: UserBucket.S3Key },
          }),
      },
    },
  };
}

/** The task as its snapshot shows it, whose tags count where AWS has forgotten the task. */
function withSnapshot(task: Observation, snapshot: Snapshot): Observation {
  const alsoTags = tagMap(snapshot.Tags);
  const seen = { ...task, alsoTags, tags: task.tags ?? alsoTags };
  if (snapshot.State === "completed") return { ...seen, state: "succeeded" };
  if (snapshot.State !== "error") {
    return { ...seen, state: "running", message: `snapshot ${snapshot.State}` };
  }
  const message = ["the snapshot is in error", snapshot.StateMessage].filter(Boolean).join(": ");
  return { ...seen, state: "failed", message };
}

type Requests = {
  CancelImportTask: CancelImportTaskRequest;
  DeleteSnapshot: DeleteSnapshotRequest;
  DescribeImportSnapshotTasks: DescribeImportSnapshotTasksRequest;
  DescribeSnapshots: DescribeSnapshotsRequest;
};

function call<O extends keyof Requests>(operation: O, input: Requests[O]): AwsRequest {
  return { service: "ec2", operation, input };
}
