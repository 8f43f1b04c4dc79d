import * as model from "../../model/workspacesTags";
import { operation, type Call, type Operation } from "../../operation";
import { tagsOf } from "../ec2/tagStore";
import { notFound } from "./errors";
import { shownImages } from "./images";
import { mergeTags, toTagList } from "./tagStore";

/** Tags go by resource id here, and no other describe shows them. */
export const tagOperations: readonly Operation[] = [
  operation(model.createTags, (input, call) => {
    const id = checked(call, input.ResourceId);
    call.scope.tags[id] = mergeTags(tagsOf(call.scope, id), input.Tags);
  }),

  operation(model.deleteTags, (input, call) => {
    const id = checked(call, input.ResourceId);
    const kept = tagsOf(call.scope, id).filter(({ key }) => !input.TagKeys.includes(key));
    call.scope.tags[id] = kept;
  }),

  operation(model.describeTags, (input, call) => ({
    TagList: toTagList(tagsOf(call.scope, checked(call, input.ResourceId))),
  })),
];

function checked(call: Call, id: string): string {
  if (!shownImages(call).some(({ ImageId }) => ImageId === id)) throw notFound(id);
  return id;
}
