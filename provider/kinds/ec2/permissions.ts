/**
 * What IAM has to allow for the EC2 kinds. Resources are narrowed as far as AWS documents it:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
import type { Permissions, ServiceRole } from "../../lifecycle/permissions";

const EXPORT_TASKS = ["arn:{partition}:ec2:{region}:{account}:export-image-task/*"];
const EXPORT_BUCKET = "arn:{partition}:s3:::{s3ExportLocation.s3Bucket}";

/**
 * The role that EC2 assumes for exports and imports:
 * https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
 */
export const VMIMPORT: Omit<ServiceRole, "grants"> = {
  input: "roleName",
  defaultName: "vmimport",
  service: "vmie.amazonaws.com",
  externalId: "vmimport",
};

export const EXPORT_PERMISSIONS: Permissions = {
  grants: {
    Describe: { need: "read", actions: ["ec2:DescribeExportImageTasks"] },
    Run: { need: "manage", actions: ["ec2:ExportImage", "ec2:CancelExportTask"] },
    TagAtStart: {
      need: "tag",
      actions: ["ec2:CreateTags"],
      resources: EXPORT_TASKS,
      condition: { StringEquals: { "ec2:CreateAction": "ExportImage" } },
    },
    // Apart, for those who want tags that nobody changes: the hold is one, and is warned of then.
    TagLater: {
      need: "tag",
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: EXPORT_TASKS,
    },
  },
  serviceRole: {
    ...VMIMPORT,
    grants: {
      Bucket: {
        need: "manage",
        actions: [
          ...["s3:GetBucketLocation", "s3:GetBucketAcl", "s3:ListBucket"],
          ...["s3:GetObject", "s3:PutObject"],
        ],
        resources: [EXPORT_BUCKET, `${EXPORT_BUCKET}/*`],
      },
      Images: {
        need: "manage",
        actions: [
          ...["ec2:ModifySnapshotAttribute", "ec2:CopySnapshot", "ec2:RegisterImage"],
          "ec2:Describe*",
        ],
      },
    },
  },
};

/** AWS makes one object of an AMI in a bucket, and lets nobody choose its key. */
const STORED_OBJECT = ["arn:{partition}:s3:::{bucket}/{imageId}.bin"];

/**
 * EC2 stores in its caller's name:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-ami-store-restore.html. AWS lists
 * there what stores and restores need together: what writes snapshots is for restores alone.
 */
export const STORE_PERMISSIONS: Permissions = {
  grants: {
    Describe: { need: "read", actions: ["ec2:DescribeStoreImageTasks"] },
    // The AMI's tags are stored with it, as far as the caller may see them.
    Run: { need: "manage", actions: ["ec2:CreateStoreImageTask", "ec2:DescribeTags"] },
    Bucket: {
      need: "manage",
      actions: ["s3:ListBucket"],
      resources: ["arn:{partition}:s3:::{bucket}"],
    },
    Object: {
      need: "manage",
      actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: STORED_OBJECT,
    },
    ObjectTags: { need: "tag", actions: ["s3:PutObjectTagging"], resources: STORED_OBJECT },
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-permissions.html
    Snapshots: {
      need: "manage",
      actions: ["ebs:ListSnapshotBlocks", "ebs:ListChangedBlocks", "ebs:GetSnapshotBlock"],
      resources: ["arn:{partition}:ec2:{region}::snapshot/*"],
    },
    // Snapshots that are encrypted may be so with another account's key.
    SnapshotKeys: {
      need: "manage",
      actions: ["kms:Decrypt"],
      resources: ["arn:{partition}:kms:{region}:*:key/*"],
    },
  },
};
