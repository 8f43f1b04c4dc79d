import { dryRun, filters, tagSet } from "./ec2Common";
import { boolean, integer, list, named, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";

export const describeSnapshots = {
  name: "DescribeSnapshots",
  input: structure({
    SnapshotIds: named("SnapshotId", list(string({ role: "id" }))),
    OwnerIds: named("Owner", list(string())),
    RestorableByUserIds: named("RestorableBy", list(string())),
    Filters: filters,
    MaxResults: integer({ min: 5, max: 1_000 }),
    NextToken: string(),
    DryRun: dryRun,
  }),
  output: structure({
    Snapshots: named(
      "snapshotSet",
      list(
        structure({
          SnapshotId: string({ role: "id" }),
          VolumeId: string(),
          State: named("status", string()),
          StateMessage: named("statusMessage", string()),
          StartTime: timestamp(),
          Progress: string(),
          OwnerId: string(),
          Description: string(),
          VolumeSize: integer(),
          Encrypted: boolean(),
          StorageTier: string(),
          Tags: tagSet,
        }),
      ),
    ),
    NextToken: string(),
  }),
} satisfies OperationModel;

export const deleteSnapshot = {
  name: "DeleteSnapshot",
  input: structure({ SnapshotId: required(string({ role: "id" })), DryRun: dryRun }),
  output: undefined,
} satisfies OperationModel;
