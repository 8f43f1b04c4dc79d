/**
 * AppStream CreateExportImageTask: an AppStream image as an AMI.
 * https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateExportImageTask.html
 */
import type {
  CreateExportImageTaskRequest,
  CreateExportImageTaskResult,
  ExportImageTask,
  GetExportImageTaskResult,
  ListExportImageTasksResult,
} from "@aws-sdk/client-appstream";
import type { DeregisterImageResult, DescribeImagesResult, Image } from "@aws-sdk/client-ec2";
import type { Observation, Query, Tags, TypedKind } from "../../lifecycle/kind";
import type { AwsRequest, Props } from "../../lifecycle/ports";
import { EC2_TAGS } from "../ec2Tags";
import { tagMap } from "../tagList";
import { EXPORT_PERMISSIONS } from "./permissions";
import { EXPORT_CAUSES, EXPORT_REMEDIES } from "./remedies";
import type {
  ExportImageTaskInputs,
  ExportImageTaskOutputs,
  ExportImageTaskSuccess,
} from "./types";

type Result =
  keyof ExportImageTaskSuccess | "taskId" | "imageName" | "amiName" | "imageArn" | "state";

export const exportImageTask: TypedKind<
  ExportImageTaskInputs,
  ExportImageTaskOutputs,
  ExportImageTaskSuccess,
  Result
> = {
  type: "appstream:ExportImageTask",
  title: "AppStream image export",
  fields: {
    imageName: {
      type: "string",
      required: true,
      pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/,
      form:
        "be an image's name: 1 to 101 letters, digits, underscores, dots and hyphens, beginning " +
        "with a letter or digit",
    },
    amiName: {
      type: "string",
      required: true,
      pattern: /^[a-zA-Z0-9().\-/_]{3,128}$/,
      form: "be a name of 3 to 128 letters, digits and ( ) . - / _",
    },
    iamRoleArn: {
      type: "string",
      required: true,
      pattern:
        /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/,
      form: "be the ARN of an IAM role",
    },
    amiDescription: { type: "string", max: 256 },
  },
  tagRules: {
    most: 50,
    keyLength: 128,
    valueLength: 256,
    alphabet: "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]",
  },
  replaces: ["imageName", "amiName"],
  recordedOnly: ["iamRoleArn", "amiDescription"],
  outputs: ["taskId", "imageArn", "createdDate", "state", "tagSpecifications", "errorDetails"],
  nameInput: "amiName",
  idOutputs: ["taskId", "imageArn", "amiId"],
  followsFrom: { imageArn: ["imageName"], tagSpecifications: ["tagsAll"] },
  successOutputs: ["amiId"],
  result: ["taskId", "imageName", "amiName", "imageArn", "state", "amiId"],
  statusOutput: "state",
  states: {
    ...{ PENDING: "running", RUNNING: "running", EXPORTING: "running" },
    ...{ COMPLETED: "succeeded", FAILED: "failed", TIMED_OUT: "failed" },
  },
  dying: [],
  defaults: {
    timeouts: { start: "5m", wait: "6h" },
    polling: { minInterval: "30s", maxInterval: "2m" },
  },
  // One is asked for by its id; of several the list shows all at once.
  batchSize: 500,
  notFound: ["ResourceNotFoundException"],
  limits: [],
  isPropagating: (code) => code === "InvalidRoleException",
  remedies: EXPORT_REMEDIES,
  causes: EXPORT_CAUSES,
  hasClientToken: false,
  start: (inputs, _token, tags) => call("CreateExportImageTask", startInput(inputs, tags)),
  started: (answer) => observe((answer as unknown as CreateExportImageTaskResult).ExportImageTask),
  describe: (ids) => (ids.length === 1 ? one(ids[0]!) : list()),
  candidates: ({ amiName }) => [list(), amisNamed(String(amiName))],
  merge,
  relation: (seen, { amiName }) =>
    seen.outputs.amiName === amiName && !(seen.status in ENDED_BADLY) ? "holdsName" : undefined,
  computed: ({ amiId }) => ({ amiId }),
  artifact: ({ amiId }) => (typeof amiId === "string" ? amiId : undefined),
  usable: {
    permission: "ec2:DescribeImages",
    ask: (seen) => {
      const { amiId } = seen.outputs;
      if (typeof amiId !== "string") return undefined;
      const judge = (answer: Props) => {
        const [ami] = (answer as DescribeImagesResult).Images ?? [];
        return ami && withAmi(seen, ami);
      };
      return { request: describeImages({ ImageIds: [amiId] }), judge };
    },
  },
  // AppStream has no tags for its tasks: they go on the AMI, once it is there.
  tagging: {
    permission: "ec2:CreateTags on the AMI",
    given: ({ outputs }) => (outputs.tagSpecifications ?? {}) as Tags,
    target: ({ outputs }) => (typeof outputs.amiId === "string" ? outputs.amiId : undefined),
    ...EC2_TAGS,
  },
  // No API deletes the task itself.
  erase: {
    request: ({ outputs: { amiId } }) =>
      typeof amiId === "string"
        ? ec2("DeregisterImage", { ImageId: amiId, DeleteAssociatedSnapshots: true })
        : undefined,
    left: (answer) =>
      ((answer as DeregisterImageResult).DeleteSnapshotResults ?? [])
        .filter(({ ReturnCode }) => ReturnCode !== "success")
        .map(({ SnapshotId, ReturnCode }) => `${SnapshotId} (${ReturnCode})`),
  },
  listing: { query: list, began: "createdDate" },
  permissions: EXPORT_PERMISSIONS,
};

