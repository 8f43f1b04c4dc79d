/** What EC2 tells of its tasks, as tables. */
import type { Props } from "../../lifecycle/ports";
import type { BooleanField, StringField } from "../../lifecycle/validate";
import type { TypedReadOperation } from "../../reading/operation";
import { exportImageTask } from "./exportImageTask";
import { AMI_ID } from "./fields";
import { type Filter, filterField, passes } from "./filters";
import type {
  ExportImageTaskInfo,
  GetExportImageTasksArgs,
  GetExportImageTasksResult,
  GetStoreImageTasksArgs,
  GetStoreImageTasksResult,
  StoreImageTaskInfo,
} from "./readTypes";
import { STORE_REMEDIES } from "./remedies";
import { storeImageTask } from "./storeImageTask";

const TEXT: StringField = { type: "string", min: 1 };
const FLAG: BooleanField = { type: "boolean" };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeExportImageTasks.html */
export const exportImageTasks: TypedReadOperation<
  GetExportImageTasksArgs,
  GetExportImageTasksResult,
  ExportImageTaskInfo
> = {
  name: "ec2.getExportImageTasks",
  kind: exportImageTask,
  service: "ec2",
  operation: "DescribeExportImageTasks",
  fields: {
    exportImageTaskIds: { type: "list", items: TEXT },
    filters: filterField(),
    maxResults: { type: "number", min: 1, max: 500, isWhole: true },
    nextToken: TEXT,
    dryRun: FLAG,
  },
  list: {
    member: "exportImageTasks",
    ids: "exportImageTaskIds",
    largestPage: 500,
    complete: withTagValues,
  },
  remedies: {
    "InvalidExportTaskID.NotFound":
      "Check the ids, the Region and the account: AWS shows nothing of the others where one is " +
      "unknown, and forgets finished tasks after a while.",
    "InvalidExportTaskID.Malformed":
      'Check the ids: they are "export-ami-" and 17 hexadecimal digits.',
    InvalidPaginationToken: "Begin again without nextToken.",
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeStoreImageTasks.html */
export const storeImageTasks: TypedReadOperation<
  GetStoreImageTasksArgs,
  GetStoreImageTasksResult,
  StoreImageTaskInfo
> = {
  name: "ec2.getStoreImageTasks",
  kind: storeImageTask,
  service: "ec2",
  operation: "DescribeStoreImageTasks",
  fields: {
    imageIds: { type: "list", min: 1, max: 20, items: AMI_ID },
    filters: filterField(["task-state", "bucket"]),
    maxResults: { type: "number", min: 1, max: 200, isWhole: true },
    nextToken: TEXT,
    dryRun: FLAG,
  },
  rules: ({ imageIds, maxResults }) =>
    (imageIds ?? undefined) === undefined || (maxResults ?? undefined) === undefined
      ? []
      : ["maxResults: must not be given together with imageIds: AWS refuses it"],
  list: {
    member: "storeImageTaskResults",
    ids: "imageIds",
    largestPage: 200,
    // Asked by image ids AWS ignores the filters.
    keeps: ({ bucket, storeTaskState }, { imageIds, filters }) => {
      if (!imageIds || !filters) return true;
      const values: Props = { bucket, "task-state": storeTaskState };
      return passes(filters as readonly Filter[], (name) => values[name] as string | undefined);
    },
  },
  remedies: {
    ...STORE_REMEDIES,
    InvalidPaginationToken: "Begin again without nextToken.",
  },
};

/** What is empty is missing in an answer; a tag without a value has an empty one. */
function withTagValues(task: Props): Props {
  const { tags } = task;
  if (!Array.isArray(tags)) return task;
  return { ...task, tags: (tags as Props[]).map((tag) => ({ value: "", ...tag })) };
}
