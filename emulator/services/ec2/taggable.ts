import { AwsError } from "../../errors";
import type { tag, tagSpecifications } from "../../model/ec2Common";
import type { ValueOf } from "../../model/shapes";
import type { Call } from "../../operation";
import type { Tag } from "../../store";
import { mergeTags, type TagRules } from "../../tags";

/** A sort of thing that EC2 can tag. */
export interface Taggable {
  readonly resourceType: string;
  readonly idPrefix: string;
  /** Throws EC2's own error when there is no such thing. */
  readonly check: (call: Call, id: string) => void;
}

export type WireTag = ValueOf<typeof tag>;

/** The tags that go with a start; only those of the started thing itself are allowed. */
export function tagsAtStart(
  specifications: ValueOf<typeof tagSpecifications> | undefined,
  resourceType: string,
): readonly Tag[] {
  const tags: WireTag[] = [];
  for (const { ResourceType = "", Tags = [] } of specifications ?? []) {
    if (ResourceType !== resourceType) {
      throw new AwsError(
        "InvalidParameterValue",
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
    tags.push(...Tags);
  }
  return mergeTags([], tags, tagRules);
}

export const tagRules: TagRules = {
  check: checkTag,
  twice: (key) => invalid(`Duplicate tag key '${key}' specified.`),
  tooMany: () =>
    new AwsError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached."),
};

function checkTag(key: string, value: string): void {
  if (key === "") throw invalid("Tag keys cannot be null or empty.");
  if ([...key].length > 127) throw invalid("Tag key exceeds the maximum length of 127 characters");
  if ([...value].length > 256)
    throw invalid("Tag value exceeds the maximum length of 256 characters");
  if (/^aws:/i.test(key)) {
    throw invalid("Tag keys starting with 'aws:' are reserved for internal use");
  }
}

const invalid = (message: string): AwsError => new AwsError("InvalidParameterValue", message);
