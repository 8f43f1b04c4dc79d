/** What the functions of AppStream take and give, as people see it in TypeScript. */

/** What {@link getExportImageTask} takes: the parameters of AppStream GetExportImageTask. */
export interface GetExportImageTaskArgs {
  /** The task's UUID (`TaskId`). */
  taskId: string;
}

/** The answer of AppStream GetExportImageTask. */
export interface GetExportImageTaskResult {
  /** The task (`ExportImageTask`). */
  exportImageTask: ExportImageTaskInfo;
}

/** What {@link listExportImageTasks} takes: the parameters of AppStream ListExportImageTasks. */
export interface ListExportImageTasksArgs {
  /**
   * What a task has to fit, each with one of its values (`Filters`). AWS documents no names, only
   * that they are about a task's state or its creation date.
   */
  filters?: { name: string; values: string[] }[];
  /** One page of at most so many tasks, 1 to 500; all pages if absent (`MaxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`NextToken`). */
  nextToken?: string;
}

/** The answer of AppStream ListExportImageTasks. */
export interface ListExportImageTasksResult {
  /** The tasks (`ExportImageTasks`). */
  exportImageTasks: ExportImageTaskInfo[];
  /** For the next page; only where a page was asked for and there are more (`NextToken`). */
  nextToken?: string;
}

/** One image export as AppStream describes it. */
export interface ExportImageTaskInfo {
  /** A UUID (`TaskId`). */
  taskId: string;
  /** The exported image's ARN (`ImageArn`). */
  imageArn: string;
  /** The name of the AMI (`AmiName`). */
  amiName: string;
  /** When it was started, ISO 8601 (`CreatedDate`). */
  createdDate: string;
  /** The description of the AMI (`AmiDescription`). */
  amiDescription?: string;
  /** AWS's word: `EXPORTING`, `COMPLETED`, `FAILED`, `TIMED_OUT`, … (`State`). */
  state?: string;
  /** The AMI, once completed; it may be pending still (`AmiId`). */
  amiId?: string;
  /** The tags that the AMI was started with (`TagSpecifications`). */
  tagSpecifications?: Record<string, string>;
  /** Why it failed (`ErrorDetails`). */
  errorDetails?: { errorCode?: string; errorMessage?: string }[];
}
