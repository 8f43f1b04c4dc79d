/** What the functions of WorkSpaces take and give, as people see it in TypeScript. */

/**
 * What {@link getCustomWorkspaceImageImport} takes: the parameters of WorkSpaces
 * DescribeCustomWorkspaceImageImport.
 */
export interface GetCustomWorkspaceImageImportArgs {
  /** The image that is imported, `wsi-…` (`ImageId`). */
  imageId: string;
}

/** The answer of WorkSpaces DescribeCustomWorkspaceImageImport. */
export interface GetCustomWorkspaceImageImportResult {
  /** The image, `wsi-…` (`ImageId`). */
  imageId: string;
  /** What Image Builder works with (`InfrastructureConfigurationArn`). */
  infrastructureConfigurationArn?: string;
  /** AWS's word: `PENDING`, `VALIDATING`, `COMPLETED`, `ERROR`, … (`State`). */
  state?: string;
  /** More about the state (`StateMessage`). */
  stateMessage?: string;
  /** 0 to 100 (`ProgressPercentage`). */
  progressPercentage?: number;
  /** When it was started, ISO 8601 (`Created`). */
  created?: string;
  /** When it last moved, ISO 8601 (`LastUpdatedTime`). */
  lastUpdatedTime?: string;
  /** What is imported: one of these (`ImageSource`). */
  imageSource?: {
    /** `import-ami-…`: an EC2 ImportImage task (`Ec2ImportTaskId`). */
    ec2ImportTaskId?: string;
    /** An Image Builder image (`ImageBuildVersionArn`). */
    imageBuildVersionArn?: string;
    /** `ami-…` (`Ec2ImageId`). */
    ec2ImageId?: string;
  };
  /** The instance that builds the image (`ImageBuilderInstanceId`). */
  imageBuilderInstanceId?: string;
  /** Why it failed (`ErrorDetails`). */
  errorDetails?: { errorCode?: string; errorMessage?: string }[];
}

/** What {@link getWorkspaceImages} takes: the parameters of WorkSpaces DescribeWorkspaceImages. */
export interface GetWorkspaceImagesArgs {
  /** These images only, `wsi-…`, 1 to 25; those AWS does not know are left out (`ImageIds`). */
  imageIds?: string[];
  /** The account's own images, or those others have shared with it; else both (`ImageType`). */
  imageType?: "OWNED" | "SHARED";
  /** One page of at most so many images, 1 to 25; all pages if absent (`MaxResults`). */
  maxResults?: number;
  /** One page, from the `nextToken` of the page before (`NextToken`). */
  nextToken?: string;
}

/** The answer of WorkSpaces DescribeWorkspaceImages. */
export interface GetWorkspaceImagesResult {
  /** The images (`Images`). */
  images: WorkspaceImageInfo[];
  /** For the next page; only where a page was asked for and there are more (`NextToken`). */
  nextToken?: string;
}

/** One image as WorkSpaces describes it. */
export interface WorkspaceImageInfo {
  /** `wsi-…` (`ImageId`). */
  imageId: string;
  /** Unique in the account and Region (`Name`). */
  name?: string;
  /** What it was made with (`Description`). */
  description?: string;
  /** What it runs (`OperatingSystem`). */
  operatingSystem?: {
    /** `WINDOWS` or `LINUX` (`Type`). */
    type?: string;
  };
  /** AWS's word: `AVAILABLE`, `PENDING` or `ERROR` (`State`). */
  state?: string;
  /** `DEFAULT`, or `DEDICATED` for an image of one's own Windows (`RequiredTenancy`). */
  requiredTenancy?: string;
  /** Why it is in `ERROR` (`ErrorCode`). */
  errorCode?: string;
  /** Why it is in `ERROR` (`ErrorMessage`). */
  errorMessage?: string;
  /** When it was made, ISO 8601 (`Created`). */
  created?: string;
  /** The account that owns it (`OwnerAccountId`). */
  ownerAccountId?: string;
  /** Updates of its drivers and components (`Updates`). */
  updates?: {
    /** Whether there are any (`UpdateAvailable`). */
    updateAvailable?: boolean;
    /** About them (`Description`). */
    description?: string;
  };
  /** More about the error (`ErrorDetails`). */
  errorDetails?: { errorCode?: string; errorMessage?: string }[];
}
