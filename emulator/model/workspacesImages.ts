import { boolean, integer, list, oneOf, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";
import { accountId, imageDescription, imageId, imageName } from "./workspacesCommon";

const nextToken = string({ minLength: 1, maxLength: 2048 });

export const describeWorkspaceImages = {
  name: "DescribeWorkspaceImages",
  input: structure({
    ImageIds: list(imageId, { minItems: 1, maxItems: 25 }),
    ImageType: oneOf("OWNED", "SHARED"),
    NextToken: nextToken,
    MaxResults: integer({ min: 1, max: 25 }),
  }),
  output: structure({
    Images: list(
      structure({
        ImageId: imageId,
        Name: imageName,
        Description: imageDescription,
        OperatingSystem: structure({ Type: oneOf("WINDOWS", "LINUX") }),
        State: string(),
        RequiredTenancy: oneOf("DEFAULT", "DEDICATED"),
        ErrorCode: string(),
        ErrorMessage: string(),
        Created: timestamp(),
        OwnerAccountId: accountId,
        Updates: structure({ UpdateAvailable: boolean(), Description: string() }),
        ErrorDetails: list(structure({ ErrorCode: string(), ErrorMessage: string() })),
      }),
    ),
    NextToken: nextToken,
  }),
} satisfies OperationModel;

export const deleteWorkspaceImage = {
  name: "DeleteWorkspaceImage",
  input: structure({ ImageId: required(imageId) }),
  output: undefined,
} satisfies OperationModel;
