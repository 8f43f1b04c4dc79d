import { list, required, string, structure } from "./shapes";
import type { OperationModel } from "./shapes";
import { tagList } from "./workspacesCommon";

const resourceId = required(string({ minLength: 1, role: "id" }));

export const createTags = {
  name: "CreateTags",
  input: structure({ ResourceId: resourceId, Tags: required(tagList) }),
  output: undefined,
} satisfies OperationModel;

export const deleteTags = {
  name: "DeleteTags",
  input: structure({
    ResourceId: resourceId,
    TagKeys: required(list(string({ minLength: 1 }))),
  }),
  output: undefined,
} satisfies OperationModel;

export const describeTags = {
  name: "DescribeTags",
  input: structure({ ResourceId: resourceId }),
  output: structure({ TagList: tagList }),
} satisfies OperationModel;
