/** EC2's tasks as resources. */
import { exportImageTask } from "./kinds/ec2/exportImageTask";
import { storeImageTask } from "./kinds/ec2/storeImageTask";
import { taskResource } from "./pulumi/resource";

export type * from "./kinds/ec2/types";

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
