/** What WorkSpaces tells of its images and their imports, as tables. */
import type { StringField } from "../../lifecycle/validate";
import type { TypedReadOperation } from "../../reading/operation";
import { customImageImport } from "./customImageImport";
import type {
  GetCustomWorkspaceImageImportArgs,
  GetCustomWorkspaceImageImportResult,
  GetWorkspaceImagesArgs,
  GetWorkspaceImagesResult,
  WorkspaceImageInfo,
} from "./readTypes";

const IMAGE_ID: StringField = {
  type: "string",
  pattern: /^wsi-[0-9a-z]{9,63}$/,
  form: 'be the id of a WorkSpaces image: "wsi-" and 9 to 63 small letters and digits',
};

/** https://docs.aws.amazon.com/workspaces/latest/api/API_DescribeCustomWorkspaceImageImport.html */
export const customWorkspaceImageImport: TypedReadOperation<
  GetCustomWorkspaceImageImportArgs,
  GetCustomWorkspaceImageImportResult
> = {
  name: "workspaces.getCustomWorkspaceImageImport",
  kind: customImageImport,
  service: "workspaces",
  operation: "DescribeCustomWorkspaceImageImport",
  fields: { imageId: { ...IMAGE_ID, required: true } },
  required: "imageId",
  remedies: {
    ResourceNotFoundException:
      "Check imageId, the Region and the account: there is one only for an image that was made " +
      "by ImportCustomWorkspaceImage.",
  },
};

/** https://docs.aws.amazon.com/workspaces/latest/api/API_DescribeWorkspaceImages.html */
export const workspaceImages: TypedReadOperation<
  GetWorkspaceImagesArgs,
  GetWorkspaceImagesResult,
  WorkspaceImageInfo
> = {
  name: "workspaces.getWorkspaceImages",
  kind: customImageImport,
  service: "workspaces",
  operation: "DescribeWorkspaceImages",
  fields: {
    imageIds: { type: "list", min: 1, max: 25, items: IMAGE_ID },
    imageType: { type: "string", oneOf: ["OWNED", "SHARED"] },
    maxResults: { type: "number", min: 1, max: 25, isWhole: true },
    nextToken: { type: "string", min: 1, max: 2_048 },
  },
  list: { member: "images", ids: "imageIds", largestPage: 25 },
  remedies: { InvalidParameterValuesException: "Begin again without nextToken." },
};