const ENDED_BADLY: Readonly<Record<string, true>> = { FAILED: true, TIMED_OUT: true };

function startInput(inputs: Props, tags: Tags): CreateExportImageTaskRequest {
  const { imageName, amiName, iamRoleArn, amiDescription } =
    inputs as unknown as ExportImageTaskInputs;
  return {
    ImageName: imageName,
    AmiName: amiName,
    IamRoleArn: iamRoleArn,
    ...(amiDescription !== undefined && { AmiDescription: amiDescription }),
    ...(Object.keys(tags).length > 0 && { TagSpecifications: { ...tags } }),
  };
}

function one(TaskId: string): Query {
  return {
    request: call("GetExportImageTask", { TaskId }),
    observations: (answer) => {
      const { ExportImageTask } = answer as GetExportImageTaskResult;
      return ExportImageTask ? [observe(ExportImageTask)] : [];
    },
  };
}

function list(): Query {
  const request = (more: object) => call("ListExportImageTasks", { MaxResults: 500, ...more });
  return {
    request: request({}),
    observations: (answer) =>
      ((answer as ListExportImageTasksResult).ExportImageTasks ?? []).map(observe),
    next: ({ NextToken }) => (typeof NextToken === "string" ? request({ NextToken }) : undefined),
  };
}

/** AMIs of that name, made by a task or not: the name is taken all the same. */
function amisNamed(name: string): Query {
  const Filters = [{ Name: "name", Values: [name] }];
  return {
    request: describeImages({ Owners: ["self"], Filters }),
    optional: "ec2:DescribeImages",
    observations: (answer) =>
      ((answer as DescribeImagesResult).Images ?? []).map((ami) =>
        withAmi(
          {
            id: ami.ImageId ?? "",
            status: ami.State ?? "",
            isForeign: true,
            outputs: { amiName: ami.Name },
          },
          ami,
        ),
      ),
  };
}

/**
 * Of a finished task the AMI is what counts: its tags are the proof, never the task's echo, and
 * without it nothing is left to take up.
 */
function merge(found: readonly Observation[]): readonly Observation[] {
  const amis = found.filter(({ id }) => id.startsWith("ami-"));
  const tasks = found.filter(({ id }) => !id.startsWith("ami-"));
  const made = tasks.flatMap((task) => {
    if (task.status !== "COMPLETED") return [task];
    const ami = amis.find(({ id }) => id === task.outputs.amiId);
    return ami ? [{ ...task, tags: ami.tags, state: ami.state }] : [];
  });
  const claimed = new Set(made.map(({ outputs }) => outputs.amiId));
  return [...made, ...amis.filter(({ id }) => !claimed.has(id))];
}

/** The task as its AMI shows it; the AMI's own states are EC2's. */
function withAmi(seen: Observation, ami: Image): Observation {
  const tags = tagMap(ami.Tags);
  const base = { ...seen, tags };
  if (ami.State === "available") return { ...base, state: "succeeded" };
  if (ami.State === "pending" || ami.State === "transient") {
    return { ...base, state: "running", message: `AMI ${ami.State}` };
  }
  const reason = ami.StateReason?.Message ?? ami.StateReason?.Code;
  const message = `the AMI is ${ami.State}${reason === undefined ? "" : `: ${reason}`}`;
  return { ...base, state: "failed", message };
}

function observe(task: ExportImageTask | undefined): Observation {
  const { TaskId = "", State = "", ErrorDetails = [] } = task ?? {};
  const errors = ErrorDetails.map(({ ErrorCode, ErrorMessage }) => ({
    errorCode: ErrorCode,
    errorMessage: ErrorMessage,
  }));
  const reasons = errors.map(({ errorCode, errorMessage }) =>
    [errorCode, errorMessage].filter(Boolean).join(": "),
  );
  return {
    id: TaskId,
    status: State,
    message: reasons.length > 0 ? reasons.join("; ") : undefined,
    tags: task?.TagSpecifications ?? {},
    outputs: {
      taskId: TaskId,
      imageArn: task?.ImageArn,
      imageName: task?.ImageArn?.split("/").at(-1),
      amiName: task?.AmiName,
      amiDescription: task?.AmiDescription,
      createdDate: task?.CreatedDate,
      state: State,
      amiId: task?.AmiId,
      tagSpecifications: task?.TagSpecifications,
      errorDetails: errors,
    },
  };
}

function call(operation: string, input: object): AwsRequest {
  return { service: "appstream", operation, input };
}

function ec2(operation: string, input: object): AwsRequest {
  return { service: "ec2", operation, input };
}

function describeImages(input: object): AwsRequest {
  return ec2("DescribeImages", input);
}
