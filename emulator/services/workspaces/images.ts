import { observeArtifact } from "../../artifact";
import { AwsError } from "../../errors";
import * as model from "../../model/workspacesImages";
import { operation, type Call, type Operation } from "../../operation";
import { page } from "../../paging";
import { seededAtMs, type WorkspaceImageSeed } from "../../seeds";
import { isVisible, observeTask } from "../../tasks";
import { completedAtMs } from "../../timeline";
import { invalidValues } from "./errors";
import { customImageImport, importTasks, type ImportTask } from "./importTask";

export const imageOperations: readonly Operation[] = [
  operation(model.describeWorkspaceImages, (input, call) => {
    const { ImageIds, ImageType, MaxResults = 25, NextToken } = input;
    const shown = shownImages(call);
    // Unknown ids are passed over: the operation has no error for them.
    const named = ImageIds
      ? [...new Set(ImageIds)].flatMap((id) => shown.filter(({ ImageId }) => ImageId === id))
      : shown;
    const found = named.filter(({ OwnerAccountId }) => {
      const type = OwnerAccountId === call.caller.accountId ? "OWNED" : "SHARED";
      return ImageType === undefined || ImageType === type;
    });
    const { items, nextToken } = page(found, ({ ImageId }) => ImageId, {
      maxResults: MaxResults,
      nextToken: NextToken,
      query: { ImageIds, ImageType },
      invalidToken: () => invalidValues("The NextToken is not valid."),
    });
    return { Images: items, NextToken: nextToken || undefined };
  }),

  operation(model.deleteWorkspaceImage, ({ ImageId: id }, call) => {
    const image = shownImages(call).find(({ ImageId }) => ImageId === id);
    // The operation has no error for an unknown id, so it is quiet.
    if (!image) return;
    if (image.OwnerAccountId !== call.caller.accountId) {
      throw new AwsError(
        "AccessDeniedException",
        "The user is not authorized to access a resource.",
      );
    }
    if (seedsOf(call).get(id)?.associated) {
      throw new AwsError(
        "ResourceAssociatedException",
        `The image ${id} is associated with a bundle. Delete the bundle first.`,
      );
    }
    if (image.State === "PENDING") {
      throw new AwsError(
        "InvalidResourceStateException",
        `The image ${id} is being imported and can't be deleted in this state.`,
      );
    }
    const task = call.scope.tasks[id];
    if (task) call.scope.tasks[id] = { ...task, deletedAtMs: call.nowMs };
    else call.scope.deletedWorkspaceImages[id] = true;
    delete call.scope.tags[id];
  }),
];

/** The images that AWS would show. */
export const shownImages = (call: Call) =>
  images(
    call,
    importTasks(call).filter((task) => isVisible(task, call.nowMs)),
  );

/** The images that hold a name and count for the quota, shown or not, in whatever state. */
export const ownImages = (call: Call) =>
  images(call, importTasks(call)).filter(
    ({ OwnerAccountId }) => OwnerAccountId === call.caller.accountId,
  );

function images(call: Call, tasks: readonly ImportTask[]) {
  const seeds = seedsOf(call);
  const imported = tasks
    .filter(({ deletedAtMs }) => deletedAtMs === undefined)
    .map((task) => ({ ...imageOf(call, task), ...seeds.get(task.id) }));
  const { tasks: own, deletedWorkspaceImages: deleted } = call.scope;
  const others = [...seeds.values()].filter(
    ({ imageId }) => !Object.hasOwn(own, imageId) && !Object.hasOwn(deleted, imageId),
  );
  return [...others, ...imported].filter(({ missing }) => !missing).map(describe(call));
}

function seedsOf(call: Call): ReadonlyMap<string, WorkspaceImageSeed> {
  const seeds = new Map(call.settings.workspaceImages.map((seed) => [seed.imageId, seed]));
  for (const seed of Object.values(call.store.workspaceImages)) seeds.set(seed.imageId, seed);
  return seeds;
}

interface KnownImage extends WorkspaceImageSeed {
  readonly createdAtMs?: number;
}

/** What an import has made: there from its start on, of use a while after its end. */
function imageOf(call: Call, task: ImportTask): KnownImage {
  const { ImageName: name, ImageDescription: description } = task.details;
  const image = { imageId: task.id, name, description, createdAtMs: task.startedAtMs };
  const { ending, message, errorCode } = observeTask(call, customImageImport, task);
  if (ending === "failed") return { ...image, ...failed(message, errorCode) };
  const endedAtMs = completedAtMs(task, call.nowMs);
  if (endedAtMs === undefined) return { ...image, state: "PENDING" };
  const times = { completedAtMs: endedAtMs, delayMs: call.settings.artifactDelayMs };
  const artifact = observeArtifact(task, times, call.nowMs);
  switch (artifact.state) {
    case "pending":
      return { ...image, state: "PENDING" };
    case "available":
      return { ...image, state: "AVAILABLE" };
    case "failed":
      return { ...image, ...failed(artifact.message, artifact.errorCode) };
  }
}

const failed = (errorMessage: string, errorCode: string | undefined) =>
  ({ state: "ERROR", errorMessage, errorCode: errorCode ?? unknownErrorCode }) as const;

/** The service's own word where no other is known. */
export const unknownErrorCode = "UnknownError";

const describe = (call: Call) => (image: KnownImage) => {
  const { errorCode: ErrorCode, errorMessage: ErrorMessage } = image;
  const hasError = ErrorCode !== undefined || ErrorMessage !== undefined;
  return {
    ImageId: image.imageId,
    Name: image.name ?? image.imageId,
    Description: image.description ?? "A WorkSpaces image",
    OperatingSystem: { Type: "WINDOWS" as const },
    State: image.state ?? "AVAILABLE",
    RequiredTenancy: "DEDICATED" as const,
    ErrorCode,
    ErrorMessage,
    ErrorDetails: hasError ? [{ ErrorCode, ErrorMessage }] : undefined,
    Created: image.createdAtMs ?? seededAtMs,
    OwnerAccountId: image.ownerAccountId ?? call.caller.accountId,
    Updates: { UpdateAvailable: image.update !== undefined, Description: image.update },
  };
};
