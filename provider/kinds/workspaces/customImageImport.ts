/**
 * WorkSpaces ImportCustomWorkspaceImage: an AMI, an import task or an Image Builder image as a
 * WorkSpaces image.
 * https://docs.aws.amazon.com/workspaces/latest/api/API_ImportCustomWorkspaceImage.html
 */
import type {
  DescribeCustomWorkspaceImageImportResult,
  DescribeTagsResult,
  DescribeWorkspaceImagesResult,
  ImportCustomWorkspaceImageRequest,
  ImportCustomWorkspaceImageResult,
  WorkspaceImage,
} from "@aws-sdk/client-workspaces";
import type { Observation, Query, Tags, TypedKind } from "../../lifecycle/kind";
import type { AwsRequest, Props } from "../../lifecycle/ports";
import { fromAws, toAws } from "../../reading/members";
import { tagList, tagMap } from "../tagList";
import { fields, protocolRule } from "./fields";
import { IMPORT_PERMISSIONS } from "./permissions";
import { IMPORT_REMEDIES } from "./remedies";
import type {
  CustomImageImportInputs,
  CustomImageImportOutputs,
  CustomImageImportSuccess,
} from "./types";

type Result = keyof CustomImageImportSuccess | "imageId" | "imageName" | "state" | "osVersion";

const RUNNING = [
  ...["PENDING", "IN_PROGRESS", "PROCESSING_SOURCE_IMAGE", "IMAGE_TESTING_START"],
  ...["UPDATING_OPERATING_SYSTEM", "IMAGE_COMPATIBILITY_CHECKING", "IMAGE_TESTING_GENERALIZATION"],
  ...["CREATING_TEST_INSTANCE", "INSTALLING_COMPONENTS", "GENERALIZING", "VALIDATING"],
  "PUBLISHING",
];

export const customImageImport: TypedKind<
  CustomImageImportInputs,
  CustomImageImportOutputs,
  CustomImageImportSuccess,
  Result
> = {
  type: "workspaces:CustomImageImport",
  title: "WorkSpaces image import",
  fields,
  rules: protocolRule,
  tagRules: { most: 50, keyLength: 127, valueLength: 255 },
  replaces: ["imageName", "computeType", "protocol", "imageSource", "platform", "osVersion"],
  recordedOnly: ["imageDescription", "infrastructureConfigurationArn"],
  outputs: [
    ...["imageId", "state", "stateMessage", "progressPercentage", "created", "lastUpdatedTime"],
    ...["imageBuilderInstanceId", "errorDetails"],
  ],
  nameInput: "imageName",
  idOutputs: ["imageId", "imageBuilderInstanceId"],
  followsFrom: {},
  successOutputs: ["workspaceImageId"],
  result: ["imageId", "imageName", "state", "osVersion", "workspaceImageId"],
  statusOutput: "state",
  states: {
    ...Object.fromEntries(RUNNING.map((status) => [status, "running" as const])),
    ...{ COMPLETED: "succeeded", ERROR: "failed" },
  },
  dying: [],
  defaults: {
    timeouts: { start: "5m", wait: "12h", cancel: "30m" },
    polling: { minInterval: "30s", maxInterval: "3m" },
  },
  batchSize: 1,
  notFound: ["ResourceNotFoundException"],
  limits: [],
  remedies: IMPORT_REMEDIES,
  causes: [],
  hasClientToken: false,
  start: (inputs, _token, tags) => call("ImportCustomWorkspaceImage", startInput(inputs, tags)),
  started: (answer) => observe(answer as ImportCustomWorkspaceImageResult),
  describe: ([id]) => ({
    request: call("DescribeCustomWorkspaceImageImport", { ImageId: id }),
    observations: (answer) => [observe(answer as DescribeCustomWorkspaceImageImportResult)],
  }),
  // There is no list of imports: a lost one is found by the name of its image.
  candidates: () => [images()],
  relation: ({ outputs }, { imageName }) =>
    outputs.imageName === imageName ? "holdsName" : undefined,
  computed: ({ imageId }) => ({ workspaceImageId: imageId }),
  artifact: ({ imageId }) => (typeof imageId === "string" ? imageId : undefined),
  usable: {
    permission: "workspaces:DescribeWorkspaceImages",
    ask: (seen) => ({
      request: call("DescribeWorkspaceImages", { ImageIds: [seen.id] }),
      judge: (answer) => {
        const [image] = (answer as DescribeWorkspaceImagesResult).Images ?? [];
        return image && withImage(seen, image);
      },
    }),
  },
  tagging: {
    permission: "workspaces:CreateTags",
    target: ({ id }) => id,
    add: (ResourceId, tags) => call("CreateTags", { ResourceId, Tags: tagList(tags) }),
    remove: (ResourceId, keys) => call("DeleteTags", { ResourceId, TagKeys: [...keys] }),
    read: (ResourceId) => ({
      request: call("DescribeTags", { ResourceId }),
      tags: (answer) => {
        return tagMap((answer as DescribeTagsResult).TagList);
      },
    }),
  },
  erase: {
    request: ({ id }) => call("DeleteWorkspaceImage", { ImageId: id }),
    // An image in ERROR holds its name, and is of no use.
    isRemains: ({ status }) => status === "ERROR",
    busy: ["InvalidResourceStateException"],
  },
  // Images that no import has made are among them.
  listing: { query: images, isOfResults: true, began: "created" },
  permissions: IMPORT_PERMISSIONS,
};

