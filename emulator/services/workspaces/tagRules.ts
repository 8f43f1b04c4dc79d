import { AwsError } from "../../errors";
import type { TagRules } from "../../tags";
import { invalidValues } from "./errors";

export const tagRules: TagRules = {
  // The lengths are in the model.
  check(key) {
    if (/^aws:/i.test(key)) throw invalidValues(`Tag key ${key} is reserved`);
  },
  twice: (key) => invalidValues(`Duplicate tag key ${key}`),
  tooMany: (most) =>
    new AwsError("ResourceLimitExceededException", `A resource can have ${most} tags at most.`),
};
