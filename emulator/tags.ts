import type { AwsError } from "./errors";
import type { Scope, Tag } from "./store";

interface WireTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** What a service says of tags that it does not take. */
export interface TagRules {
  /** Throws the service's own error. */
  readonly check: (key: string, value: string) => void;
  readonly twice: (key: string) => AwsError;
  readonly tooMany: (most: number) => AwsError;
}

export const tagsOf = (scope: Scope, id: string): readonly Tag[] =>
  Object.hasOwn(scope.tags, id) ? (scope.tags[id] ?? []) : [];

export const toWireTags = (tags: readonly Tag[]) =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** The tags with others put over them, within a service's rules. */
export function mergeTags(
  old: readonly Tag[],
  given: readonly WireTag[],
  { check, twice, tooMany }: TagRules,
): readonly Tag[] {
  const merged = new Map(old.map((tag) => [tag.key, tag]));
  const seen = new Set<string>();
  for (const { Key: key = "", Value: value = "" } of given) {
    check(key, value);
    if (seen.has(key)) throw twice(key);
    seen.add(key);
    merged.set(key, { key, value });
  }
  if (merged.size > maxTags) throw tooMany(maxTags);
  return [...merged.values()];
}

// Of every service here.
const maxTags = 50;
