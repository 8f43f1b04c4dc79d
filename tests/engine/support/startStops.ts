/** The stops around a start: between each of them and the next one something can be lost. */
import type { Name } from "./fiveKinds";
import type { Stop } from "./stops";

export const STARTS: Readonly<Record<Name, { readonly operation: string }>> = {
  file: { operation: "ExportImage" },
  object: { operation: "CreateStoreImageTask" },
  ami: { operation: "CreateExportImageTask" },
  desktop: { operation: "ImportCustomWorkspaceImage" },
  data: { operation: "StartExportTask" },
};

const FIND = {
  file: { operation: "DescribeExportImageTasks" },
  object: { operation: "DescribeStoreImageTasks" },
  ami: { operation: "ListExportImageTasks" },
  desktop: { operation: "DescribeWorkspaceImages" },
  data: { operation: "DescribeExportTasks" },
};

/** The describe of the one task. */
export const LOOKS = {
  ...FIND,
  ami: { operation: "GetExportImageTask" },
  desktop: { operation: "DescribeCustomWorkspaceImageImport" },
};

/** A kind that finds by its describe has made that call once before. */
const LOOKS_AFTER_START = {
  ...LOOKS,
  file: { ...LOOKS.file, nth: 2 },
  object: { ...LOOKS.object, nth: 2 },
  data: { ...LOOKS.data, nth: 2 },
};

export const TAG_CALLS = {
  file: { operation: "CreateTags", service: "ec2", id: "export-ami-" },
  ami: { operation: "CreateTags", service: "ec2", id: "ami-" },
  desktop: { operation: "CreateTags", service: "workspaces" },
} as const;

/** Why there is no call that tags, or takes tags off. */
export const NO_TAGS = {
  object: "AWS changes no tags of a store after its start",
  data: "AWS keeps no tags of an export",
};

export const START_STOPS = {
  found: { calls: FIND, workDone: false },
  sent: { calls: STARTS, workDone: false },
  done: { calls: STARTS },
  looked: { calls: LOOKS_AFTER_START },
  marked: {
    calls: { file: TAG_CALLS.file, desktop: TAG_CALLS.desktop },
    without: { ...NO_TAGS, ami: "the AMI that carries the marks is not there yet" },
  },
} satisfies Readonly<Record<string, Stop>>;
