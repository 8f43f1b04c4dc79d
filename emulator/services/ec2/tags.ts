import { AwsError } from "../../errors";
import * as model from "../../model/ec2Tags";
import { operation, type Call, type Operation } from "../../operation";
import type { Tag } from "../../store";
import { mergeTags, tagsOf } from "../../tags";
import { filter, tagValues } from "./filters";
import { ec2Page } from "./paging";
import { tagRules, type Taggable, type WireTag } from "./taggable";

/** The tag operations, for the things that can be tagged. */
export function tagOperations(taggables: readonly Taggable[]): readonly Operation[] {
  return [
    operation(model.createTags, (input, call) => {
      checkAll(taggables, call, input.Resources);
      // All or nothing: a limit that one of them exceeds leaves the others as they were.
      const merged = input.Resources.map(
        (id) => [id, mergeTags(tagsOf(call.scope, id), input.Tags, tagRules)] as const,
      );
      for (const [id, tags] of merged) call.scope.tags[id] = tags;
    }),
    operation(model.deleteTags, (input, call) => {
      checkAll(taggables, call, input.Resources);
      for (const id of input.Resources) {
        call.scope.tags[id] = tagsOf(call.scope, id).filter((tag) => !isNamed(tag, input.Tags));
      }
    }),
    operation(model.describeTags, (input, call) => {
      const found = filter(allTags(taggables, call), input.Filters, filterNames, valuesOf);
      const { items, nextToken } = ec2Page(found, (tag) => `${tag.ResourceId}\n${tag.Key}`, input);
      return { Tags: items, NextToken: nextToken };
    }),
  ];
}

function checkAll(taggables: readonly Taggable[], call: Call, ids: readonly string[]): void {
  for (const id of ids) {
    const taggable = taggableOf(taggables, id);
    if (!taggable) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
    taggable.check(call, id);
  }
}

const taggableOf = (taggables: readonly Taggable[], id: string): Taggable | undefined =>
  taggables.find(({ idPrefix }) => id.startsWith(idPrefix));

// A key alone takes the tag with any value; no tags at all means every tag.
function isNamed(tag: Tag, named: readonly WireTag[] | undefined): boolean {
  if (!named || named.length === 0) return true;
  return named.some(
    ({ Key, Value }) => Key === tag.key && (Value === undefined || Value === tag.value),
  );
}

interface TagDescription {
  readonly ResourceId: string;
  readonly ResourceType: string;
  readonly Key: string;
  readonly Value: string;
}

function allTags(taggables: readonly Taggable[], call: Call): readonly TagDescription[] {
  return Object.entries(call.scope.tags).flatMap(([id, tags]) => {
    const taggable = taggableOf(taggables, id);
    if (!taggable || !exists(taggable, call, id)) return [];
    return tags.map(({ key, value }) => ({
      ResourceId: id,
      ResourceType: taggable.resourceType,
      Key: key,
      Value: value,
    }));
  });
}

function exists(taggable: Taggable, call: Call, id: string): boolean {
  try {
    taggable.check(call, id);
    return true;
  } catch {
    return false;
  }
}

const filterNames = ["key", "resource-id", "resource-type", "tag:", "value"];

function valuesOf(tag: TagDescription, name: string): readonly string[] | undefined {
  switch (name) {
    case "key":
      return [tag.Key];
    case "resource-id":
      return [tag.ResourceId];
    case "resource-type":
      return [tag.ResourceType];
    case "value":
      return [tag.Value];
    default:
      return tagValues([{ key: tag.Key, value: tag.Value }], name);
  }
}
