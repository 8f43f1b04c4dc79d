import { AwsError } from "../../errors";
import type { tag, tagSpecifications } from "../../model/ec2Common";
import type { ValueOf } from "../../model/shapes";
import type { Call } from "../../operation";
import type { Scope, Tag } from "../../store";

/** A sort of thing that EC2 can tag. */
export interface Taggable {
  readonly resourceType: string;
  readonly idPrefix: string;
  /** Throws EC2's own error when there is no such thing. */
  readonly check: (call: Call, id: string) => void;
}

export type WireTag = ValueOf<typeof tag>;

export const tagsOf = (scope: Scope, id: string): readonly Tag[] =>
  Object.hasOwn(scope.tags, id) ? (scope.tags[id] ?? []) : [];

export const toTagSet = (tags: readonly Tag[]): readonly WireTag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

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
  return mergeTags([], tags);
}

/** The tags with others put over them, within EC2's rules. */
export function mergeTags(old: readonly Tag[], given: readonly WireTag[]): readonly Tag[] {
  const merged = new Map(old.map((tag) => [tag.key, tag]));
  const seen = new Set<string>();
  for (const { Key = "", Value = "" } of given) {
    checkTag(Key, Value);
    if (seen.has(Key)) throw invalid(`Duplicate tag key '${Key}' specified.`);
    seen.add(Key);
    merged.set(Key, { key: Key, value: Value });
  }
  if (merged.size > maxTags) {
    throw new AwsError(
      "TagLimitExceeded",
      "The maximum number of Tags for a resource has been reached.",
    );
  }
  return [...merged.values()];
}

const maxTags = 50;

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
