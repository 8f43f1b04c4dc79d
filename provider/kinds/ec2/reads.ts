/** What EC2 tells of its tasks, as tables. */
import type { Props } from "../../lifecycle/ports";
import type { BooleanField, StringField } from "../../lifecycle/validate";
import type { TypedReadOperation } from "../../reading/operation";
import { exportImageTask } from "./exportImageTask";
import { AMI_ID } from "./fields";
import { type Filter, filterField, passes } from "./filters";
import { importSnapshotTask } from "./importSnapshotTask";
import type {
  ExportImageTaskInfo,
  GetExportImageTasksArgs,
  GetExportImageTasksResult,
  GetImportSnapshotTasksArgs,
  GetImportSnapshotTasksResult,
  GetStoreImageTasksArgs,
  GetStoreImageTasksResult,
  ImportSnapshotTaskInfo,
  StoreImageTaskInfo,
} from "./readTypes";
import { STORE_REMEDIES } from "./remedies";
import { storeImageTask } from "./storeImageTask";

const TEXT: StringField = { type: "string", min: 1 };
const FLAG: BooleanField = { type: "boolean" };
const PAGE_REMEDIES = { InvalidPaginationToken: "Begin again without nextToken." };

const unknownIds = (forgottenAfter: string) =>
  "Check the ids, the Region and the account: AWS shows nothing of the others where one is " +
  `unknown, and forgets finished tasks after ${forgottenAfter}.`;

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
  list: { member: "exportImageTasks", ids: "exportImageTaskIds", largestPage: 500 },
  remedies: {
    "InvalidExportTaskID.NotFound": unknownIds("a while"),
    "InvalidExportTaskID.Malformed":
      'Check the ids: they are "export-ami-" and 17 hexadecimal digits.',
    ...PAGE_REMEDIES,
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
    ...PAGE_REMEDIES,
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html */
export const importSnapshotTasks: TypedReadOperation<
  GetImportSnapshotTasksArgs,
  GetImportSnapshotTasksResult,
  ImportSnapshotTaskInfo
> = {
  name: "ec2.getImportSnapshotTasks",
  kind: importSnapshotTask,
  service: "ec2",
  operation: "DescribeImportSnapshotTasks",
  fields: {
    importTaskIds: { type: "list", items: TEXT },
    filters: filterField(),
    // AWS documents no upper bound; on the wire it is an integer.
    maxResults: { type: "number", min: 1, max: 2_147_483_647, isWhole: true },
    nextToken: TEXT,
    dryRun: FLAG,
  },
  list: { member: "importSnapshotTasks", ids: "importTaskIds" },
  // Of the members of a disk's file this one may let in whoever has it.
  secrets: ["url"],
  remedies: {
    InvalidConversionTaskId: unknownIds("7 days"),
    "InvalidConversionTaskId.Malformed":
      'Check the ids: they are "import-snap-" and 17 letters and digits.',
    ...PAGE_REMEDIES,
  },
};
