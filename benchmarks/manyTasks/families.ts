/** Kinds by how AWS lets them be described, each with a job of its usual length. */
import { exportImageTask as appstreamExport } from "../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { exportImageTask as ec2Export } from "../../provider/kinds/ec2/exportImageTask";
import { customImageImport } from "../../provider/kinds/workspaces/customImageImport";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";

export interface Family {
  readonly name: string;
  readonly describes: string;
  readonly kind: TaskKind;
  readonly durationMs: number;
  inputs(index: number): Props;
  /** Tasks that have ended, in the account beside those that are waited for. */
  readonly tasksInAccount?: number;
  /** The bar for a hundred tasks: calls, ours ÷ the SDK's. */
  readonly mostCalls: number;
}

const HOUR_MS = 3_600_000;

const ami = (index: number) => `ami-${index.toString(16).padStart(17, "0")}`;

export const FAMILIES: readonly Family[] = [
  {
    name: "EC2 image exports",
    describes: "many ids in a call",
    kind: ec2Export,
    durationMs: HOUR_MS,
    inputs: (index) => ({
      imageId: ami(index),
      diskImageFormat: "VMDK",
      s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
    }),
    mostCalls: 1 / 20,
  },
  {
    name: "Application Discovery exports",
    describes: "many ids in a call",
    kind: exportTask,
    durationMs: HOUR_MS / 3,
    inputs: () => ({}),
    mostCalls: 1 / 20,
  },
  {
    name: "AppStream image exports",
    describes: "a list of all, at least 500 in the account",
    kind: appstreamExport,
    durationMs: HOUR_MS,
    tasksInAccount: 500,
    inputs: (index) => ({
      imageName: `desktop-${index}`,
      amiName: `desktop-${index}`,
      iamRoleArn: "arn:aws:iam::123456789012:role/export",
    }),
    mostCalls: 1 / 20,
  },
  {
    name: "WorkSpaces image imports",
    describes: "one id in a call",
    kind: customImageImport,
    durationMs: 2 * HOUR_MS,
    inputs: (index) => ({
      imageName: `desktop-${index}`,
      imageDescription: "The desktop",
      computeType: "BASE",
      protocol: "DCV",
      imageSource: { ec2ImageId: ami(index) },
      infrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
      platform: "WINDOWS",
      osVersion: "Windows_11",
    }),
    mostCalls: 1 / 2,
  },
];
