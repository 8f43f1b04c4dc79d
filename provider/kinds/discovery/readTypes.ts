/** What the functions of Application Discovery take and give, as people see it in TypeScript. */

/** What {@link getExportTasks} takes: the parameters of Application Discovery DescribeExportTasks. */
export interface GetExportTasksArgs {
  /** These exports only, 1 to 100 (`exportIds`). */
  exportIds?: string[];
  /**
   * What an export has to fit, passed on as it is (`filters`). AWS's documentation has the name
   * both as `AgentId` and as `agentIds`; the condition is `EQUALS`.
   */
  filters?: { name: string; values: string[]; condition: string }[];
  /** One page of at most so many exports; all pages if absent (`maxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`nextToken`). */
  nextToken?: string;
}

/** The answer of Application Discovery DescribeExportTasks. */
export interface GetExportTasksResult {
  /** The exports (`exportsInfo`). */
  exportsInfo: ExportInfo[];
  /** For the next page; only where a page was asked for and there are more (`nextToken`). */
  nextToken?: string;
}

/** One export as Application Discovery describes it. */
export interface ExportInfo {
  /** The export's id (`exportId`). */
  exportId: string;
  /** AWS's word: `IN_PROGRESS`, `SUCCEEDED` or `FAILED` (`exportStatus`). */
  exportStatus: string;
  /** More about the status, the reason of a failure (`statusMessage`). */
  statusMessage: string;
  /**
   * A presigned URL, made anew by each call: whoever has it can download the data. Only once
   * succeeded (`configurationsDownloadUrl`).
   */
  configurationsDownloadUrl?: string;
  /** When it was requested, ISO 8601 (`exportRequestTime`). */
  exportRequestTime: string;
  /** Whether there was more data than an export takes (`isTruncated`). */
  isTruncated?: boolean;
  /** The window that was asked for, ISO 8601 (`requestedStartTime`). */
  requestedStartTime?: string;
  /** The window that was asked for, ISO 8601 (`requestedEndTime`). */
  requestedEndTime?: string;
}
