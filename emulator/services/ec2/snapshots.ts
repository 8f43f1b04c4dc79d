import { AwsError } from "../../errors";
import * as model from "../../model/ec2Snapshots";
import { operation, type Call, type Operation } from "../../operation";
import { filter, tagValues } from "./filters";
import { knownImages, ownerOf, snapshotIdsOf, type KnownImage } from "./images";
import { ec2Page } from "./paging";
import { tagsOf, toTagSet, type Taggable } from "./tagStore";

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

/** Deletes a snapshot that no AMI is in need of; throws EC2's own error. */
export function deleteSnapshot(call: Call, id: string): void {
  const { image } = findSnapshot(call, id);
  if (ownerOf(call, image) !== call.caller.accountId) {
    throw new AwsError("AuthFailure", `Not authorized for snapshot:${id}`, 403);
  }
  const user = knownImages(call).find(
    (known) => !known.missing && snapshotIdsOf(known).includes(id),
  );
  const isImplied = !isKnown(call, image.imageId);
  if (user || isImplied) {
    throw new AwsError(
      "InvalidSnapshot.InUse",
      `The snapshot ${id} is currently in use by ${user?.imageId ?? image.imageId}`,
    );
  }
  call.scope.deletedSnapshots[id] = true;
}

interface Snapshot {
  readonly id: string;
  /** The AMI that it was made for, registered or not. */
  readonly image: KnownImage;
}

const isKnown = (call: Call, imageId: string): boolean =>
  knownImages(call).some((known) => known.imageId === imageId);

function findSnapshot(call: Call, id: string): Snapshot {
  if (!/^snap-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
    throw new AwsError(
      "InvalidSnapshotID.Malformed",
      `Value (${id}) for parameter snapshotId is invalid. Expected: 'snap-...'.`,
    );
  }
  const imageId = id.replace("snap-", "ami-");
  const known = allSnapshots(call).find((snapshot) => snapshot.id === id);
  // As an AMI of which nothing is known exists, so does its snapshot.
  const implied = isKnown(call, imageId) ? undefined : { id, image: { imageId } };
  const snapshot = known ?? implied;
  if (!snapshot || Object.hasOwn(call.scope.deletedSnapshots, id)) {
    throw new AwsError("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
  }
  return snapshot;
}

function allSnapshots(call: Call): readonly Snapshot[] {
  const images = knownImages(call).filter(({ missing, deregistered }) => !missing || deregistered);
  const snapshots = images.flatMap((image) =>
    snapshotIdsOf(image).map((id) => [id, { id, image }] as const),
  );
  return [...new Map(snapshots).values()].filter(
    ({ id }) => !Object.hasOwn(call.scope.deletedSnapshots, id),
  );
}

type Description = ReturnType<ReturnType<typeof describe>>;

const describe =
  (call: Call) =>
  ({ id, image }: Snapshot) => {
    const isPending = image.state === "pending";
    return {
      SnapshotId: id,
      // EC2's own value for a snapshot that was copied, not taken of a volume.
      VolumeId: "vol-ffffffff",
      State: isPending ? "pending" : "completed",
      StateMessage: "",
      StartTime: image.createdAtMs ?? Date.UTC(2026, 0, 1),
      Progress: isPending ? "50%" : "100%",
      OwnerId: ownerOf(call, image),
      Description: `Created for ${image.imageId}`,
      VolumeSize: 30,
      Encrypted: false,
      StorageTier: "standard",
      Tags: toTagSet(tagsOf(call.scope, id)),
    };
  };

const filterMembers: Readonly<Record<string, keyof Description>> = {
  description: "Description",
  encrypted: "Encrypted",
  "owner-id": "OwnerId",
  "snapshot-id": "SnapshotId",
  status: "State",
  "volume-size": "VolumeSize",
};

const filterNames = [...Object.keys(filterMembers), "tag-key", "tag:"];
