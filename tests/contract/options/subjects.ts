/** The five kinds with the inputs of a plain program, and what differs between them. */
import type { Effect } from "../../../emulator";
import { exportImageTask as appstreamExport } from "../../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../../provider/kinds/discovery/exportTask";
import { exportImageTask } from "../../../provider/kinds/ec2/exportImageTask";
import { storeImageTask } from "../../../provider/kinds/ec2/storeImageTask";
import { customImageImport } from "../../../provider/kinds/workspaces/customImageImport";
import type { TaskKind } from "../../../provider/lifecycle/kind";
import type { Props } from "../../../provider/lifecycle/ports";

export interface Subject {
  /** As programs write it. */
  readonly name: string;
  readonly kind: TaskKind;
  readonly inputs: Props;
  readonly start: string;
  /** One input that starts a new task, but for a name. */
  readonly replacing: Props;
  /** One that AWS's describe tells. */
  readonly told: Props;
  /** Inputs that are only recorded, with another value. */
  readonly recordedOnly: Props;
}

const AMI = "ami-0123456789abcdef0";
const OTHER_AMI = "ami-0fedcba9876543210";
const tags = { team: "images" };

export const FAILING: Effect = { kind: "fail", statusMessage: "It broke", code: "Broken" };

export const SUBJECTS: readonly Subject[] = [
  {
    name: "ec2.ExportImageTask",
    kind: exportImageTask,
    inputs: {
      imageId: AMI,
      diskImageFormat: "VMDK",
      s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
      tags,
    },
    start: "ExportImage",
    replacing: { diskImageFormat: "RAW" },
    told: { imageId: OTHER_AMI },
    recordedOnly: { description: "weekly", roleName: "exporter" },
  },
  {
    name: "ec2.StoreImageTask",
    kind: storeImageTask,
    inputs: { imageId: AMI, bucket: "images", tags },
    start: "CreateStoreImageTask",
    replacing: { bucket: "others" },
    told: { bucket: "others" },
    recordedOnly: {},
  },
  {
    name: "appstream.ExportImageTask",
    kind: appstreamExport,
    inputs: {
      imageName: "desktop",
      amiName: "desktop-1",
      iamRoleArn: "arn:aws:iam::123456789012:role/export",
      tags,
    },
    start: "CreateExportImageTask",
    replacing: { amiName: "desktop-2" },
    told: { amiName: "desktop-2" },
    recordedOnly: {
      iamRoleArn: "arn:aws:iam::123456789012:role/other",
      amiDescription: "weekly",
    },
  },
  {
    name: "workspaces.CustomImageImport",
    kind: customImageImport,
    inputs: {
      imageName: "desktop",
      imageDescription: "The desktop",
      computeType: "BASE",
      protocol: "DCV",
      imageSource: { ec2ImageId: AMI },
      infrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
      platform: "WINDOWS",
      osVersion: "Windows_11",
      tags,
    },
    start: "ImportCustomWorkspaceImage",
    replacing: { imageName: "desktop-2" },
    told: { imageSource: { ec2ImageId: OTHER_AMI } },
    recordedOnly: {
      imageDescription: "Another desktop",
      infrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/others",
    },
  },
  {
    name: "discovery.ExportTask",
    kind: exportTask,
    inputs: { exportDataFormat: ["CSV"], tags },
    start: "StartExportTask",
    replacing: { preferences: { ec2RecommendationsPreferences: { enabled: true } } },
    told: {
      filters: [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }],
      startTime: "2025-12-01T00:00:00Z",
      endTime: "2025-12-02T00:00:00Z",
    },
    recordedOnly: {},
  },
];

export const canCancel = ({ kind }: Subject) => kind.cancel !== undefined;
export const makesImage = ({ kind }: Subject) => kind.erase !== undefined;
