/**
 * EC2 CreateStoreImageTask: an AMI as one object in S3.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateStoreImageTask.html
 */
import type {
  CreateStoreImageTaskRequest,
  CreateStoreImageTaskResult,
  DescribeStoreImageTasksRequest,
  DescribeStoreImageTasksResult,
  StoreImageTaskResult,
} from "@aws-sdk/client-ec2";
import type { Observation, Query, Tags, TypedKind } from "../../lifecycle/kind";
import type { Props } from "../../lifecycle/ports";
import { tagList } from "../tagList";
import { AMI_ID, BUCKET_NAME } from "./fields";
import { STORE_PERMISSIONS } from "./permissions";
import { STORE_CAUSES, STORE_REMEDIES } from "./remedies";
import type { StoreImageTaskInputs, StoreImageTaskOutputs, StoreImageTaskSuccess } from "./types";

type Result =
  keyof StoreImageTaskSuccess | "imageId" | "bucket" | "storeTaskState" | "taskStartTime";

export const storeImageTask: TypedKind<
  StoreImageTaskInputs,
  StoreImageTaskOutputs,
  StoreImageTaskSuccess,
  Result
> = {
  type: "ec2:StoreImageTask",
  title: "EC2 image store",
  fields: { imageId: { ...AMI_ID, required: true }, bucket: { ...BUCKET_NAME, required: true } },
  // The tags go on the S3 object, at the start and never again; S3 takes ten.
  tagRules: { most: 10, keyLength: 128, valueLength: 256 },
  replaces: ["imageId", "bucket"],
  recordedOnly: [],
  outputs: [
    ...["amiId", "taskStartTime", "s3objectKey", "progressPercentage", "storeTaskState"],
    "storeTaskFailureReason",
  ],
  idOutputs: ["amiId", "taskStartTime", "s3objectKey"],
  followsFrom: {
    ...{ amiId: ["imageId"], s3objectKey: ["imageId"], objectKey: ["imageId"] },
    s3Uri: ["bucket", "imageId"],
  },
  successOutputs: ["objectKey", "s3Uri"],
  result: ["imageId", "bucket", "storeTaskState", "taskStartTime", "objectKey", "s3Uri"],
  statusOutput: "storeTaskState",
  states: { InProgress: "running", Completed: "succeeded", Failed: "failed" },
  dying: [],
  defaults: {
    timeouts: { start: "30m", wait: "12h" },
    polling: { minInterval: "10s", maxInterval: "2m" },
  },
  // A filter takes 200 values, and a bucket is one of them.
  batchSize: 200,
  notFound: [],
  limits: ["ResourceLimitExceeded"],
  remedies: STORE_REMEDIES,
  causes: STORE_CAUSES,
  hasClientToken: false,
  start: (inputs, _token, tags) => ({
    service: "ec2",
    operation: "CreateStoreImageTask",
    input: startInput(inputs, tags),
  }),
  // AWS gives no id: one is made of what identifies the task, as soon as a describe shows when.
  started: (answer, inputs) => ({
    id: [inputs.region, inputs.bucket, inputs.imageId].join("/"),
    status: "InProgress",
    isProvisional: true,
    outputs: {
      amiId: inputs.imageId,
      storeTaskState: "InProgress",
      s3objectKey: (answer as CreateStoreImageTaskResult).ObjectKey,
    },
  }),
  // Asked by image ids AWS ignores the buckets and shows the newest task of an AMI only.
  describe: (ids) =>
    query([...new Set(ids.map((id) => partsOf(id).bucket))], partsOf(ids[0]).region),
  pick,
  candidates: ({ bucket, region }) => [query([String(bucket)], String(region))],
  relation: ({ outputs }, { imageId, bucket }) =>
    outputs.amiId === imageId && outputs.bucket === bucket ? "sameResult" : undefined,
  computed({ bucket, imageId, s3objectKey }) {
    // What follows from a secret AMI is in no state: AWS names the object after the AMI.
    const objectKey = typeof s3objectKey === "string" ? s3objectKey : `${String(imageId)}.bin`;
    return { objectKey, s3Uri: `s3://${String(bucket)}/${objectKey}` };
  },
  artifact: ({ s3Uri }) => (typeof s3Uri === "string" ? s3Uri : undefined),
  listing: { query: (region) => query([], region) },
  permissions: STORE_PERMISSIONS,
};

