/** What EC2's refusals and the reasons of its failed tasks mean, as far as AWS documents it. */
import type { Cause } from "../../lifecycle/kind";

type Remedies = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const AMI_REMEDIES: Remedies = {
  "InvalidAMIID.NotFound":
    "Check the AMI's id, the Region and the account, and whether its Allowed AMIs admit it.",
  "InvalidAMIID.Malformed": "Check the AMI's id.",
  "InvalidAMIID.Unavailable":
    "The AMI is not available yet, or was deregistered: wait for it, or change imageId.",
};

const NOT_EXPORTABLE =
  "AWS exports own AMIs only, without third-party software of AWS (Windows, SQL Server, " +
  "Marketplace), without encrypted snapshots and with volumes of at most 1 TiB.";

/**
 * NotExportable: the list of codes above, and
 * https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-troubleshooting.html
 */
export const EXPORT_REMEDIES: Remedies = { ...AMI_REMEDIES, NotExportable: NOT_EXPORTABLE };

/** Of exports and imports; not among the remedies, as it is waited for. */
export const CONVERSIONS_LIMIT: Cause = {
  says: /\bResourceLimitExceeded\b/,
  remedy:
    "AWS runs five conversion tasks at once in a Region, imports and exports together, unless " +
    "the quota was raised (up to 20): try again when others have ended, or have it raised.",
};

/** Of exports and imports: the words of a refusal for a role that EC2 does not know yet. */
export function isRoleRefused(code: string, message: string): boolean {
  return code === "InvalidParameter" && /\brole\b/i.test(message);
}

/**
 * - role: https://docs.aws.amazon.com/vm-import/latest/userguide/required-permissions.html
 * - the rules of an export:
 *   https://docs.aws.amazon.com/vm-import/latest/userguide/vmexport_image.html
 * - messages: https://docs.aws.amazon.com/vm-import/latest/userguide/vmimport-troubleshooting.html
 */
export const EXPORT_CAUSES: readonly Cause[] = [
  CONVERSIONS_LIMIT,
  {
    says: /\brole\b/i,
    remedy:
      'Check the service role ("vmimport" unless roleName names another): it must exist, trust ' +
      'vmie.amazonaws.com (external id "vmimport"), and may read and write the bucket and read ' +
      "EC2; STS must be active in the Region.",
  },
  {
    says: /\b(SSE-)?KMS\b|encrypt/i,
    remedy:
      "Neither the AMI's snapshots may be encrypted, nor the bucket use a KMS key: AWS exports to " +
      "buckets with SSE-S3 or without encryption.",
  },
  {
    says: /marketplace|third.party|licen[sc]e/i,
    remedy: NOT_EXPORTABLE,
  },
  {
    says: /(bucket|\bS3\b).*\b(region|local)\b|\bregion\b.*bucket|NoSuchBucket|bucket.* exist/i,
    remedy: "The bucket must exist and be in the Region of the export: change s3ExportLocation.",
  },
  {
    says: /access ?denied|not authorized|\bforbidden\b/i,
    remedy:
      "Allow the service role s3:GetBucketLocation, s3:GetBucketAcl, s3:ListBucket, s3:GetObject " +
      "and s3:PutObject on the bucket.",
  },
  {
    says: /\bfstab\b|multiple directories/i,
    remedy: "A Linux disk must hold one system only: no multi-boot volume, and one /etc.",
  },
  {
    says: /\b\d+ ?T(i?)B\b|volume.*(too large|exceeds)/i,
    remedy: "Volumes of more than 1 TiB are not exported.",
  },
  {
    says: /unsupported|not supported/i,
    remedy:
      "VM Import/Export does not take this system or its set-up: compare the AMI with the systems, " +
      "file systems and boot modes in its requirements " +
      "(https://docs.aws.amazon.com/vm-import/latest/userguide/prerequisites.html).",
  },
];

/**
 * What the caller needs; that EC2 has the S3 and EBS calls made in its name:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-ami-store-restore.html
 */
const STORE_RIGHTS =
  "Whoever runs Pulumi needs for a store: on the bucket s3:PutObject, s3:GetObject, s3:ListBucket, " +
  "s3:DeleteObject, s3:AbortMultipartUpload and, with tags, s3:PutObjectTagging; on the snapshots " +
  "ebs:ListSnapshotBlocks, ebs:ListChangedBlocks and ebs:GetSnapshotBlock, and kms:Decrypt where " +
  "they are encrypted.";

export const STORE_REMEDIES: Remedies = {
  ...AMI_REMEDIES,
  CreateStoreImageTask: STORE_RIGHTS,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-store-restore.html */
export const STORE_CAUSES: readonly Cause[] = [
  {
    // Not among the remedies: it is waited for.
    says: /\bResourceLimitExceeded\b|\bquota\b/i,
    remedy:
      "AWS stores 1,200 GB of an account's snapshots at once: try again when other stores have " +
      "ended.",
  },
  { says: /\bKMS\b|encrypt|access ?denied|not authorized|\bforbidden\b/i, remedy: STORE_RIGHTS },
  {
    says: /already exists|duplicate/i,
    remedy:
      "A bucket holds one object of an AMI: delete the one that is there, or store to another " +
      "bucket.",
  },
  {
    says: /bucket.*\b(region|local)\b|\bregion\b.*bucket|NoSuchBucket|bucket.* exist/i,
    remedy: "The bucket must exist and be in the Region of the store: change bucket or region.",
  },
  {
    says: /too large|size|exceed|\b\d+ ?[GT]i?B\b/i,
    remedy:
      "An AMI may have 5,000 GB before compression, and 1,200 GB of snapshots may be in progress " +
      "in an account.",
  },
  {
    says: /snapshot/i,
    remedy:
      "The AMI's snapshots must stay until the store has ended, and whoever runs Pulumi must have " +
      "access to them.",
  },
  {
    says: /unsupported|not supported|paravirtual|instance.store|EBS.backed/i,
    remedy:
      "AWS stores EBS-backed AMIs that are the account's own or shared with it directly, and none " +
      "that are paravirtual.",
  },
];
