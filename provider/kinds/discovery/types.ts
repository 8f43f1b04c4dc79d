/** The inputs and outputs of the Application Discovery kinds, as people see them in TypeScript. */

/** How EC2 recommendations weigh what was measured (`UsageMetricBasis`). */
export interface UsageMetricBasis {
  /** `AVG`, `SPEC`, `MAX` or a percentile, `p0` to `p100` (`name`). */
  name?: string;
  /** 0 to 100 (`percentageAdjust`). */
  percentageAdjust?: number;
}

/** What {@link ExportTask} takes: the members of Application Discovery StartExportTask. */
export interface ExportTaskInputs {
  /** `CSV` is all there is (`exportDataFormat`). */
  exportDataFormat?: "CSV"[];
  /** One agent, for a detailed export (`filters`). */
  filters?: {
    /** What is compared (`name`). */
    name: "agentIds";
    /** One agent's id, `o-…` (`values`). */
    values: string[];
    /** How it is compared (`condition`). */
    condition: "EQUALS";
  }[];
  /** Where the window begins, ISO 8601; only with a filter (`startTime`). */
  startTime?: string;
  /** Where the window ends, at most 72 hours later, ISO 8601 (`endTime`). */
  endTime?: string;
  /** Exactly one of these (`preferences`). */
  preferences?: {
    /** EC2 instance recommendations (`ec2RecommendationsPreferences`). */
    ec2RecommendationsPreferences?: {
      /** Whether to recommend (`enabled`). */
      enabled?: boolean;
      /** What the size is chosen by (`cpuPerformanceMetricBasis`). */
      cpuPerformanceMetricBasis?: UsageMetricBasis;
      /** What the size is chosen by (`ramPerformanceMetricBasis`). */
      ramPerformanceMetricBasis?: UsageMetricBasis;
      /** On whose hosts (`tenancy`). */
      tenancy?: "DEDICATED" | "SHARED";
      /** Instance types never to recommend (`excludedInstanceTypes`). */
      excludedInstanceTypes?: string[];
      /** The Region whose types and prices count (`preferredRegion`). */
      preferredRegion?: string;
      /** Prices as with reserved instances (`reservedInstanceOptions`). */
      reservedInstanceOptions?: {
        /** How it is paid (`purchasingOption`). */
        purchasingOption: "ALL_UPFRONT" | "PARTIAL_UPFRONT" | "NO_UPFRONT";
        /** Whether it can be exchanged (`offeringClass`). */
        offeringClass: "STANDARD" | "CONVERTIBLE";
        /** For how long (`termLength`). */
        termLength: "ONE_YEAR" | "THREE_YEAR";
      };
    };
  };
}

/** What Application Discovery tells about the task: DescribeExportTasks. */
export interface ExportTaskOutputs {
  /** The export's id, also the resource's (`exportId`). */
  exportId: string;
  /** AWS's raw word: `IN_PROGRESS`, `SUCCEEDED` or `FAILED` (`exportStatus`). */
  exportStatus: string;
  /** More about the status, the reason of a failure (`statusMessage`). */
  statusMessage: string | undefined;
  /** When it was requested, ISO 8601 (`exportRequestTime`). */
  exportRequestTime: string | undefined;
  /** Whether there was more data than an export takes (`isTruncated`); see `partial`. */
  isTruncated: boolean | undefined;
  /** The window that was asked for, ISO 8601 (`requestedStartTime`). */
  requestedStartTime: string | undefined;
  /** The window that was asked for, ISO 8601 (`requestedEndTime`). */
  requestedEndTime: string | undefined;
}

/** What is there once the export succeeded. */
export interface ExportTaskSuccess {
  /** A presigned URL, secret, as fresh as the last look (`configurationsDownloadUrl`). */
  configurationsDownloadUrl: string;
  /** Until when the URL works, ISO 8601; from its query. */
  configurationsDownloadUrlExpiresAt: string;
}
