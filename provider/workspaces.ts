/** WorkSpaces' tasks as resources. */
import { customImageImport } from "./kinds/workspaces/customImageImport";
import { taskResource } from "./pulumi/resource";

export type * from "./kinds/workspaces/types";

/**
 * Imports an AMI, an EC2 import or an Image Builder image as a WorkSpaces image (WorkSpaces
 * ImportCustomWorkspaceImage), and follows the task until the image is available.
 *
 * The image's name is unique: a start is refused, naming the holder, while another image has it.
 * It can't be cancelled. An image whose import failed is removed with the task.
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 *
 * const imported = new workspaces.CustomImageImport("desktop", {
 *   imageName: "desktop-2026-01",
 *   imageDescription: "The desktop of January",
 *   computeType: "BASE",
 *   protocol: "DCV",
 *   imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
 *   infrastructureConfigurationArn:
 *     "arn:aws:imagebuilder:eu-central-1:123456789012:infrastructure-configuration/desktops",
 *   platform: "WINDOWS",
 *   osVersion: "Windows_11",
 * });
 * export const image = imported.workspaceImageId; // undefined until the image is available
 * ```
 */
export class CustomImageImport extends taskResource(customImageImport) {}
