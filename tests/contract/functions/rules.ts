/** What each function refuses, and in which words. */
import { appstream, discovery, ec2, workspaces } from "../../../provider";
import { ami } from "./support";

type Args = Readonly<Record<string, unknown>>;

export interface Ruled {
  readonly call: (args: Args) => Promise<unknown>;
  /** Without what is required, none of the other rules would be told alone. */
  readonly required: Args;
  readonly rules: readonly (readonly [Args, RegExp | string])[];
}

const many = (count: number, item: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => item(n));
const filters = (...given: object[]) => ({ filters: given });
const pages = (most: number): Ruled["rules"] => [
  [{ maxResults: 0 }, `maxResults: must be a whole number from 1 to ${most}, got 0`],
  [
    { maxResults: most + 1 },
    `maxResults: must be a whole number from 1 to ${most}, got ${most + 1}`,
  ],
  [{ maxResults: "5" }, `maxResults: must be a whole number from 1 to ${most}, got "5"`],
  [{ maxResults: 1.5 }, `maxResults: must be a whole number from 1 to ${most}, got 1.5`],
  [{ nextToken: "" }, /^nextToken: must be .+, got ""$/],
];

export const RULES: Readonly<Record<string, Ruled>> = {
  "ec2.getExportImageTasks": {
    call: ec2.getExportImageTasks as Ruled["call"],
    required: {},
    rules: [
      ...pages(500),
      [{ dryRun: "yes" }, 'dryRun: must be true or false, got "yes"'],
      [{ exportImageTaskIds: [] }, "exportImageTaskIds: must not be empty; leave it out for all"],
      [{ exportImageTaskIds: [""] }, 'exportImageTaskIds[0]: must be not empty, got ""'],
      [{ exportImageTaskIds: "one" }, 'exportImageTaskIds: must be a list, got "one"'],
      [filters({ name: "task-state" }), "filters[0].values: is required"],
      [filters({ values: ["active"] }), "filters[0].name: is required"],
      [filters({ name: "a", values: [] }), "filters[0].values: must have 1 to 200 items, got 0"],
      [
        filters({ name: "a", values: many(201, String) }),
        "filters[0].values: must have 1 to 200 items, got 201",
      ],
      [
        filters(...many(51, String).map((name) => ({ name, values: ["a"] }))),
        "filters: must have 0 to 50 items, got 51",
      ],
      [
        filters({ name: "a", values: ["b"], Name: "a" }),
        "filters[0].Name: is not an input; the inputs here are name, values",
      ],
      [
        { exportTaskIds: ["export-ami-1"] },
        /^exportTaskIds: is not an input; the inputs here are exportImageTaskIds, filters, /,
      ],
    ],
  },
  "ec2.getStoreImageTasks": {
    call: ec2.getStoreImageTasks as Ruled["call"],
    required: {},
    rules: [
      ...pages(200),
      [{ imageIds: [] }, "imageIds: must not be empty; leave it out for all"],
      [{ imageIds: many(21, ami) }, "imageIds: must have 1 to 20 items, got 21"],
      [{ imageIds: ["snap-1"] }, /^imageIds\[0\]: must be the id of an AMI/],
      [
        { imageIds: [ami(1)], maxResults: 5 },
        "maxResults: must not be given together with imageIds: AWS refuses it",
      ],
      [
        filters({ name: "image-id", values: ["x"] }),
        'filters[0].name: must be one of "task-state", "bucket", got "image-id"',
      ],
    ],
  },
  "ec2.getImportSnapshotTasks": {
    call: ec2.getImportSnapshotTasks as Ruled["call"],
    required: {},
    rules: [
      ...pages(2_147_483_647),
      [{ dryRun: "yes" }, 'dryRun: must be true or false, got "yes"'],
      [{ importTaskIds: [] }, "importTaskIds: must not be empty; leave it out for all"],
      [{ importTaskIds: [""] }, 'importTaskIds[0]: must be not empty, got ""'],
      [filters({ name: "task-state" }), "filters[0].values: is required"],
      [
        { importSnapshotTaskIds: ["import-snap-1"] },
        /^importSnapshotTaskIds: is not an input; the inputs here are importTaskIds, filters, /,
      ],
    ],
  },
  "appstream.getExportImageTask": {
    call: appstream.getExportImageTask as unknown as Ruled["call"],
    required: { taskId: "0a1b2c3d-0000-4000-8000-000000000001" },
    rules: [
      [{ taskId: undefined }, "taskId: is required"],
      [{ taskId: null }, "taskId: is required"],
      [{ taskId: "" }, /^taskId: must be a task's id: a UUID/],
      [{ taskId: "export-ami-1" }, /^taskId: must be a task's id: a UUID/],
      [{ maxResults: 1 }, /^maxResults: is not an input/],
    ],
  },
  "appstream.listExportImageTasks": {
    call: appstream.listExportImageTasks as Ruled["call"],
    required: {},
    rules: [
      ...pages(500),
      [filters({ name: "a b", values: [] }), /^filters\[0\]\.name: must be 1 to 101 letters/],
      [
        filters({ name: "State", values: ["-"] }),
        /^filters\[0\]\.values\[0\]: must be 1 to 201 letters/,
      ],
    ],
  },
  "workspaces.getCustomWorkspaceImageImport": {
    call: workspaces.getCustomWorkspaceImageImport as unknown as Ruled["call"],
    required: { imageId: "wsi-000000000" },
    rules: [
      [{ imageId: undefined }, "imageId: is required"],
      [{ imageId: "wsi-1" }, /^imageId: must be the id of a WorkSpaces image/],
    ],
  },
  "workspaces.getWorkspaceImages": {
    call: workspaces.getWorkspaceImages as Ruled["call"],
    required: {},
    rules: [
      ...pages(25),
      [{ nextToken: "x".repeat(2_049) }, /^nextToken: must be 1 to 2048 characters/],
      [{ imageIds: [] }, "imageIds: must not be empty; leave it out for all"],
      [
        { imageIds: many(26, (n) => `wsi-${String(n).padStart(9, "0")}`) },
        "imageIds: must have 1 to 25 items, got 26",
      ],
      [{ imageIds: ["ami-12345678"] }, /^imageIds\[0\]: must be the id of a WorkSpaces image/],
      [{ imageType: "MINE" }, 'imageType: must be one of "OWNED", "SHARED", got "MINE"'],
    ],
  },
  "discovery.getExportTasks": {
    call: discovery.getExportTasks as Ruled["call"],
    required: {},
    rules: [
      ...pages(2_147_483_647),
      [{ exportIds: [] }, "exportIds: must not be empty; leave it out for all"],
      [{ exportIds: many(101, String) }, "exportIds: must have 1 to 100 items, got 101"],
      [{ exportIds: ["a b"] }, /^exportIds\[0\]: must be an export's id, without spaces/],
      [{ exportIds: ["a".repeat(201)] }, /^exportIds\[0\]: must be 1 to 200 characters/],
      [filters({ name: "agentIds", values: ["o-1"] }), "filters[0].condition: is required"],
      [
        filters({ name: " ", values: ["o-1"], condition: "EQUALS" }),
        /^filters\[0\]\.name: must not be blank/,
      ],
      [
        filters({ name: "agentIds", values: [" "], condition: "EQUALS" }),
        /^filters\[0\]\.values\[0\]: must be empty or not blank/,
      ],
      [
        filters({ name: "agentIds", values: [""], condition: "NOT IT" }),
        /^filters\[0\]\.condition: must be a word/,
      ],
    ],
  },
};

/** Of where and as whom to call: the rules of the resources' inputs. */
export const CALL_RULES: Ruled["rules"] = [
  [{ region: "Frankfurt" }, /^region: must be the name of an AWS Region/],
  [{ profile: "" }, /^profile: must be 1 to 256 characters/],
  [{ assumeRole: { roleArn: "me" } }, /^assumeRole\.roleArn: must be the ARN of an IAM role/],
  [{ assumeRole: [] }, /^assumeRole: must have 1 to 5 items/],
  [{ endpoint: { s3: "https://a.example" } }, /^endpoint\.s3: is not an input/],
];
