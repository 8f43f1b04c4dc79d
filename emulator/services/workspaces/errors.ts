import { AwsError } from "../../errors";

export const notFound = (resourceId: string): AwsError =>
  new AwsError(
    "ResourceNotFoundException",
    "The resource could not be found.",
    400,
    {},
    { ResourceId: resourceId },
  );

export const invalidValues = (message: string): AwsError =>
  new AwsError("InvalidParameterValuesException", message);
