/**
 * EC2 ExportImage: an AMI as a disk image file in S3.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ExportImage.html
 */
import type {
  CancelExportTaskRequest,
  DescribeExportImageTasksRequest,
  DescribeExportImageTasksResult,
  ExportImageRequest,
  ExportImageTask,
} from "@aws-sdk/client-ec2";
import type { Observation, Query, TypedKind } from "../../lifecycle/kind";
import type { AwsRequest, Props } from "../../lifecycle/ports";
import { EC2_TAGS } from "../ec2Tags";
import { tagList, tagMap } from "../tagList";
import { AMI_ID, BUCKET_NAME, percentOf, ROLE_NAME } from "./fields";
import { EXPORT_PERMISSIONS } from "./permissions";
import { EXPORT_CAUSES, EXPORT_REMEDIES, isRoleRefused } from "./remedies";
import type {
  ExportImageTaskInputs,
  ExportImageTaskOutputs,
  ExportImageTaskSuccess,
} from "./types";

type Result =
  | keyof ExportImageTaskSuccess
  | "exportImageTaskId"
  | "imageId"
  | "diskImageFormat"
  | "status"
  | "statusMessage";

export const exportImageTask: TypedKind<
  ExportImageTaskInputs,
  ExportImageTaskOutputs,
  ExportImageTaskSuccess,
  Result
> = {
  type: "ec2:ExportImageTask",
  title: "EC2 image export",
  fields: {
    imageId: { ...AMI_ID, required: true },
    diskImageFormat: { type: "string", required: true, oneOf: ["VMDK", "RAW", "VHD"] },
    s3ExportLocation: {
      type: "object",
      required: true,
      fields: {
        s3Bucket: { ...BUCKET_NAME, required: true },
        // A key is at most 1,024 bytes; AWS appends "export-ami-" and 17 digits, and ".vmdk".
        s3Prefix: { type: "string", maxBytes: 1_024 - 33, isAbsentIfEmpty: true },
      },
    },
    roleName: ROLE_NAME,
    description: { type: "string", max: 255 },
  },
  replaces: ["imageId", "diskImageFormat", "s3ExportLocation"],
  recordedOnly: ["roleName", "description"],
  outputs: ["exportImageTaskId", "status", "statusMessage", "progress"],
  idOutputs: ["exportImageTaskId"],
  followsFrom: {
    ...{ s3Bucket: ["s3ExportLocation"], s3KeyPrefix: ["s3ExportLocation"] },
    s3Key: ["s3ExportLocation", "diskImageFormat"],
    s3Uri: ["s3ExportLocation", "diskImageFormat"],
  },
  successOutputs: ["s3Bucket", "s3Key", "s3KeyPrefix", "s3Uri"],
  tagRules: { most: 50, keyLength: 127, valueLength: 256 },
  hasClientToken: true,
  statusOutput: "status",
  result: [
    ...(["exportImageTaskId", "imageId", "diskImageFormat", "status", "statusMessage"] as const),
    ...(["s3Bucket", "s3Key", "s3KeyPrefix", "s3Uri"] as const),
  ],
  // There is no "failed": a task that fails ends as a cancelled one does, with a status message.
  states: { active: "running", completed: "succeeded", deleting: "running", deleted: "failed" },
  dying: ["deleting"],
  defaults: {
    timeouts: { start: "30m", wait: "12h", cancel: "20m" },
    polling: { minInterval: "15s", maxInterval: "2m" },
  },
  batchSize: 100,
  // The documentation has the descriptions of these two swapped; ids come from AWS itself here.
  notFound: ["InvalidExportTaskID.NotFound", "InvalidExportTaskID.Malformed"],
  limits: ["ResourceLimitExceeded"],
  isPropagating: isRoleRefused,
  remedies: EXPORT_REMEDIES,
  causes: EXPORT_CAUSES,
  start: (inputs, clientToken, tags) => ({
    service: "ec2",
    operation: "ExportImage",
    input: startInput(inputs, clientToken, tags),
  }),
  started: (answer) => observe(answer as ExportImageTask),
  describe: (ids) => query({ ExportImageTaskIds: [...ids] }),
  candidates: () => [query({ MaxResults: 500 })],
  // AWS runs one export of an AMI at a time.
  relation: ({ outputs }, { imageId }) => (outputs.imageId === imageId ? "inTheWay" : undefined),
  computed(outputs) {
    const { s3Bucket, s3Prefix } =
      outputs.s3ExportLocation as ExportImageTaskInputs["s3ExportLocation"];
    // AWS never tells the key. It appends the id without a slash.
    const s3KeyPrefix = `${s3Prefix ?? ""}${String(outputs.exportImageTaskId)}`;
    // Of a task read by its id alone the format isn't known: AWS does not tell it either.
    if (typeof outputs.diskImageFormat !== "string") return { s3Bucket, s3KeyPrefix };
    const s3Key = `${s3KeyPrefix}.${outputs.diskImageFormat.toLowerCase()}`;
    return { s3Bucket, s3Key, s3KeyPrefix, s3Uri: `s3://${s3Bucket}/${s3Key}` };
  },
  artifact: (outputs) => (typeof outputs.s3Uri === "string" ? outputs.s3Uri : undefined),
  tagging: {
    target: ({ id }) => id,
    permission: "ec2:CreateTags (on export-image-task)",
    ...EC2_TAGS,
  },
  cancel: (id) => call("CancelExportTask", { ExportTaskId: id }),
  listing: { query: () => query({ MaxResults: 500 }) },
  permissions: EXPORT_PERMISSIONS,
};

