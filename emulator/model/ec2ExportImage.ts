import { dryRun, filters, tagSet, tagSpecifications } from "./ec2Common";
import { integer, list, named, oneOf, required, string, structure } from "./shapes";
import type { OperationModel } from "./shapes";

const location = structure({ S3Bucket: required(string()), S3Prefix: string() });

const taskMembers = {
  Description: string(),
  ExportImageTaskId: string({ role: "id" }),
  ImageId: string({ role: "id" }),
  Progress: string(),
  S3ExportLocation: location,
  Status: string(),
  StatusMessage: string(),
  Tags: tagSet,
};

export const exportImage = {
  name: "ExportImage",
  input: structure({
    ImageId: required(string({ role: "id" })),
    DiskImageFormat: required(oneOf("VMDK", "RAW", "VHD")),
    S3ExportLocation: required(location),
    RoleName: string(),
    Description: string({ maxLength: 255 }),
    ClientToken: string(),
    TagSpecifications: tagSpecifications,
    DryRun: dryRun,
  }),
  output: structure({
    ...taskMembers,
    DiskImageFormat: oneOf("VMDK", "RAW", "VHD"),
    RoleName: string(),
  }),
} satisfies OperationModel;

export const describeExportImageTasks = {
  name: "DescribeExportImageTasks",
  input: structure({
    ExportImageTaskIds: named("ExportImageTaskId", list(string({ role: "id" }))),
    Filters: filters,
    MaxResults: integer({ min: 1, max: 500 }),
    NextToken: string(),
    DryRun: dryRun,
  }),
  // DiskImageFormat and RoleName come back from the start only.
  output: structure({
    ExportImageTasks: named("exportImageTaskSet", list(structure(taskMembers))),
    NextToken: string(),
  }),
} satisfies OperationModel;

export const cancelExportTask = {
  name: "CancelExportTask",
  input: structure({ ExportTaskId: required(string({ role: "id" })) }),
  output: undefined,
} satisfies OperationModel;
