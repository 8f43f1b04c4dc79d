/** How EC2 tags what it has: its own tasks, and the AMIs that other services' tasks make. */
import type { CreateTagsRequest, DeleteTagsRequest } from "@aws-sdk/client-ec2";
import type { Tagging } from "../lifecycle/kind";
import type { AwsRequest } from "../lifecycle/ports";
import { tagList } from "./tagList";

interface Requests {
  CreateTags: CreateTagsRequest;
  DeleteTags: DeleteTagsRequest;
}

export const EC2_TAGS: Pick<Tagging, "add" | "remove"> = {
  add: (id, tags) => call("CreateTags", { Resources: [id], Tags: tagList(tags) }),
  remove: (id, keys) => call("DeleteTags", { Resources: [id], Tags: keys.map((Key) => ({ Key })) }),
};

function call<O extends keyof Requests>(operation: O, input: Requests[O]): AwsRequest {
  return { service: "ec2", operation, input };
}
