/** A program with a task of each kind, as text, and what tells them apart. */

export type Name = "file" | "object" | "ami" | "desktop" | "data";

interface Kind {
  readonly type: string;
  readonly title: string;
  /** The beginning of its row after 45 % of the time, as a pattern. */
  readonly progress: string;
  /** What its row says once it has succeeded, as a pattern. */
  readonly ended: string;
}

/** By the names of the resources. */
export const KINDS: Readonly<Record<Name, Kind>> = {
  file: {
    type: "ec2:ExportImageTask",
    title: "EC2 image export",
    progress: "active 4\\d % \\(\\w+\\)",
    ended: "completed: s3://exports/",
  },
  object: {
    type: "ec2:StoreImageTask",
    title: "EC2 image store",
    progress: "InProgress 4\\d %",
    ended: "Completed: s3://images/ami-",
  },
  ami: {
    type: "appstream:ExportImageTask",
    title: "AppStream image export",
    progress: "EXPORTING",
    ended: "COMPLETED: ami-",
  },
  desktop: {
    type: "workspaces:CustomImageImport",
    title: "WorkSpaces image import",
    progress: "IMAGE_COMPATIBILITY_CHECKING 4\\d %",
    ended: "COMPLETED: wsi-",
  },
  data: {
    type: "discovery:ExportTask",
    title: "Application Discovery export",
    progress: "IN_PROGRESS",
    ended: "SUCCEEDED: download until 20",
  },
};

const AMI = "ami-0123456789abcdef0";
const ROLE = "arn:aws:iam::123456789012:role/appstream-export";

/** What is different in a later version of the program. */
interface Version {
  /** The tag `team` of all that can have one. */
  readonly team?: string;
  /** Inputs of all five. */
  readonly all?: Readonly<Record<string, unknown>>;
  /** Inputs of those whose result can be deleted: the AMI and the WorkSpaces image. */
  readonly erasable?: Readonly<Record<string, unknown>>;
}

export const fiveKinds = ({ team = "images", all = {}, erasable = {} }: Version = {}) => `
const { ec2, appstream, workspaces, discovery } = require("pulumi-aws-tasks");

const often = {
  polling: { minInterval: "0.1s", maxInterval: "0.3s" },
  // Should the test go wrong, its engine is not to wait for hours.
  timeouts: { wait: "90s" },
  ...${JSON.stringify(all)},
};
const erasable = ${JSON.stringify(erasable)};
const tags = { team: "${team}" };

const file = new ec2.ExportImageTask("file", {
  imageId: "${AMI}",
  diskImageFormat: "RAW",
  s3ExportLocation: { s3Bucket: "exports" },
  tags,
  ...often,
});
const object = new ec2.StoreImageTask("object", {
  imageId: "${AMI}",
  bucket: "images",
  tags,
  ...often,
});
const ami = new appstream.ExportImageTask("ami", {
  imageName: "desktop",
  amiName: "desktop-2026",
  iamRoleArn: "${ROLE}",
  tags,
  ...often,
  ...erasable,
});
const desktop = new workspaces.CustomImageImport("desktop", {
  imageName: "desktop-2026",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "${AMI}" },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  tags,
  ...often,
  ...erasable,
});
const data = new discovery.ExportTask("data", { exportDataFormat: ["CSV"], ...often });

for (const [name, task] of Object.entries({ file, object, ami, desktop, data })) {
  exports[name] = task.result;
}
exports.url = data.configurationsDownloadUrl;
`;

export const FIVE_KINDS = fiveKinds();

/** Exports that are made to fail, beside one that has a URL. */
export const FAILING = `
const { appstream, discovery } = require("pulumi-aws-tasks");

const often = {
  polling: { minInterval: "0.1s", maxInterval: "0.3s" },
  // Should the test go wrong, its engine is not to wait for hours.
  timeouts: { wait: "90s" },
};

new appstream.ExportImageTask("ami", {
  imageName: "desktop",
  amiName: "desktop-2026",
  iamRoleArn: "${ROLE}",
  ...often,
});
new discovery.ExportTask("bad", { exportDataFormat: ["CSV"], ...often });
const good = new discovery.ExportTask("good", { triggers: ["good"], ...often });
exports.url = good.configurationsDownloadUrl;
`;
