import { dryRun, filters, tag } from "./ec2Common";
import { integer, list, named, required, string, structure } from "./shapes";
import type { OperationModel } from "./shapes";

const resources = named("ResourceId", required(list(string({ role: "id" }), { maxItems: 1_000 })));

export const createTags = {
  name: "CreateTags",
  input: structure({
    Resources: resources,
    Tags: named("Tag", required(list(tag, { role: "tags" }))),
    DryRun: dryRun,
  }),
  output: undefined,
} satisfies OperationModel;

export const deleteTags = {
  name: "DeleteTags",
  input: structure({
    Resources: resources,
    Tags: named("Tag", list(tag, { maxItems: 1_000 })),
    DryRun: dryRun,
  }),
  output: undefined,
} satisfies OperationModel;

export const describeTags = {
  name: "DescribeTags",
  input: structure({
    Filters: filters,
    MaxResults: integer({ min: 5, max: 1_000 }),
    NextToken: string(),
    DryRun: dryRun,
  }),
  output: structure({
    Tags: named(
      "tagSet",
      list(
        structure({
          Key: string(),
          ResourceId: string({ role: "id" }),
          ResourceType: string(),
          Value: string(),
        }),
      ),
    ),
    NextToken: string(),
  }),
} satisfies OperationModel;
