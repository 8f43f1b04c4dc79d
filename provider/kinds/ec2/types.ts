/** The inputs and outputs of the EC2 kinds, as people see them in TypeScript. */

/** What {@link ExportImageTask} takes: the members of EC2 ExportImage. */
export interface ExportImageTaskInputs {
  /** The AMI to export, `ami-…`: an own one, unencrypted (ExportImage `ImageId`). */
  imageId: string;
  /** The format of the file (ExportImage `DiskImageFormat`). */
  diskImageFormat: "VMDK" | "RAW" | "VHD";
  /** Where the file goes (ExportImage `S3ExportLocation`). */
  s3ExportLocation: {
    /** An existing bucket of the account and Region, not encrypted by SSE-KMS (`S3Bucket`). */
    s3Bucket: string;
    /** Put before the file's name as it is: end it with `/` for a folder (`S3Prefix`). */
    s3Prefix?: string;
  };
  /** The service role, `vmimport` if absent (ExportImage `RoleName`). Recorded only once started. */
  roleName?: string;
  /** At most 255 characters (ExportImage `Description`). Recorded only once started. */
  description?: string;
}

/** What EC2 tells about the task: ExportImage and DescribeExportImageTasks. */
export interface ExportImageTaskOutputs {
  /** `export-ami-…`, also the resource's id (`ExportImageTaskId`). */
  exportImageTaskId: string;
  /** AWS's raw word: `active`, `completed`, `deleting` or `deleted` (`Status`). */
  status: string;
  /** The phase while it runs, the reason once it failed (`StatusMessage`). */
  statusMessage: string | undefined;
  /** Percent as AWS writes it, such as `"42"` (`Progress`); see `progressPercent`. */
  progress: string | undefined;
}

/** What follows once the export succeeded; AWS does not tell it. */
export interface ExportImageTaskSuccess {
  /** The bucket the file is in. */
  s3Bucket: string;
  /** The file's key: `{s3Prefix}{exportImageTaskId}.{format in lower case}`. */
  s3Key: string;
  /** The key without the format: `{s3Prefix}{exportImageTaskId}`. */
  s3KeyPrefix: string;
  /** `s3://{s3Bucket}/{s3Key}`. */
  s3Uri: string;
}

/** What {@link StoreImageTask} takes: the members of EC2 CreateStoreImageTask. */
export interface StoreImageTaskInputs {
  /** The AMI to store, `ami-…`, owned or shared, EBS-backed (CreateStoreImageTask `ImageId`). */
  imageId: string;
  /** A bucket of the same Region (CreateStoreImageTask `Bucket`). */
  bucket: string;
}

/** What EC2 tells about the task: DescribeStoreImageTasks. */
export interface StoreImageTaskOutputs {
  /** The AMI (`AmiId`). */
  amiId: string;
  /** When it began, ISO 8601 (`TaskStartTime`); absent as long as AWS does not list it. */
  taskStartTime: string | undefined;
  /** The key that the object will have, `{amiId}.bin` (`S3objectKey`). */
  s3objectKey: string | undefined;
  /** 0 to 100 (`ProgressPercentage`); see `progressPercent`. */
  progressPercentage: number | undefined;
  /** AWS's raw word: `InProgress`, `Completed` or `Failed` (`StoreTaskState`). */
  storeTaskState: string;
  /** Why it failed (`StoreTaskFailureReason`). */
  storeTaskFailureReason: string | undefined;
}

/** What is there once the store succeeded. */
export interface StoreImageTaskSuccess {
  /** The key of the object that is there now (CreateStoreImageTask `ObjectKey`). */
  objectKey: string;
  /** `s3://{bucket}/{objectKey}`. */
  s3Uri: string;
}