function startInput({ imageId, bucket }: Props, tags: Tags): CreateStoreImageTaskRequest {
  const S3ObjectTags = tagList(tags);
  return {
    ImageId: String(imageId),
    Bucket: String(bucket),
    ...(S3ObjectTags.length > 0 && { S3ObjectTags }),
  };
}

/** `region/bucket/amiId/<taskStartTime>`, or without the time. */
function partsOf(id = ""): { region: string; bucket: string; amiId: string; time?: string } {
  const [region = "", bucket = "", amiId = "", time] = id.split("/");
  return { region, bucket, amiId, ...(time === undefined ? {} : { time }) };
}

/**
 * An id without a time means the task that a describe has shown before, else the one that began
 * nearest to the call, not much earlier; where nothing is known of a call (`adopt`), the newest.
 */
function pick(
  id: string,
  seen: readonly Observation[],
  outputs: Props,
  earlierMs: number,
): Observation | undefined {
  const { region, bucket, amiId, time = outputs.taskStartTime } = partsOf(id);
  if (typeof outputs.region === "string" && outputs.region !== region) return undefined;
  const same = seen.filter((one) => one.outputs.amiId === amiId && one.outputs.bucket === bucket);
  if (typeof time === "string") return same.find((one) => one.outputs.taskStartTime === time);
  const calledAt = typeof outputs.__startedAt === "string" ? outputs.__startedAt : undefined;
  const byTime = [...same].sort((a, b) => timeOf(a) - timeOf(b));
  if (calledAt === undefined) return byTime.at(-1);
  // The call's time is this machine's, the task's is AWS's.
  const afterMs = (one: Observation) => timeOf(one) - Date.parse(calledAt);
  const near = byTime.filter((one) => afterMs(one) >= -earlierMs);
  return near.sort((a, b) => Math.abs(afterMs(a)) - Math.abs(afterMs(b)))[0];
}

function timeOf({ outputs }: Observation): number {
  return Date.parse(String(outputs.taskStartTime));
}

/** Of these buckets; of all where none is named. */
function query(buckets: string[], region: string): Query {
  const filter = buckets.length > 0 && { Filters: [{ Name: "bucket", Values: buckets }] };
  const request = (more: DescribeStoreImageTasksRequest) => ({
    service: "ec2",
    operation: "DescribeStoreImageTasks",
    input: { ...filter, MaxResults: 200, ...more },
  });
  return {
    request: request({}),
    observations: (answer) => {
      const { StoreImageTaskResults = [] } = answer as DescribeStoreImageTasksResult;
      return StoreImageTaskResults.map((task) => observe(task, region));
    },
    next: ({ NextToken }) => (typeof NextToken === "string" ? request({ NextToken }) : undefined),
  };
}

function observe(task: StoreImageTaskResult, region: string): Observation {
  const { AmiId = "", Bucket = "", StoreTaskState = "", TaskStartTime } = task;
  const taskStartTime = TaskStartTime === undefined ? "" : new Date(TaskStartTime).toISOString();
  return {
    id: [region, Bucket, AmiId, taskStartTime].join("/"),
    status: StoreTaskState,
    message: task.StoreTaskFailureReason,
    percent: task.ProgressPercentage,
    startedAt: taskStartTime === "" ? undefined : taskStartTime,
    outputs: {
      amiId: AmiId,
      imageId: AmiId,
      bucket: Bucket,
      taskStartTime,
      s3objectKey: task.S3objectKey,
      progressPercentage: task.ProgressPercentage,
      storeTaskState: StoreTaskState,
      storeTaskFailureReason: task.StoreTaskFailureReason,
    },
  };
}
