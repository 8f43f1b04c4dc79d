/** WorkSpaces' tasks: as resources, and functions that read them. */
import { customImageImport } from "./kinds/workspaces/customImageImport";
import { customWorkspaceImageImport, workspaceImages } from "./kinds/workspaces/reads";
import { iterateFunction, outputFunction, plainFunction } from "./pulumi/functions";
import { taskResource } from "./pulumi/resource";

export type * from "./kinds/workspaces/readTypes";
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

/**
 * One import of an image (WorkSpaces DescribeCustomWorkspaceImageImport), whoever started it. AWS
 * has no list of them: {@link getWorkspaceImages} lists what they make.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`: `ResourceNotFoundException` where there is no such import.
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 *
 * const found = workspaces.getCustomWorkspaceImageImport({ imageId: "wsi-0123456789" });
 * export const state = found.then(({ state, stateMessage }) => ({ state, stateMessage }));
 * ```
 */
export const getCustomWorkspaceImageImport = plainFunction(customWorkspaceImageImport);

/**
 * As {@link getCustomWorkspaceImageImport}, for arguments that are Outputs (WorkSpaces
 * DescribeCustomWorkspaceImageImport).
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 * import * as pulumi from "@pulumi/pulumi";
 *
 * const imageId = new pulumi.StackReference("acme/desktops/prod").getOutput("imageId");
 * const found = workspaces.getCustomWorkspaceImageImportOutput({ imageId: imageId.apply(String) });
 * export const finishedAt = found.lastUpdatedTime;
 * ```
 */
export const getCustomWorkspaceImageImportOutput = outputFunction(customWorkspaceImageImport);

/**
 * The images of an account and Region, own and shared ones (WorkSpaces DescribeWorkspaceImages).
 *
 * All pages, unless `maxResults` or `nextToken` ask for one. Ids that AWS does not know are left out.
 *
 * Fails, before anything is called, with all that is wrong with the arguments; else with AWS's
 * reason, and its code in `code`.
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 *
 * const owned = workspaces.getWorkspaceImages({ imageType: "OWNED" });
 * export const names = owned.then(({ images }) => images.map(({ name }) => name));
 * ```
 */
export const getWorkspaceImages = plainFunction(workspaceImages);

/**
 * As {@link getWorkspaceImages}, for arguments that are Outputs (WorkSpaces
 * DescribeWorkspaceImages).
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 * import * as pulumi from "@pulumi/pulumi";
 *
 * const imageId = new pulumi.StackReference("acme/desktops/prod").getOutput("imageId");
 * const found = workspaces.getWorkspaceImagesOutput({ imageIds: [imageId.apply(String)] });
 * export const isAvailable = found.images.apply(([image]) => image?.state === "AVAILABLE");
 * ```
 */
export const getWorkspaceImagesOutput = outputFunction(workspaceImages);

/**
 * As {@link getWorkspaceImages}, one by one, for large accounts: one page is in memory at a time
 * (WorkSpaces DescribeWorkspaceImages).
 *
 * @example
 * ```ts
 * import { workspaces } from "pulumi-aws-tasks";
 *
 * async function idOf(wanted: string): Promise<string | undefined> {
 *   for await (const { imageId, name } of workspaces.iterateWorkspaceImages()) {
 *     if (name === wanted) return imageId;
 *   }
 *   return undefined;
 * }
 * export const image = idOf("desktop-2026-01");
 * ```
 */
export const iterateWorkspaceImages = iterateFunction(workspaceImages);
