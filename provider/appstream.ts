/** AppStream's tasks as resources. */
import { exportImageTask } from "./kinds/appstream/exportImageTask";
import { taskResource } from "./pulumi/resource";

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
