import { observeArtifact } from "../../artifact";
import { AwsError } from "../../errors";
import type { Call } from "../../operation";
import type { ImageRecord, ImageSeed, MadeImage, Tag } from "../../store";
import { completedAtMs } from "../../timeline";
import type { Taggable } from "./tagStore";

/** An AMI to be made. */
export interface ImageToMake {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags?: readonly Tag[];
  /** The AMI comes into being when this task of the same account and Region completes. */
  readonly taskId?: string;
  /** When it comes into being without a task: now, unless given. */
  readonly createdAtMs?: number;
  /** How long the AMI is then `pending` before it is `available`: 0 unless given. */
  readonly pendingMs?: number;
  /** 1 unless given. */
  readonly snapshotCount?: number;
}

/**
 * Makes an AMI of the caller's, in the Region of the call; returns its id. Without a task it exists
 * at once. With one it may be made at the start: nobody sees it until the task has completed, and
 * after a failure nobody ever does; the task's artifact faults are then the AMI's.
 *
 * @example
 * const amiId = makeImage(call, { name: input.AmiName, tags, taskId: task.id, pendingMs: 2_000 });
 */
export function makeImage(call: Call, given: ImageToMake): string {
  const imageId = newImageId(call);
  const snapshotIds = Array.from(
    { length: given.snapshotCount ?? 1 },
    () => `snap-${call.random.hex(17)}`,
  );
  const made: MadeImage = {
    name: given.name,
    description: given.description ?? "",
    snapshotIds,
    createdAtMs: given.createdAtMs ?? call.nowMs,
    ...(given.taskId !== undefined && { taskId: given.taskId }),
    pendingMs: given.pendingMs ?? 0,
  };
  call.scope.images[imageId] = { imageId, made };
  if (given.tags && given.tags.length > 0) call.scope.tags[imageId] = given.tags;
  return imageId;
}

function newImageId(call: Call): string {
  const id = `ami-${call.random.hex(17)}`;
  return id in call.scope.images ? newImageId(call) : id;
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
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(imageId)) {
    throw new AwsError("InvalidAMIID.Malformed", `Invalid id: "${imageId}" (expecting "ami-...")`);
  }
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
  const task = taskId === undefined ? undefined : call.scope.tasks[taskId];
  const createdAtMs = task ? completedAtMs(task, call.nowMs) : made.createdAtMs;
  if (createdAtMs === undefined) return { imageId, ...image, missing: true };
  const { state, message, errorCode } = observeArtifact(
    { faults: task?.faults ?? [] },
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