function startInput(
  inputs: Props,
  clientToken: string,
  tags: Readonly<Record<string, string>>,
): ExportImageRequest {
  const { imageId, diskImageFormat, s3ExportLocation, roleName, description } =
    inputs as unknown as ExportImageTaskInputs;
  const Tags = tagList(tags);
  return {
    ImageId: imageId,
    DiskImageFormat: diskImageFormat,
    S3ExportLocation: {
      S3Bucket: s3ExportLocation.s3Bucket,
      ...(s3ExportLocation.s3Prefix && { S3Prefix: s3ExportLocation.s3Prefix }),
    },
    ...(roleName !== undefined && { RoleName: roleName }),
    ...(description !== undefined && { Description: description }),
    ...(Tags.length > 0 && {
      TagSpecifications: [{ ResourceType: "export-image-task" as const, Tags }],
    }),
    ClientToken: clientToken,
  };
}

function query(input: DescribeExportImageTasksRequest): Query {
  return {
    request: call("DescribeExportImageTasks", input),
    observations: (answer) => {
      const { ExportImageTasks = [] } = answer as DescribeExportImageTasksResult;
      return ExportImageTasks.map(observe);
    },
    next: ({ NextToken }) =>
      typeof NextToken === "string"
        ? call("DescribeExportImageTasks", { ...input, NextToken })
        : undefined,
  };
}

function observe(task: ExportImageTask): Observation {
  const { ExportImageTaskId = "", Status = "", StatusMessage, Progress, ImageId } = task;
  const { S3Bucket, S3Prefix } = task.S3ExportLocation ?? {};
  return {
    id: ExportImageTaskId,
    status: Status,
    message: StatusMessage,
    percent: percentOf(Progress),
    tags: tagMap(task.Tags),
    outputs: {
      exportImageTaskId: ExportImageTaskId,
      status: Status,
      statusMessage: StatusMessage,
      progress: Progress,
      imageId: ImageId,
      description: task.Description,
      s3ExportLocation: { s3Bucket: S3Bucket, s3Prefix: S3Prefix },
    },
  };
}

type Requests = {
  CancelExportTask: CancelExportTaskRequest;
  DescribeExportImageTasks: DescribeExportImageTasksRequest;
};

function call<O extends keyof Requests>(operation: O, input: Requests[O]): AwsRequest {
  return { service: "ec2", operation, input };
}
