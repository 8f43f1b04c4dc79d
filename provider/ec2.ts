/** EC2's tasks: as resources, and functions that read them. */
import { exportImageTask } from "./kinds/ec2/exportImageTask";
import { importSnapshotTask } from "./kinds/ec2/importSnapshotTask";
import { exportImageTasks, importSnapshotTasks, storeImageTasks } from "./kinds/ec2/reads";
import { storeImageTask } from "./kinds/ec2/storeImageTask";
import { iterateFunction, outputFunction, plainFunction } from "./pulumi/functions";
import { taskResource } from "./pulumi/resource";

export type {
  ImportSnapshotTaskInputs,
  ImportSnapshotTaskOutputs,
  ImportSnapshotTaskSuccess,
} from "./kinds/ec2/importSnapshotTask";
export type * from "./kinds/ec2/readTypes";
export type * from "./kinds/ec2/types";
export type { DryRunResult } from "./reading/operation";

/**
 * Exports an AMI to a disk image file in S3 (EC2 ExportImage), and follows the task to its end.
 *
 * `pulumi up` starts it and records its id at once; the next `pulumi up` waits for it. Fails with
 * AWS's reason once it failed, and replaces it after that.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const exported = new ec2.ExportImageTask("golden", {
 *   imageId: "ami-0123456789abcdef0",
 *   diskImageFormat: "VMDK",
 *   s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: "images/" },
 * });
 * export const file = exported.s3Uri; // undefined until the task has succeeded
 * ```
 */
export class ExportImageTask extends taskResource(exportImageTask) {}

/**
 * Stores an AMI as one object in S3 (EC2 CreateStoreImageTask), and follows the task to its end.
 *
 * A store of the same AMI into the same bucket that runs already is taken up, whoever started it:
 * its result is the same object. It can't be cancelled, and its tags can't be changed later.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const stored = new ec2.StoreImageTask("golden", {
 *   imageId: "ami-0123456789abcdef0",
 *   bucket: "my-images",
 * });
 * export const object = stored.s3Uri; // undefined until the task has succeeded
 * ```
 */
export class StoreImageTask extends taskResource(storeImageTask) {}

/**
 * Imports a disk image file from S3 as an EBS snapshot (EC2 ImportSnapshot), and follows the task to
 * its end.
 *
 * `pulumi up` starts it and records its id at once; the next `pulumi up` waits for it. The tags go
 * on the task, and on the snapshot once it is there. The snapshot stays when its resource is
 * deleted, unless `onDelete` is `"delete"`.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const imported = new ec2.ImportSnapshotTask("golden", {
 *   diskContainer: {
 *     format: "VMDK",
 *     userBucket: { s3Bucket: "my-disks", s3Key: "golden.vmdk" },
 *   },
 *   encrypted: true,
 * });
 * export const snapshot = imported.snapshotId; // undefined until the task has succeeded
 * ```
 */
export class ImportSnapshotTask extends taskResource(importSnapshotTask) {}

/**
 * The image exports of an account and Region (EC2 DescribeExportImageTasks), whoever started them.
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. There is no status for a failure: such
 * a task ends as `deleted`, with the reason in `statusMessage`. Format and role are not told. With
 * `dryRun: true` the result says that the call would be allowed.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`: `InvalidExportTaskID.NotFound` where one of the ids is unknown.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const filters = [{ name: "task-state", values: ["active"] }];
 * const running = ec2.getExportImageTasks({ filters, region: "eu-central-1" });
 * export const ids = running.then(({ exportImageTasks }) =>
 *   exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId),
 * );
 * ```
 */
export const getExportImageTasks = plainFunction(exportImageTasks);

/**
 * As {@link getExportImageTasks}, for arguments that are Outputs (EC2 DescribeExportImageTasks).
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const exported = new ec2.ExportImageTask("golden", {
 *   imageId: "ami-0123456789abcdef0",
 *   diskImageFormat: "VMDK",
 *   s3ExportLocation: { s3Bucket: "my-exports" },
 * });
 * const found = ec2.getExportImageTasksOutput({ exportImageTaskIds: [exported.id] });
 * export const tags = found.apply(({ exportImageTasks }) => exportImageTasks[0]?.tags);
 * ```
 */
export const getExportImageTasksOutput = outputFunction(exportImageTasks);

/**
 * As {@link getExportImageTasks}, one by one, for large accounts: one page is in memory at a time
 * (EC2 DescribeExportImageTasks).
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * async function count(): Promise<number> {
 *   let failed = 0;
 *   for await (const { status } of ec2.iterateExportImageTasks()) {
 *     if (status === "deleted") failed++;
 *   }
 *   return failed;
 * }
 * export const failedExports = count();
 * ```
 */
