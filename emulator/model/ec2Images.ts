import { dryRun, filters, tagSet } from "./ec2Common";
import { boolean, integer, list, named, string, structure } from "./shapes";
import type { OperationModel } from "./shapes";

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
          RootDeviceType: string(),
          VirtualizationType: string(),
          Hypervisor: string(),
          Tags: tagSet,
        }),
      ),
    ),
    NextToken: string(),
  }),
} satisfies OperationModel;
