/** Application Discovery's tasks: as resources, and functions that read them. */
import { exportTask } from "./kinds/discovery/exportTask";
import { exportTasks } from "./kinds/discovery/reads";
import { iterateFunction, outputFunction, plainFunction } from "./pulumi/functions";
import { taskResource } from "./pulumi/resource";

export type * from "./kinds/discovery/readTypes";
export type * from "./kinds/discovery/types";

/**
 * Exports discovered data (Application Discovery StartExportTask), and follows the task to its end.
 *
 * AWS keeps neither a token, a name nor a tag for it, and allows few a day. The download is a
 * presigned URL: one secret output, as fresh as the last look.
 *
 * @example
 * ```ts
 * import { discovery } from "pulumi-aws-tasks";
 *
 * const exported = new discovery.ExportTask("servers", { exportDataFormat: ["CSV"] });
 * export const url = exported.configurationsDownloadUrl; // secret
 * export const until = exported.configurationsDownloadUrlExpiresAt;
 * ```
 */
export class ExportTask extends taskResource(exportTask) {}

/**
 * The exports of an account (Application Discovery DescribeExportTasks), whoever started them.
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. Each call gives presigned URLs of its
 * own to whoever has the result: keep it a secret, or use {@link getExportTasksOutput}, whose result
 * is one.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`. For an id that it does not know AWS leaves it out, or refuses with
 * `InvalidParameterValueException`.
 *
 * @example
 * ```ts
 * import { discovery } from "pulumi-aws-tasks";
 *
 * const found = discovery.getExportTasks({ region: "us-west-2" });
 * export const statuses = found.then(({ exportsInfo }) =>
 *   exportsInfo.map(({ exportId, exportStatus }) => ({ exportId, exportStatus })),
 * );
 * ```
 */
export const getExportTasks = plainFunction(exportTasks);

/**
 * As {@link getExportTasks}, for arguments that are Outputs (Application Discovery
 * DescribeExportTasks). The whole result is secret as soon as there is a presigned URL in it.
 *
 * @example
 * ```ts
 * import { discovery } from "pulumi-aws-tasks";
 *
 * const exported = new discovery.ExportTask("servers", { exportDataFormat: ["CSV"] });
 * const found = discovery.getExportTasksOutput({ exportIds: [exported.id] });
 * // Secret, and fresh.
 * export const url = found.apply(({ exportsInfo: [info] }) => info?.configurationsDownloadUrl);
 * ```
 */
export const getExportTasksOutput = outputFunction(exportTasks);

/**
 * As {@link getExportTasks}, one by one, for large accounts: one page is in memory at a time
 * (Application Discovery DescribeExportTasks). Keep the presigned URLs secret.
 *
 * @example
 * ```ts
 * import { discovery } from "pulumi-aws-tasks";
 *
 * async function truncated(): Promise<string[]> {
 *   const ids: string[] = [];
 *   for await (const { exportId, isTruncated } of discovery.iterateExportTasks()) {
 *     if (isTruncated) ids.push(exportId);
 *   }
 *   return ids;
 * }
 * export const incomplete = truncated();
 * ```
 */
export const iterateExportTasks = iterateFunction(exportTasks);
