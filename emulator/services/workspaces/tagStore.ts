import { AwsError } from "../../errors";
import type { tag } from "../../model/workspacesCommon";
import type { ValueOf } from "../../model/shapes";
import type { Tag } from "../../store";
import { invalidValues } from "./errors";

type WireTag = ValueOf<typeof tag>;

export const toTagList = (tags: readonly Tag[]): readonly WireTag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** The tags with others put over them, within the service's rules. */
export function mergeTags(old: readonly Tag[], given: readonly WireTag[] = []): readonly Tag[] {
  const merged = new Map(old.map((tag) => [tag.key, tag]));
  const seen = new Set<string>();
  for (const { Key, Value = "" } of given) {
    if (/^aws:/i.test(Key)) throw invalidValues(`Tag key ${Key} is reserved`);
    if (seen.has(Key)) throw invalidValues(`Duplicate tag key ${Key}`);
    seen.add(Key);
    merged.set(Key, { key: Key, value: Value });
  }
  if (merged.size > maxTags) {
    throw new AwsError(
      "ResourceLimitExceededException",
      `A resource can have ${maxTags} tags at most.`,
    );
  }
  return [...merged.values()];
}

const maxTags = 50;
