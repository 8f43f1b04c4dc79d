/** AppStream's tasks: as resources, and functions that read them. */
import { exportImageTask } from "./kinds/appstream/exportImageTask";
import { exportImageTaskById, exportImageTasks } from "./kinds/appstream/reads";
import { iterateFunction, outputFunction, plainFunction } from "./pulumi/functions";
import { taskResource } from "./pulumi/resource";

export type * from "./kinds/appstream/readTypes";
export type * from "./kinds/appstream/types";

/**
 * Exports an AppStream image to an AMI (AppStream CreateExportImageTask), and follows the task until
 * the AMI is available.
 *
 * The AMI's name is unique: a start is refused, naming the holder, while another task or AMI has
 * it. Tags go on the AMI. It can't be cancelled.
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 *
 * const exported = new appstream.ExportImageTask("desktop", {
 *   imageName: "desktop-2026-01",
 *   amiName: "desktop-2026-01",
 *   iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
 * });
 * export const ami = exported.amiId; // undefined until the AMI is available
 * ```
 */
export class ExportImageTask extends taskResource(exportImageTask) {}

/**
 * One image export (AppStream GetExportImageTask), whoever started it.
 *
 * `COMPLETED` means that there is an AMI, which EC2 may show as pending for a while.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`: `ResourceNotFoundException` where there is no such task.
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 *
 * const found = appstream.getExportImageTask({ taskId: "0a1b2c3d-0000-4000-8000-000000000001" });
 * export const state = found.then(({ exportImageTask }) => exportImageTask.state);
 * ```
 */
export const getExportImageTask = plainFunction(exportImageTaskById);

/**
 * As {@link getExportImageTask}, for arguments that are Outputs (AppStream GetExportImageTask).
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 *
 * const exported = new appstream.ExportImageTask("desktop", {
 *   imageName: "desktop-2026-01",
 *   amiName: "desktop-2026-01",
 *   iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
 * });
 * const found = appstream.getExportImageTaskOutput({ taskId: exported.id });
 * export const startedAt = found.exportImageTask.createdDate;
 * ```
 */
export const getExportImageTaskOutput = outputFunction(exportImageTaskById);

/**
 * The image exports of an account and Region (AppStream ListExportImageTasks), whoever started them.
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. AWS does not document the names of the
 * filters.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`.
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 *
 * const exports_ = appstream.listExportImageTasks({ region: "eu-central-1" });
 * export const amis = exports_.then(({ exportImageTasks }) =>
 *   exportImageTasks.map(({ amiName, amiId }) => ({ amiName, amiId })),
 * );
 * ```
 */
export const listExportImageTasks = plainFunction(exportImageTasks);

/**
 * As {@link listExportImageTasks}, for arguments that are Outputs (AppStream ListExportImageTasks).
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 * import * as pulumi from "@pulumi/pulumi";
 *
 * const region = new pulumi.StackReference("acme/network/prod").getOutput("region");
 * const found = appstream.listExportImageTasksOutput({ region: region.apply(String) });
 * export const count = found.exportImageTasks.apply(({ length }) => length);
 * ```
 */
export const listExportImageTasksOutput = outputFunction(exportImageTasks);

/**
 * As {@link listExportImageTasks}, one by one, for large accounts: one page is in memory at a time
 * (AppStream ListExportImageTasks).
 *
 * @example
 * ```ts
 * import { appstream } from "pulumi-aws-tasks";
 *
 * async function amiNamed(name: string): Promise<string | undefined> {
 *   for await (const { amiName, amiId } of appstream.iterateExportImageTasks()) {
 *     if (amiName === name) return amiId;
 *   }
 *   return undefined;
 * }
 * export const ami = amiNamed("desktop-2026-01");
 * ```
 */
export const iterateExportImageTasks = iterateFunction(exportImageTasks);