function startInput(inputs: Props, tags: Tags): ImportCustomWorkspaceImageRequest {
  const { imageSource, ...own } = inputs as unknown as CustomImageImportInputs;
  const source: object = toAws({}, imageSource);
  const Tags = tagList(tags);
  return {
    ImageName: own.imageName,
    ImageDescription: own.imageDescription,
    ComputeType: own.computeType,
    Protocol: own.protocol,
    ImageSource: source as ImportCustomWorkspaceImageRequest["ImageSource"],
    InfrastructureConfigurationArn: own.infrastructureConfigurationArn,
    Platform: own.platform,
    OsVersion: own.osVersion,
    ...(Tags.length > 0 && { Tags }),
  };
}

function images(): Query {
  const request = (more: object) =>
    call("DescribeWorkspaceImages", { ImageType: "OWNED", MaxResults: 25, ...more });
  return {
    request: request({}),
    observations: (answer) =>
      ((answer as DescribeWorkspaceImagesResult).Images ?? []).map((image) =>
        withImage(
          { id: image.ImageId ?? "", status: "COMPLETED", outputs: { imageName: image.Name } },
          image,
        ),
      ),
    next: ({ NextToken }) => (typeof NextToken === "string" ? request({ NextToken }) : undefined),
  };
}

/** The import as its image shows it; a state that is new to this version may yet become good. */
function withImage(task: Observation, image: WorkspaceImage): Observation {
  const seen = { ...task, outputs: { ...task.outputs, imageName: image.Name } };
  if (image.State === "AVAILABLE") return { ...seen, state: "succeeded" };
  if (image.State !== "ERROR") {
    return { ...seen, state: "running", message: `image ${image.State}` };
  }
  const details = (image.ErrorDetails ?? []).map(({ ErrorCode, ErrorMessage }) =>
    reason(ErrorCode, ErrorMessage),
  );
  const reasons = [reason(image.ErrorCode, image.ErrorMessage), ...details].filter(Boolean);
  const said = [...new Set(reasons)].join("; ");
  const message = ["the image is in ERROR", said].filter(Boolean).join(": ");
  return { ...seen, status: "ERROR", state: "failed", message };
}

type Import = DescribeCustomWorkspaceImageImportResult | ImportCustomWorkspaceImageResult;

function observe(answer: Import): Observation {
  const task = answer as DescribeCustomWorkspaceImageImportResult;
  const { ImageId = "", State = "", StateMessage, ErrorDetails = [] } = task;
  const reasons = ErrorDetails.map(({ ErrorCode, ErrorMessage }) =>
    reason(ErrorCode, ErrorMessage),
  );
  const imageSource = fromAws({}, { ...task.ImageSource });
  return {
    id: ImageId,
    status: State,
    message: [StateMessage, ...reasons].filter(Boolean).join("; ") || undefined,
    percent: task.ProgressPercentage,
    outputs: {
      imageId: ImageId,
      state: State,
      stateMessage: StateMessage,
      progressPercentage: task.ProgressPercentage,
      created: task.Created,
      lastUpdatedTime: task.LastUpdatedTime,
      imageBuilderInstanceId: task.ImageBuilderInstanceId,
      infrastructureConfigurationArn: task.InfrastructureConfigurationArn,
      imageSource: Object.keys(imageSource).length > 0 ? imageSource : undefined,
      errorDetails: ErrorDetails.map(({ ErrorCode, ErrorMessage }) => ({
        errorCode: ErrorCode,
        errorMessage: ErrorMessage,
      })),
    },
  };
}

function reason(code: string | undefined, message: string | undefined): string {
  return [code, message].filter(Boolean).join(": ");
}

function call(operation: string, input: object): AwsRequest {
  return { service: "workspaces", operation, input };
}
