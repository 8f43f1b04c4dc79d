/** What the functions of EC2 take and give, as people see it in TypeScript. */

/** What {@link getExportImageTasks} takes: the parameters of EC2 DescribeExportImageTasks. */
export interface GetExportImageTasksArgs {
  /** These tasks only, `export-ami-…`; at least one (`ExportImageTaskIds`). */
  exportImageTaskIds?: string[];
  /**
   * What a task has to fit, each with one of its values (`Filters`). AWS documents `task-state`
   * with `active`, `completed`, `deleting` and `deleted`. `*` and `?` stand for any text and any
   * character.
   */
  filters?: { name: string; values: string[] }[];
  /** One page of at most so many tasks, 1 to 500; all pages if absent (`MaxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`NextToken`). */
  nextToken?: string;
  /** Whether the call would be allowed, without making it (`DryRun`). */
  dryRun?: boolean;
}

/** The answer of EC2 DescribeExportImageTasks. */
export interface GetExportImageTasksResult {
  /** The tasks (`ExportImageTasks`). */
  exportImageTasks: ExportImageTaskInfo[];
  /** For the next page; only where a page was asked for and there are more (`NextToken`). */
  nextToken?: string;
}

/** One image export as EC2 describes it. */
export interface ExportImageTaskInfo {
  /** `export-ami-…` (`ExportImageTaskId`). */
  exportImageTaskId: string;
  /** The AMI (`ImageId`). */
  imageId?: string;
  /** What it was started with (`Description`). */
  description?: string;
  /** Percent as AWS writes it, such as `"42"`; absent once finished (`Progress`). */
  progress?: string;
  /** Where the file goes (`S3ExportLocation`). */
  s3ExportLocation?: {
    /** The bucket (`S3Bucket`). */
    s3Bucket?: string;
    /** What the file's name begins with (`S3Prefix`). */
    s3Prefix?: string;
  };
  /** AWS's word: `active`, `completed`, `deleting` or `deleted` (`Status`). */
  status: string;
  /** The phase while it runs, the reason once it failed (`StatusMessage`). */
  statusMessage?: string;
  /** The task's tags (`Tags`). */
  tags?: { key: string; value: string }[];
}

/** What {@link getStoreImageTasks} takes: the parameters of EC2 DescribeStoreImageTasks. */
export interface GetStoreImageTasksArgs {
  /**
   * Tasks of these AMIs only, 1 to 20: of each the newest one. Not together with `maxResults`
   * (`ImageIds`).
   */
  imageIds?: string[];
  /**
   * What a task has to fit, each with one of its values: `task-state` (`InProgress`, `Completed`,
   * `Failed`) and `bucket`. Together with `imageIds`, where AWS ignores them, they are applied here
   * (`Filters`).
   */
  filters?: { name: "task-state" | "bucket"; values: string[] }[];
  /** One page of at most so many tasks, 1 to 200; all pages if absent (`MaxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`NextToken`). */
  nextToken?: string;
  /** Whether the call would be allowed, without making it (`DryRun`). */
  dryRun?: boolean;
}

/** The answer of EC2 DescribeStoreImageTasks. */
export interface GetStoreImageTasksResult {
  /** The tasks of the last 31 days, the newest first (`StoreImageTaskResults`). */
  storeImageTaskResults: StoreImageTaskInfo[];
  /** For the next page; only where a page was asked for and there are more (`NextToken`). */
  nextToken?: string;
}

/** One store of an AMI as EC2 describes it. */
export interface StoreImageTaskInfo {
  /** The AMI (`AmiId`). */
  amiId: string;
  /** When it began, ISO 8601 (`TaskStartTime`). */
  taskStartTime?: string;
  /** The bucket (`Bucket`). */
  bucket?: string;
  /** The object's key, `{amiId}.bin` (`S3objectKey`). */
  s3objectKey?: string;
  /** 0 to 100 (`ProgressPercentage`). */
  progressPercentage?: number;
  /** AWS's word: `InProgress`, `Completed` or `Failed` (`StoreTaskState`). */
  storeTaskState: string;
  /** Why it failed (`StoreTaskFailureReason`). */
  storeTaskFailureReason?: string;
}

/** What {@link getImportSnapshotTasks} takes: the parameters of EC2 DescribeImportSnapshotTasks. */
export interface GetImportSnapshotTasksArgs {
  /** These tasks only, `import-snap-…`; at least one (`ImportTaskIds`). */
  importTaskIds?: string[];
  /**
   * What a task has to fit, each with one of its values (`Filters`); AWS documents no names. `*`
   * and `?` stand for any text and any character.
   */
  filters?: { name: string; values: string[] }[];
  /** One page of at most so many tasks; all pages if absent (`MaxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`NextToken`). */
  nextToken?: string;
  /** Whether the call would be allowed, without making it (`DryRun`). */
  dryRun?: boolean;
}

/** The answer of EC2 DescribeImportSnapshotTasks. */
export interface GetImportSnapshotTasksResult {
  /** The tasks that run, or ended in the last 7 days (`ImportSnapshotTasks`). */
  importSnapshotTasks: ImportSnapshotTaskInfo[];
  /** For the next page; only where a page was asked for and there are more (`NextToken`). */
  nextToken?: string;
}

/** One snapshot import as EC2 describes it. */
export interface ImportSnapshotTaskInfo {
  /** `import-snap-…` (`ImportTaskId`). */
  importTaskId: string;
  /** What it was started with (`Description`). */
  description?: string;
  /** How it is doing (`SnapshotTaskDetail`). */
  snapshotTaskDetail: {
    /** AWS's word: `active`, `completed`, `deleting` or `deleted` (`Status`). */
    status: string;
    /** The phase while it runs, the reason once it failed (`StatusMessage`). */
    statusMessage?: string;
    /** Percent as AWS writes it, such as `"42"`; absent once finished (`Progress`). */
    progress?: string;
    /** The snapshot, `snap-…`, once it is there (`SnapshotId`). */
    snapshotId?: string;
    /** The size of the disk; AWS says GiB, and gives bytes (`DiskImageSize`). */
    diskImageSize?: number;
    /** What the disk is (`Description`). */
    description?: string;
    /** The format of the file (`Format`). */
    format?: string;
    /** Where the file is, where it was given so; it may be presigned: keep it secret (`Url`). */
    url?: string;
    /** Where the file is (`UserBucket`). */
    userBucket?: {
      /** The bucket (`S3Bucket`). */
      s3Bucket?: string;
      /** The file's key (`S3Key`). */
      s3Key?: string;
    };
    /** Whether the snapshot is encrypted (`Encrypted`). */
    encrypted?: boolean;
    /** The ARN of the KMS key (`KmsKeyId`). */
    kmsKeyId?: string;
  };
  /** The task's tags (`Tags`). */
  tags?: { key: string; value: string }[];
}
