import * as model from "../../model/workspacesTags";
import { operation, type Call, type Operation } from "../../operation";
import { mergeTags, tagsOf, toWireTags } from "../../tags";
import { notFound } from "./errors";
import { shownImages } from "./images";
import { tagRules } from "./tagRules";

/** Tags go by resource id here, and no other describe shows them. */
export const tagOperations: readonly Operation[] = [
  operation(model.createTags, (input, call) => {
    const id = checked(call, input.ResourceId);
    call.scope.tags[id] = mergeTags(tagsOf(call.scope, id), input.Tags, tagRules);
  }),

  operation(model.deleteTags, (input, call) => {
    const id = checked(call, input.ResourceId);
    const kept = tagsOf(call.scope, id).filter(({ key }) => !input.TagKeys.includes(key));
    call.scope.tags[id] = kept;
  }),

  operation(model.describeTags, (input, call) => ({
    TagList: toWireTags(tagsOf(call.scope, checked(call, input.ResourceId))),
  })),
];

function checked(call: Call, id: string): string {
  if (!shownImages(call).some(({ ImageId }) => ImageId === id)) throw notFound(id);
  return id;
}
