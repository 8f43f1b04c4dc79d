/** The inputs and outputs of the WorkSpaces kinds, as people see them in TypeScript. */

/** What {@link CustomImageImport} takes: the members of WorkSpaces ImportCustomWorkspaceImage. */
export interface CustomImageImportInputs {
  /** The image's name, unique in the account and Region; no spaces (`ImageName`). */
  imageName: string;
  /** 1 to 256 characters (`ImageDescription`). Recorded only once started. */
  imageDescription: string;
  /** What the image is tested on (`ComputeType`). */
  computeType: "BASE" | "GRAPHICS_G4DN" | "GRAPHICS_G6";
  /** The streaming protocol; no `PCOIP` with Windows 11 (`Protocol`). */
  protocol: "PCOIP" | "DCV" | "BYOP";
  /** Exactly one of these (`ImageSource`). */
  imageSource: {
    /** `import-ami-…`: an EC2 ImportImage task (`Ec2ImportTaskId`). */
    ec2ImportTaskId?: string;
    /** An Image Builder image (`ImageBuildVersionArn`). */
    imageBuildVersionArn?: string;
    /** `ami-…` (`Ec2ImageId`). */
    ec2ImageId?: string;
  };
  /** What Image Builder works with (`InfrastructureConfigurationArn`). Recorded only once started. */
  infrastructureConfigurationArn: string;
  /** The platform (`Platform`). */
  platform: "WINDOWS";
  /** The operating system (`OsVersion`). */
  osVersion: "Windows_10" | "Windows_11";
}

/** What WorkSpaces tells about the import: DescribeCustomWorkspaceImageImport. */
export interface CustomImageImportOutputs {
  /** `wsi-…`, also the resource's id (`ImageId`). */
  imageId: string;
  /** AWS's raw word: `PENDING`, `VALIDATING`, `COMPLETED`, `ERROR`, … (`State`). */
  state: string;
  /** More about the state (`StateMessage`). */
  stateMessage: string | undefined;
  /** 0 to 100 (`ProgressPercentage`); see `progressPercent`. */
  progressPercentage: number | undefined;
  /** When it was started, ISO 8601 (`Created`). */
  created: string | undefined;
  /** When it last moved, ISO 8601 (`LastUpdatedTime`). */
  lastUpdatedTime: string | undefined;
  /** The instance that builds the image (`ImageBuilderInstanceId`). */
  imageBuilderInstanceId: string | undefined;
  /** Why it failed (`ErrorDetails`). */
  errorDetails: { errorCode?: string; errorMessage?: string }[] | undefined;
}

/** What is there once the import succeeded and the image is available. */
export interface CustomImageImportSuccess {
  /** The image that can be used now, `wsi-…`: the `imageId`. */
  workspaceImageId: string;
}
