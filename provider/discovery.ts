/** Application Discovery's tasks as resources. */
import { exportTask } from "./kinds/discovery/exportTask";
import { taskResource } from "./pulumi/resource";

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
