import { boolean, list, named, string, structure } from "./shapes";

export const imageIdPattern = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;

export const snapshotIdPattern = /^snap-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** Members that many EC2 operations share. */
export const dryRun = boolean();

export const filters = named(
  "Filter",
  list(structure({ Name: string(), Values: named("Value", list(string())) })),
);

export const tag = structure({ Key: string(), Value: string() });

export const tagSet = named("tagSet", list(tag));

export const tagSpecifications = named(
  "TagSpecification",
  list(structure({ ResourceType: string(), Tags: named("Tag", list(tag)) }), { role: "tags" }),
);
