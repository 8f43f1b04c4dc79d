/**
 * What IAM has to allow for the WorkSpaces kinds; only the deletion of an image takes an ARN:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonworkspaces.html
 */
import type { Permissions } from "../../lifecycle/permissions";

export const IMPORT_PERMISSIONS: Permissions = {
  grants: {
    Describe: {
      need: "read",
      actions: [
        ...["workspaces:DescribeCustomWorkspaceImageImport", "workspaces:DescribeWorkspaceImages"],
        "workspaces:DescribeTags",
      ],
    },
    Run: { need: "manage", actions: ["workspaces:ImportCustomWorkspaceImage"] },
    // Whatever `onDelete` says: the image that a failed import leaves holds its name.
    DeleteImage: {
      need: "manage",
      actions: ["workspaces:DeleteWorkspaceImage"],
      resources: ["arn:{partition}:workspaces:{region}:{account}:workspaceimage/*"],
    },
    Tag: { need: "tag", actions: ["workspaces:CreateTags", "workspaces:DeleteTags"] },
  },
};
