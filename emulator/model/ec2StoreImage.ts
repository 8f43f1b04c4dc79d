import { dryRun, filters } from "./ec2Common";
import { integer, list, named, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";

const imageId = string({ role: "id" });

export const createStoreImageTask = {
  name: "CreateStoreImageTask",
  input: structure({
    ImageId: required(imageId),
    Bucket: required(string()),
    // The limits of S3: the tags go on the object, and nothing of EC2's carries them.
    S3ObjectTags: named(
      "S3ObjectTag",
      list(
        structure({
          Key: required(string({ minLength: 1, maxLength: 128, pattern: /^(?!aws:)/i })),
          Value: string({ maxLength: 256 }),
        }),
        { maxItems: 10 },
      ),
    ),
    DryRun: dryRun,
  }),
  output: structure({ ObjectKey: string() }),
} satisfies OperationModel;

export const describeStoreImageTasks = {
  name: "DescribeStoreImageTasks",
  input: structure(
    {
      ImageIds: named("ImageId", list(imageId, { maxItems: 20 })),
      Filters: filters,
      MaxResults: integer({ min: 1, max: 200 }),
      NextToken: string(),
      DryRun: dryRun,
    },
    { exclusive: [["ImageIds", "MaxResults"]] },
  ),
  output: structure({
    StoreImageTaskResults: named(
      "storeImageTaskResultSet",
      list(
        structure({
          AmiId: imageId,
          TaskStartTime: timestamp(),
          Bucket: string(),
          S3objectKey: string(),
          ProgressPercentage: integer(),
          StoreTaskState: string(),
          StoreTaskFailureReason: string(),
        }),
      ),
    ),
    NextToken: string(),
  }),
} satisfies OperationModel;
