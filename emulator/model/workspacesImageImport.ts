import { integer, list, oneOf, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";
import { imageDescription, imageId, imageName, tagList } from "./workspacesCommon";

const imageSource = structure(
  {
    Ec2ImportTaskId: string({
      minLength: 19,
      maxLength: 28,
      pattern: /^import-ami-([a-zA-Z0-9]{8}|[a-zA-Z0-9]{17})$/,
      role: "id",
    }),
    ImageBuildVersionArn: string({
      minLength: 1,
      maxLength: 2048,
      pattern:
        /^arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws(?:-[a-z-]+)?):image\/[a-z0-9-_]+\/(?:(?:([0-9]+|x)\.([0-9]+|x)\.([0-9]+|x))|(?:[0-9]+\.[0-9]+\.[0-9]+\/[0-9]+))$/,
    }),
    Ec2ImageId: string({ pattern: /^ami-([a-f0-9]{8}|[a-f0-9]{17})$/, role: "id" }),
  },
  { exactlyOne: true },
);

const infrastructureConfigurationArn = string({
  minLength: 1,
  maxLength: 2048,
  pattern:
    /^arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws):infrastructure-configuration\/[a-z0-9-_]+$/,
});

export const importCustomWorkspaceImage = {
  name: "ImportCustomWorkspaceImage",
  input: structure({
    ImageName: required(imageName),
    ImageDescription: required(imageDescription),
    ComputeType: required(oneOf("BASE", "GRAPHICS_G4DN", "GRAPHICS_G6")),
    Protocol: required(oneOf("PCOIP", "DCV", "BYOP")),
    ImageSource: required(imageSource),
    InfrastructureConfigurationArn: required(infrastructureConfigurationArn),
    Platform: required(oneOf("WINDOWS")),
    OsVersion: required(oneOf("Windows_10", "Windows_11")),
    Tags: tagList,
  }),
  output: structure({ ImageId: imageId, State: string() }),
} satisfies OperationModel;

export const describeCustomWorkspaceImageImport = {
  name: "DescribeCustomWorkspaceImageImport",
  input: structure({ ImageId: required(imageId) }),
  output: structure({
    ImageId: imageId,
    InfrastructureConfigurationArn: infrastructureConfigurationArn,
    State: string(),
    StateMessage: string({ minLength: 1, maxLength: 1000 }),
    ProgressPercentage: integer({ min: 0, max: 100 }),
    Created: timestamp(),
    LastUpdatedTime: timestamp(),
    ImageSource: imageSource,
    ImageBuilderInstanceId: string({ minLength: 1 }),
    ErrorDetails: list(
      structure({
        ErrorCode: string({ minLength: 1, maxLength: 256 }),
        ErrorMessage: string({ minLength: 1, maxLength: 2048 }),
      }),
    ),
  }),
} satisfies OperationModel;
