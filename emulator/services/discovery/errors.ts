import { AwsError } from "../../errors";

export const invalidValue = (message: string): AwsError =>
  new AwsError("InvalidParameterValueException", message);
