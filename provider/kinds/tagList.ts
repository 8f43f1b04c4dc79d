/** Tags as lists of keys and values, as most services send them. */
import type { Tags } from "../lifecycle/kind";

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** By their types both may be missing; in an answer a tag without a value has an empty one. */
export function tagMap(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
