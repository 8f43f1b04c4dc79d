/** Programs with a `Completion`, as text, and what is asked of their state. */
import type { Props } from "../../../provider/lifecycle/ports";
import type { Project, Resource } from "./project";

const AMI = "ami-0123456789abcdef0";

/** What is printed as long as the completion `golden` waits. */
export const WAITING = /Completion golden .*waiting for export-ami-/;

const IMPORTS = `
const pulumi = require("@pulumi/pulumi");
const tasks = require("pulumi-aws-tasks");
const { appstream, Completion, discovery, ec2, Provider, workspaces } = tasks;

const often = {
  polling: { minInterval: "0.1s", maxInterval: "0.3s" },
  // Should the test go wrong, its engine is not to wait for hours.
  timeouts: { wait: "90s" },
};
`;

/** An AppStream image becomes an AMI, and the AMI a WorkSpaces image. */
export const CHAIN = `${IMPORTS}
const exported = new appstream.ExportImageTask("golden", {
  imageName: "desktop",
  amiName: "desktop-2026",
  iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
  ...often,
});
const done = new Completion("golden", { task: exported });
new workspaces.CustomImageImport("golden", {
  imageName: "desktop-2026",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: done.result.amiId },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  ...often,
});
exports.amiId = done.result.amiId;
exports.result = done.result;
`;

/** Only the completion waits, also where the task is there already. */
export const INTERRUPTED = `${IMPORTS}
const golden = new ec2.ExportImageTask("golden", {
  imageId: "${AMI}",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports" },
  wait: "none",
  ...often,
});
const done = new Completion("golden", { task: golden });
exports.uri = done.result.s3Uri;
`;

/** The account of the role in {@link ELSEWHERE}. */
export const ROLE_ACCOUNT = "222222222222";

/** Another Region by a provider, another account by a role, and tasks that are read only. */
export const ELSEWHERE = (theirId: string) => `${IMPORTS}
const file = {
  imageId: "${AMI}",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports" },
  ...often,
};
const provider = new Provider("west", {
  region: "us-west-2",
  defaultTags: { tags: { place: "west" } },
});
const west = new ec2.ExportImageTask("west", file, { provider });
const westDone = new Completion("west", { task: west });

const hub = new ec2.ExportImageTask("hub", {
  ...file,
  s3ExportLocation: pulumi.secret({ s3Bucket: "hush-bucket" }),
  assumeRole: { roleArn: "arn:aws:iam::${ROLE_ACCOUNT}:role/images", sessionName: "nightly" },
});
const hubDone = new Completion("hub", { task: hub });

const data = new discovery.ExportTask("data", often);
const dataDone = new Completion("data", { task: data });

const westRead = ec2.ExportImageTask.get("west-read", westDone.id, {}, { provider });
const dataRead = discovery.ExportTask.get("data-read", dataDone.id);
ec2.ExportImageTask.get("theirs-read", "${theirId}");

exports.west = westDone.result;
exports.hub = hubDone.result;
exports.data = dataDone.result;
exports.westRead = westRead.result;
exports.url = dataRead.configurationsDownloadUrl;
`;

/** A store is made for each new result of an export. */
export const CONSUMED = (triggers: readonly string[]) => `${IMPORTS}
const golden = new ec2.ExportImageTask("golden", {
  imageId: "${AMI}",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports" },
  triggers: ${JSON.stringify(triggers)},
  ...often,
});
const done = new Completion("golden", { task: golden });
new ec2.StoreImageTask("consumer", {
  imageId: "${AMI}",
  bucket: done.result.s3Bucket,
  triggers: [done.result.s3Uri],
  ...often,
});
exports.uri = done.result.s3Uri;
`;

/** So fast that a task of the usual length lasts two seconds. */
export const SPEED = 10;

export const isStart = (call: string) =>
  /^(ExportImage|Create\w+Task|Import|StartExport)/.test(call);

/** A resource in a state file. */
export interface Stored extends Resource {
  readonly provider?: string;
  readonly external?: boolean;
}

/** The only resource of that name whose type ends so. */
export function resource(project: Project, type: string, name: string): Stored | undefined {
  const found = project.deployment().resources?.filter((one) => {
    return one.type.endsWith(type) && one.urn.endsWith(`::${name}`);
  });
  if (found && found.length > 1) throw new Error(`${found.length} resources ${type} ${name}`);
  return found?.[0];
}

export const completion = (project: Project, name: string) =>
  resource(project, "aws-tasks:Completion", name);

/** What a completion has stored of its task's result. */
export const completed = (project: Project, name: string) =>
  completion(project, name)?.outputs.completed as Props | undefined;
