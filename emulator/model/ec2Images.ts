import { dryRun, filters, tagSet } from "./ec2Common";
import { boolean, integer, list, named, oneOf, required, string, structure } from "./shapes";
import type { OperationModel } from "./shapes";

const blockDeviceMapping = structure({
  DeviceName: string(),
  Ebs: structure({
    SnapshotId: string({ role: "id" }),
    VolumeSize: integer(),
    VolumeType: string(),
    Encrypted: boolean(),
  }),
});

export const describeImages = {
  name: "DescribeImages",
  input: structure({
    ExecutableUsers: named("ExecutableBy", list(string())),
    ImageIds: named("ImageId", list(string({ role: "id" }))),
    Owners: named("Owner", list(string())),
    IncludeDeprecated: boolean(),
    IncludeDisabled: boolean(),
    Filters: filters,
    MaxResults: integer({ min: 1, max: 1_000 }),
    NextToken: string(),
    DryRun: dryRun,
  }),
  output: structure({
    Images: named(
      "imagesSet",
      list(
        structure({
          ImageId: string({ role: "id" }),
          ImageLocation: string(),
          State: named("imageState", string()),
          OwnerId: named("imageOwnerId", string()),
          CreationDate: string(),
          Public: named("isPublic", boolean()),
          Architecture: string(),
          ImageType: string(),
          Name: string(),
          Description: string(),
          RootDeviceName: string(),
          RootDeviceType: string(),
          VirtualizationType: string(),
          Hypervisor: string(),
          BlockDeviceMappings: named("blockDeviceMapping", list(blockDeviceMapping)),
          StateReason: structure({ Code: string(), Message: string() }),
          Tags: tagSet,
        }),
      ),
    ),
    NextToken: string(),
  }),
} satisfies OperationModel;

export const deregisterImage = {
  name: "DeregisterImage",
  input: structure({
    ImageId: required(string({ role: "id" })),
    DeleteAssociatedSnapshots: boolean(),
    DryRun: dryRun,
  }),
  output: structure({
    Return: boolean(),
    DeleteSnapshotResults: named(
      "deleteSnapshotResultSet",
      list(
        structure({
          SnapshotId: string({ role: "id" }),
          ReturnCode: oneOf(
            "success",
            "skipped",
            "missing-permissions",
            "internal-error",
            "client-error",
          ),
        }),
      ),
    ),
  }),
} satisfies OperationModel;
