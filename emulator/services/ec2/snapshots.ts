import { observeArtifact } from "../../artifact";
import { AwsError } from "../../errors";
import { snapshotIdPattern } from "../../model/ec2Common";
import * as model from "../../model/ec2Snapshots";
import { operation, type Call, type Operation } from "../../operation";
import { seededAtMs } from "../../seeds";
import type { MadeSnapshot } from "../../store";
import { tagsOf, toWireTags } from "../../tags";
import { completedAtMs } from "../../timeline";
import { filter, tagValues } from "./filters";
import { knownImages, newSnapshotId, ownerOf, snapshotIdsOf, type KnownImage } from "./images";
import { ec2Page } from "./paging";
import type { Taggable } from "./taggable";

export const taggableSnapshot: Taggable = {
  resourceType: "snapshot",
  idPrefix: "snap-",
  check: (call, id) => void findSnapshot(call, id),
};

export const snapshotOperations: readonly Operation[] = [
  operation(model.describeSnapshots, (input, call) => {
    const ids = [...new Set(input.SnapshotIds ?? [])];
    const snapshots = ids.length > 0 ? ids.map((id) => findSnapshot(call, id)) : allSnapshots(call);
    // Nobody else has been given a right to restore.
    const mine = (input.RestorableByUserIds ?? []).length > 0 ? [] : snapshots;
    const described = mine.map(describe(call)).filter(({ OwnerId }) => {
      const owners = (input.OwnerIds ?? []).map((id) =>
        id === "self" ? call.caller.accountId : id,
      );
      return owners.length === 0 || owners.includes(OwnerId);
    });
    const found = filter(described, input.Filters, filterNames, (snapshot, name) => {
      const member = filterMembers[name];
      if (member) return [String(snapshot[member])];
      return tagValues(tagsOf(call.scope, snapshot.SnapshotId), name);
    });
    const { items, nextToken } = ec2Page(found, ({ SnapshotId }) => SnapshotId, input);
    return { Snapshots: items, NextToken: nextToken };
  }),

  operation(model.deleteSnapshot, (input, call) => deleteSnapshot(call, input.SnapshotId)),
];

/** Makes a snapshot that is there once its task has completed; returns its id. */
export function makeSnapshot(call: Call, given: Omit<MadeSnapshot, "snapshotId">): string {
  const snapshotId = newSnapshotId(call);
  call.scope.snapshots[snapshotId] = { ...given, snapshotId };
  return snapshotId;
}

/** Deletes a snapshot that no AMI is in need of; throws EC2's own error. */
export function deleteSnapshot(call: Call, id: string): void {
  const { image, ownerId } = findSnapshot(call, id);
  if (ownerId !== call.caller.accountId) {
    throw new AwsError("AuthFailure", `Not authorized for snapshot:${id}`, 403);
  }
  const user = knownImages(call).find(
    (known) => !known.missing && snapshotIdsOf(known).includes(id),
  );
  const implied = image && !isKnown(call, image.imageId) ? image : undefined;
  const inNeed = user ?? implied;
  if (inNeed) {
    throw new AwsError(
      "InvalidSnapshot.InUse",
      `The snapshot ${id} is currently in use by ${inNeed.imageId}`,
    );
  }
  call.scope.deletedSnapshots[id] = true;
}

interface Snapshot {
  readonly id: string;
  readonly ownerId: string;
  readonly description: string;
  readonly state: string;
  readonly stateMessage: string;
  readonly startedAtMs: number;
  readonly encrypted: boolean;
  /** The AMI that it was made for, registered or not. */
  readonly image?: KnownImage;
}

const isKnown = (call: Call, imageId: string): boolean =>
  knownImages(call).some((known) => known.imageId === imageId);

function findSnapshot(call: Call, id: string): Snapshot {
  if (!snapshotIdPattern.test(id)) {
    throw new AwsError(
      "InvalidSnapshotID.Malformed",
      `Value (${id}) for parameter snapshotId is invalid. Expected: 'snap-...'.`,
    );
  }
  const imageId = id.replace("snap-", "ami-");
  const known = allSnapshots(call).find((snapshot) => snapshot.id === id);
  // As an AMI of which nothing is known exists, so does its snapshot.
  const isMade = Object.hasOwn(call.scope.snapshots, id);
  const implied = isMade || isKnown(call, imageId) ? undefined : ofImage(call, { imageId }, id);
  const snapshot = known ?? implied;
  if (!snapshot || Object.hasOwn(call.scope.deletedSnapshots, id)) {
    throw new AwsError("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
  }
  return snapshot;
}

function allSnapshots(call: Call): readonly Snapshot[] {
  const images = knownImages(call).filter(({ missing, deregistered }) => !missing || deregistered);
  const snapshots = images.flatMap((image) =>
    snapshotIdsOf(image).map((id) => [id, ofImage(call, image, id)] as const),
  );
  const made = Object.values(call.scope.snapshots).flatMap((one) => ofTask(call, one) ?? []);
  return [...new Map(snapshots).values(), ...made].filter(
    ({ id }) => !Object.hasOwn(call.scope.deletedSnapshots, id),
  );
}

function ofImage(call: Call, image: KnownImage, id: string): Snapshot {
  return {
    id,
    image,
    ownerId: ownerOf(call, image),
    description: `Created for ${image.imageId}`,
    state: image.state === "pending" ? "pending" : "completed",
    stateMessage: "",
    startedAtMs: image.createdAtMs ?? seededAtMs,
    encrypted: false,
  };
}

/** Undefined as long as its task has not completed. */
function ofTask(call: Call, made: MadeSnapshot): Snapshot | undefined {
  const task = call.scope.tasks[made.taskId];
  const startedAtMs = task && completedAtMs(task, call.nowMs);
  if (startedAtMs === undefined) return undefined;
  const { faults } = task!;
  const end = { completedAtMs: startedAtMs, delayMs: 0 };
  const { state, message } = observeArtifact({ faults }, end, call.nowMs);
  return {
    id: made.snapshotId,
    ownerId: call.caller.accountId,
    description: made.description,
    state: { pending: "pending", available: "completed", failed: "error" }[state],
    stateMessage: message,
    startedAtMs,
    encrypted: made.encrypted,
  };
}

type Description = ReturnType<ReturnType<typeof describe>>;

const describe =
  (call: Call) =>
  ({ id, ...snapshot }: Snapshot) => ({
    SnapshotId: id,
    // EC2's own value for a snapshot that was copied or imported, not taken of a volume.
    VolumeId: "vol-ffffffff",
    State: snapshot.state,
    StateMessage: snapshot.stateMessage,
    StartTime: snapshot.startedAtMs,
    Progress: snapshot.state === "pending" ? "50%" : "100%",
    OwnerId: snapshot.ownerId,
    Description: snapshot.description,
    VolumeSize: 30,
    Encrypted: snapshot.encrypted,
    StorageTier: "standard",
    Tags: toWireTags(tagsOf(call.scope, id)),
  });

const filterMembers: Readonly<Record<string, keyof Description>> = {
  description: "Description",
  encrypted: "Encrypted",
  "owner-id": "OwnerId",
  "snapshot-id": "SnapshotId",
  status: "State",
  "volume-size": "VolumeSize",
};

const filterNames = [...Object.keys(filterMembers), "tag-key", "tag:"];
