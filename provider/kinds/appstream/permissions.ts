/** What IAM has to allow for the AppStream kinds. */
import type { Permissions } from "../../lifecycle/permissions";

/** An AMI and a snapshot have no account in their ARNs. */
const AMIS = ["arn:{partition}:ec2:{region}::image/*"];
const SNAPSHOTS = ["arn:{partition}:ec2:{region}::snapshot/*"];

/**
 * https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateExportImageTask.html; the
 * AMI is EC2's: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/deregister-ami.html
 */
export const EXPORT_PERMISSIONS: Permissions = {
  grants: {
    Describe: {
      need: "read",
      actions: [
        ...["appstream:GetExportImageTask", "appstream:ListExportImageTasks"],
        "ec2:DescribeImages",
      ],
    },
    Run: { need: "manage", actions: ["appstream:CreateExportImageTask"] },
    PassRole: {
      need: "manage",
      actions: ["iam:PassRole"],
      resources: ["{iamRoleArn}"],
      condition: { StringEquals: { "iam:PassedToService": "appstream.amazonaws.com" } },
    },
    // At the start the service role tags; afterwards we do.
    Tag: { need: "tag", actions: ["ec2:CreateTags", "ec2:DeleteTags"], resources: AMIS },
    Deregister: { need: "erase", actions: ["ec2:DeregisterImage"], resources: AMIS },
    DeleteSnapshots: { need: "erase", actions: ["ec2:DeleteSnapshot"], resources: SNAPSHOTS },
  },
  serviceRole: {
    input: "iamRoleArn",
    service: "appstream.amazonaws.com",
    grants: {
      Images: {
        need: "manage",
        actions: ["ec2:CopyImage", "ec2:DescribeImages", "ec2:CreateTags"],
      },
    },
  },
};
