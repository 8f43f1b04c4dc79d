/** The inputs and outputs of the AppStream kinds, as people see them in TypeScript. */

/** What {@link ExportImageTask} takes: the members of AppStream CreateExportImageTask. */
export interface ExportImageTaskInputs {
  /** The AppStream image to export: available, and your own (`ImageName`). */
  imageName: string;
  /** The AMI's name, unique in the account and Region (`AmiName`). */
  amiName: string;
  /** The role AppStream exports with (`IamRoleArn`). Recorded only once started. */
  iamRoleArn: string;
  /** At most 256 characters (`AmiDescription`). Recorded only once started. */
  amiDescription?: string;
}

/** What AppStream tells about the task: GetExportImageTask and ListExportImageTasks. */
export interface ExportImageTaskOutputs {
  /** A UUID, also the resource's id (`TaskId`). */
  taskId: string;
  /** The exported image's ARN (`ImageArn`). */
  imageArn: string | undefined;
  /** When it was started, ISO 8601 (`CreatedDate`). */
  createdDate: string | undefined;
  /** AWS's raw word: `EXPORTING`, `COMPLETED`, `FAILED`, `TIMED_OUT`, … (`State`). */
  state: string;
  /** The tags the AMI was started with, ours among them (`TagSpecifications`). */
  tagSpecifications: Record<string, string> | undefined;
  /** Why it failed (`ErrorDetails`). */
  errorDetails: { errorCode?: string; errorMessage?: string }[] | undefined;
}

/** What is there once the export succeeded and the AMI is available. */
export interface ExportImageTaskSuccess {
  /** The AMI, `ami-…` (`AmiId`). */
  amiId: string;
}
