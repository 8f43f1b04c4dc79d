/** Programs, as text, that declare a task of each kind; and what Pulumi would be told by them. */
import fs from "node:fs";
import path from "node:path";
import type { Props } from "../../../provider/lifecycle/ports";
import type { Installation } from "./installation";
import { type Command, succeed } from "./run";

/** What a program asks the engine to make. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Props;
}

const REQUIRE = `
const pulumi = require("@pulumi/pulumi");
const { appstream, discovery, ec2, workspaces } = require("pulumi-aws-tasks");
const { startEmulator } = require("pulumi-aws-tasks/emulator");
`;

const IMPORT = `
import * as pulumi from "@pulumi/pulumi";
import { appstream, discovery, ec2, workspaces } from "pulumi-aws-tasks";
import { startEmulator } from "pulumi-aws-tasks/emulator";
`;

/** JavaScript and TypeScript at once. In place of the engine stands one that only takes note. */
const BODY = `
const declared = Array();
pulumi.runtime.setMocks({
  newResource(args) {
    declared.push(args);
    return { id: args.name, state: args.inputs };
  },
  call: (args) => args.inputs,
}, "packaging", "dev", false);

new ec2.ExportImageTask("file", {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "RAW",
  s3ExportLocation: { s3Bucket: "exports" },
  // Credentials by a role are code of the SDK that is loaded only then.
  assumeRole: { roleArn: "arn:aws:iam::123456789012:role/images" },
});
new ec2.StoreImageTask("object", { imageId: "ami-0123456789abcdef0", bucket: "images" });
new appstream.ExportImageTask("ami", {
  imageName: "desktop",
  amiName: "desktop-2026",
  iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
});
new workspaces.CustomImageImport("desktop", {
  imageName: "desktop-2026",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
});
new discovery.ExportTask("data", { exportDataFormat: ["CSV"] });

void pulumi.runtime.disconnect().then(() => {
  if (typeof startEmulator !== "function") throw new Error("there is no emulator");
  console.log(JSON.stringify(declared));
});
`;

const SOURCES = { require: REQUIRE + BODY, import: IMPORT + BODY };

/** Runs such a program, written into this file, by this command; what it has declared. */
export async function declaredBy(
  { folder, command }: Installation,
  source: keyof typeof SOURCES,
  file: string,
  runner: Command = ["node"],
  env?: NodeJS.ProcessEnv,
): Promise<readonly Declared[]> {
  fs.writeFileSync(path.join(folder, file), SOURCES[source]);
  return JSON.parse(await succeed(command(...runner, file), folder, env));
}