export const iterateExportImageTasks = iterateFunction(exportImageTasks);

/**
 * The stores of AMIs of the last 31 days, the newest first (EC2 DescribeStoreImageTasks), whoever
 * started them.
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. Asked by `imageIds` AWS shows the newest
 * task of each AMI only, and ignores `filters`: here they are applied all the same, to what AWS
 * shows. An AMI without a task is left out. With `dryRun: true` the result says that the call would
 * be allowed.
 *
 * Fails, before anything is called, with all that is wrong with the arguments (`imageIds` and
 * `maxResults` do not go together); else with AWS's reason, and its code in `code`.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const filters = [{ name: "bucket" as const, values: ["my-images"] }];
 * const stores = ec2.getStoreImageTasks({ filters });
 * export const keys = stores.then(({ storeImageTaskResults }) =>
 *   storeImageTaskResults.map(({ s3objectKey }) => s3objectKey),
 * );
 * ```
 */
export const getStoreImageTasks = plainFunction(storeImageTasks);

/**
 * As {@link getStoreImageTasks}, for arguments that are Outputs (EC2 DescribeStoreImageTasks).
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const stored = new ec2.StoreImageTask("golden", {
 *   imageId: "ami-0123456789abcdef0",
 *   bucket: "my-images",
 * });
 * const newest = ec2.getStoreImageTasksOutput({ imageIds: [stored.amiId] });
 * export const state = newest.apply((found) => found.storeImageTaskResults[0]?.storeTaskState);
 * ```
 */
export const getStoreImageTasksOutput = outputFunction(storeImageTasks);

/**
 * As {@link getStoreImageTasks}, one by one, for large accounts: one page is in memory at a time
 * (EC2 DescribeStoreImageTasks).
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * async function newestFailure(): Promise<string | undefined> {
 *   for await (const { storeTaskFailureReason } of ec2.iterateStoreImageTasks()) {
 *     if (storeTaskFailureReason !== undefined) return storeTaskFailureReason;
 *   }
 *   return undefined;
 * }
 * export const reason = newestFailure();
 * ```
 */
export const iterateStoreImageTasks = iterateFunction(storeImageTasks);

/**
 * The snapshot imports of an account and Region (EC2 DescribeImportSnapshotTasks), whoever started
 * them: those that run, and those of the last 7 days.
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. There is no status for a failure: such
 * a task ends as `deleted`, with the reason in `statusMessage`. Of an import by URL AWS tells the
 * URL, which may be presigned: keep it a secret, or use {@link getImportSnapshotTasksOutput}, whose
 * result then is one. With `dryRun: true` the result says that the call would be allowed.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`: `InvalidConversionTaskId` where one of the ids is unknown.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const imports = ec2.getImportSnapshotTasks({ region: "eu-central-1" });
 * export const snapshots = imports.then(({ importSnapshotTasks }) =>
 *   importSnapshotTasks.map(({ snapshotTaskDetail }) => snapshotTaskDetail.snapshotId),
 * );
 * ```
 */
export const getImportSnapshotTasks = plainFunction(importSnapshotTasks);

/**
 * As {@link getImportSnapshotTasks}, for arguments that are Outputs (EC2
 * DescribeImportSnapshotTasks). The whole result is secret as soon as there is a URL in it.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * const imported = new ec2.ImportSnapshotTask("golden", {
 *   diskContainer: { userBucket: { s3Bucket: "my-disks", s3Key: "golden.vmdk" } },
 * });
 * const found = ec2.getImportSnapshotTasksOutput({ importTaskIds: [imported.id] });
 * export const format = found.apply(
 *   ({ importSnapshotTasks: [task] }) => task?.snapshotTaskDetail.format,
 * );
 * ```
 */
export const getImportSnapshotTasksOutput = outputFunction(importSnapshotTasks);

/**
 * As {@link getImportSnapshotTasks}, one by one, for large accounts: one page is in memory at a
 * time (EC2 DescribeImportSnapshotTasks). Keep the URLs secret.
 *
 * @example
 * ```ts
 * import { ec2 } from "pulumi-aws-tasks";
 *
 * async function reasons(): Promise<string[]> {
 *   const all: string[] = [];
 *   for await (const { snapshotTaskDetail: disk } of ec2.iterateImportSnapshotTasks()) {
 *     if (disk.status === "deleted") all.push(disk.statusMessage ?? "cancelled");
 *   }
 *   return all;
 * }
 * export const failedImports = reasons();
 * ```
 */
export const iterateImportSnapshotTasks = iterateFunction(importSnapshotTasks);
