/** All kinds with the inputs of a plain program, and what differs between them. */
import type { Effect } from "../../../emulator";
import { exportImageTask as appstreamExport } from "../../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../../provider/kinds/discovery/exportTask";
import { exportImageTask } from "../../../provider/kinds/ec2/exportImageTask";
import { importSnapshotTask } from "../../../provider/kinds/ec2/importSnapshotTask";
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
  /** By the state that its task is in: what becomes of it then. */
  readonly fates: Readonly<Record<"running" | "succeeded" | "failed", Fate>>;
}

export interface Fate {
  /**
   * Of the first task and its successor where the program changes: what AWS got, in order, and which
   * one is in the state then. `refused` is an update that fails and has started nothing.
   */
  readonly triggers: string;
  readonly input: string;
  readonly "--replace": string;
  /**
   * With equal inputs beside it another owner's resource gets a task of its own, this very one (a
   * store of the same object), or a refusal that names it.
   */
  readonly beside: "own" | "shared" | "refused";
  /**
   * And after its state was lost it gets its task again, another one of its own, the second one's,
   * or a refusal that names that.
   */
  readonly back: "same" | "new" | "shared" | "refused";
}

/** The same whether its triggers or another input changes. */
const changed = (change: string, replace: string) => ({
  ...{ triggers: change, input: change, "--replace": replace },
});

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
    fates: {
      running: {
        ...changed("cancel #1, untag #1, start #2, tag #2: #2", "tag #1: #1"),
        ...{ beside: "own", back: "same" },
      },
      succeeded: {
        ...changed("start #2, tag #2, untag #1: #2", "tag #1: #1"),
        ...{ beside: "own", back: "same" },
      },
      failed: {
        // The token of the first attempt is used up.
        ...changed("start #2, tag #2: #2", "start #1, start #2, tag #2: #2"),
        ...{ beside: "own", back: "new" },
      },
    },
  },
  {
    name: "ec2.StoreImageTask",
    kind: storeImageTask,
    inputs: { imageId: AMI, bucket: "images", tags },
    start: "CreateStoreImageTask",
    replacing: { bucket: "others" },
    told: { bucket: "others" },
    recordedOnly: {},
    fates: {
      running: { ...changed("start #2: #2", "nothing: #1"), beside: "shared", back: "same" },
      succeeded: { ...changed("start #2: #2", "start #2: #2"), beside: "own", back: "shared" },
      failed: { ...changed("start #2: #2", "start #2: #2"), beside: "own", back: "shared" },
    },
  },
  {
    name: "ec2.ImportSnapshotTask",
    kind: importSnapshotTask,
    inputs: {
      diskContainer: {
        description: "The golden disk",
        format: "VMDK",
        userBucket: { s3Bucket: "disks", s3Key: "golden.vmdk" },
      },
      encrypted: true,
      kmsKeyId: "alias/disks",
      tags,
    },
    start: "ImportSnapshot",
    replacing: { kmsKeyId: "alias/others" },
    told: { diskContainer: { userBucket: { s3Bucket: "disks", s3Key: "others.vmdk" } } },
    recordedOnly: {
      description: "weekly",
      roleName: "importer",
      clientData: { comment: "by hand" },
    },
    fates: {
      running: {
        ...changed("cancel #1, untag #1, start #2, tag #2: #2", "tag #1: #1"),
        ...{ beside: "own", back: "same" },
      },
      // The snapshot has the marks, too.
      succeeded: {
        ...changed("start #2, tag #2, untag #1, untag #1: #2", "tag #1, tag #1: #1"),
        ...{ beside: "own", back: "same" },
      },
      failed: {
        ...changed("start #2, tag #2: #2", "start #1, start #2, tag #2: #2"),
        ...{ beside: "own", back: "new" },
      },
    },
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
    fates: {
      running: {
        ...{ triggers: "nothing: #1, refused", input: "start #2: #2" },
        ...{ "--replace": "nothing: #1", beside: "refused", back: "same" },
      },
      succeeded: {
        ...{ triggers: "nothing: #1, refused", input: "start #2, untag #1: #2" },
        ...{ "--replace": "tag #1: #1", beside: "refused", back: "same" },
      },
      failed: { ...changed("start #2: #2", "start #2: #2"), beside: "own", back: "refused" },
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
    fates: {
      running: {
        ...{ triggers: "nothing: #1, refused", input: "start #2, tag #2, untag #1: #2" },
        ...{ "--replace": "tag #1: #1", beside: "refused", back: "same" },
      },
      succeeded: {
        ...{ triggers: "nothing: #1, refused", input: "start #2, tag #2, untag #1: #2" },
        ...{ "--replace": "tag #1: #1", beside: "refused", back: "same" },
      },
      failed: {
        triggers: "delete #1, start #2, tag #2: #2",
        input: "start #2, tag #2, delete #1: #2",
        "--replace": "delete #1, start #2, tag #2: #2",
        // The image in ERROR has the name.
        ...{ beside: "refused", back: "new" },
      },
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
    fates: {
      running: { ...changed("start #2: #2", "nothing: #1"), beside: "own", back: "same" },
      // It was noted only until it was in a state that was used.
      succeeded: { ...changed("start #2: #2", "start #2: #2"), beside: "own", back: "new" },
      failed: { ...changed("start #2: #2", "start #2: #2"), beside: "own", back: "new" },
    },
  },
];

export const canCancel = ({ kind }: Subject) => kind.cancel !== undefined;
/** Whether it makes what can be deleted with its resource. */
export const makesImage = ({ kind }: Subject) => kind.erase !== undefined;
