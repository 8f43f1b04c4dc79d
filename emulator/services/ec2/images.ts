import { observeArtifact } from "../../artifact";
import { AwsError } from "../../errors";
import { imageIdPattern } from "../../model/ec2Common";
import type { Call } from "../../operation";
import { unusedId } from "../../random";
import type { ImageSeed } from "../../seeds";
import type { ImageRecord, MadeImage, Tag } from "../../store";
import { completedAtMs } from "../../timeline";
import type { Taggable } from "./taggable";

/** An AMI to be made. */
interface ImageToMake {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags?: readonly Tag[];
  /** The AMI comes into being when this task of the same account and Region completes. */
  readonly taskId: string;
  /** How long the AMI is then `pending` before it is `available`: 0 unless given. */
  readonly pendingMs?: number;
}

/**
 * Makes an AMI of the caller's, in the Region of the call; returns its id. It may be made at the
 * start of its task: nobody sees it until the task has completed, and after a failure nobody ever
 * does. The task's artifact faults are the AMI's.
 *
 * @example
 * const amiId = makeImage(call, { name: input.AmiName, tags, taskId: task.id, pendingMs: 2_000 });
 */
export function makeImage(call: Call, given: ImageToMake): string {
  const imageId = unusedId(call.scope.images, () => `ami-${call.random.hex(17)}`);
  const made: MadeImage = {
    name: given.name,
    description: given.description ?? "",
    snapshotIds: [newSnapshotId(call)],
    taskId: given.taskId,
    pendingMs: given.pendingMs ?? 0,
  };
  call.scope.images[imageId] = { imageId, made };
  if (given.tags && given.tags.length > 0) call.scope.tags[imageId] = given.tags;
  return imageId;
}

/** An id that no snapshot has that was made in this account and Region, for an AMI or alone. */
export function newSnapshotId(call: Call): string {
  const ofImages = Object.values(call.scope.images).flatMap(({ made }) => made?.snapshotIds ?? []);
  const taken = {
    ...call.scope.snapshots,
    ...Object.fromEntries(ofImages.map((id) => [id, true])),
  };
  return unusedId(taken, () => `snap-${call.random.hex(17)}`);
}

/** The caller's AMI of that name, if there is one: a name is taken once per account and Region. */
export function imageNamed(call: Call, name: string): KnownImage | undefined {
  return knownImages(call).find(
    (image) => !image.missing && nameOf(image) === name && ownerOf(call, image) === accountOf(call),
  );
}

/** The AMI as far as something is known of it; else it exists and is the caller's. */
export function findImage(call: Call, imageId: string): KnownImage {
  checkImageId(imageId);
  const image = knownImages(call).find((known) => known.imageId === imageId) ?? { imageId };
  if (image.missing) {
    throw new AwsError("InvalidAMIID.NotFound", `The image id '[${imageId}]' does not exist`);
  }
  return image;
}

export function checkImageId(imageId: string): void {
  if (!imageIdPattern.test(imageId)) {
    throw new AwsError("InvalidAMIID.Malformed", `Invalid id: "${imageId}" (expecting "ami-...")`);
  }
}

/** Throws EC2's own error for an AMI of which nothing can be made yet, or any more. */
export function checkAvailable({ imageId, state = "available" }: KnownImage): void {
  if (state === "available") return;
  throw new AwsError(
    "InvalidAMIID.Unavailable",
    `The image ID '${imageId}' is not available: its state is ${state}`,
  );
}

export const taggableImage: Taggable = {
  resourceType: "image",
  idPrefix: "ami-",
  check: (call, id) => void findImage(call, id),
};

export interface KnownImage extends ImageSeed {
  readonly description?: string;
  readonly createdAtMs?: number;
  readonly stateReason?: { readonly code: string; readonly message: string };
  readonly deregistered?: boolean;
}

/** What is known of AMIs, also of those that are missing, from what was made to what a test said. */
export function knownImages(call: Call): readonly KnownImage[] {
  const said = new Map(call.settings.images.map((image) => [image.imageId, image]));
  for (const image of Object.values(call.store.images)) said.set(image.imageId, image);
  const known = new Map<string, KnownImage>(said);
  for (const record of Object.values(call.scope.images)) {
    known.set(record.imageId, {
      ...asMade(call, record),
      ...said.get(record.imageId),
      ...gone(record),
    });
  }
  return [...known.values()];
}

// An id once deregistered never comes back, whatever a test says of it.
const gone = ({ deregistered }: ImageRecord): Partial<KnownImage> =>
  deregistered ? { missing: true, deregistered } : {};

function asMade(call: Call, { imageId, made }: ImageRecord): KnownImage {
  if (!made) return { imageId };
  const { taskId, pendingMs, ...image } = made;
  const task = call.scope.tasks[taskId];
  const createdAtMs = task && completedAtMs(task, call.nowMs);
  if (!task || createdAtMs === undefined) return { imageId, ...image, missing: true };
  const { state, message, errorCode } = observeArtifact(
    task,
    { completedAtMs: createdAtMs, delayMs: pendingMs },
    call.nowMs,
  );
  const stateReason = { code: errorCode ?? "Server.InternalError", message };
  return { imageId, ...image, createdAtMs, state, ...(state === "failed" && { stateReason }) };
}

export const nameOf = ({ name, imageId }: ImageSeed): string => name ?? imageId;

export const ownerOf = (call: Call, { ownerId }: ImageSeed): string => ownerId ?? accountOf(call);

const accountOf = (call: Call): string => call.caller.accountId;

/** The snapshots that the AMI was made of; they outlive it. */
export const snapshotIdsOf = ({ imageId, snapshotIds }: ImageSeed): readonly string[] =>
  snapshotIds ?? [imageId.replace("ami-", "snap-")];
