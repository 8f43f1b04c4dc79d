import { AwsError } from "../../errors";
import * as model from "../../model/workspacesImageImport";
import { operation, type Call, type Operation } from "../../operation";
import { mergeTags } from "../../tags";
import { listedTask, newTaskId, observeTask, startTask } from "../../tasks";
import { findImage } from "../ec2/images";
import { invalidValues, notFound } from "./errors";
import { ownImages, unknownErrorCode } from "./images";
import { customImageImport, instanceFrom, type ImportInput, type ImportTask } from "./importTask";
import { tagRules } from "./tagRules";

export const importOperations: readonly Operation[] = [
  operation(model.importCustomWorkspaceImage, ({ Tags, ...details }, call) => {
    const tags = mergeTags([], Tags ?? [], tagRules);
    checkInput(call, details);
    checkRoom(call, details.ImageName);
    const id = newTaskId(call, "wsi-", 9);
    const task = startTask(call, customImageImport, { id, tags, details });
    return { ImageId: id, State: observeTask(call, customImageImport, task).status };
  }),

  operation(model.describeCustomWorkspaceImageImport, ({ ImageId: id }, call) => {
    const task = listedTask(call, customImageImport, id);
    if (!task) throw notFound(id);
    return describe(call, task as ImportTask);
  }),
];

function checkInput(call: Call, { Protocol, OsVersion, ImageSource }: ImportInput): void {
  if (Protocol === "PCOIP" && OsVersion === "Windows_11") {
    throw invalidValues("The protocol PCOIP is not supported for Windows_11.");
  }
  const { Ec2ImageId } = ImageSource;
  if (Ec2ImageId === undefined) return;
  try {
    findImage(call, Ec2ImageId);
  } catch {
    throw notFound(Ec2ImageId);
  }
}

function checkRoom(call: Call, name: string): void {
  const images = ownImages(call);
  if (images.some(({ Name }) => Name === name)) {
    throw new AwsError(
      "ResourceAlreadyExistsException",
      `A WorkSpaces image named ${name} already exists.`,
    );
  }
  const limit = call.settings.workspaceImageLimit;
  if (images.length >= limit) {
    throw new AwsError(
      "ResourceLimitExceededException",
      `The limit of ${limit} WorkSpaces images in this Region has been reached.`,
    );
  }
}

function describe(call: Call, task: ImportTask) {
  const observed = observeTask(call, customImageImport, task);
  const { status, message, progress, fraction, ending, errorCode, settledAtMs } = observed;
  const error = { ErrorCode: errorCode ?? unknownErrorCode, ErrorMessage: message || undefined };
  const hasInstance = fraction >= instanceFrom;
  return {
    ImageId: task.id,
    InfrastructureConfigurationArn: task.details.InfrastructureConfigurationArn,
    State: status,
    StateMessage: message || undefined,
    ProgressPercentage: progress,
    Created: task.startedAtMs,
    // A stuck import is not updated any more.
    LastUpdatedTime: settledAtMs ?? task.startedAtMs + Math.round(fraction * task.durationMs),
    ImageSource: task.details.ImageSource,
    ImageBuilderInstanceId: hasInstance ? instanceIdOf(task) : undefined,
    ErrorDetails: ending === "failed" ? [error] : undefined,
  };
}

const instanceIdOf = ({ id }: ImportTask): string =>
  `i-${id.slice("wsi-".length).padStart(17, "0")}`;
