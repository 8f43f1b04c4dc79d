import { AwsError } from "../../errors";
import * as model from "../../model/ec2Images";
import { operation, type Call, type Operation } from "../../operation";
import { seededAtMs } from "../../seeds";
import { tagsOf, toWireTags } from "../../tags";
import { filter, tagValues } from "./filters";
import { findImage, knownImages, nameOf, ownerOf, snapshotIdsOf, type KnownImage } from "./images";
import { ec2Page } from "./paging";
import { deleteSnapshot } from "./snapshots";

export const imageOperations: readonly Operation[] = [
  operation(model.describeImages, (input, call) => {
    const ids = input.ImageIds ?? [];
    const images =
      ids.length > 0
        ? [...new Set(ids)].map((id) => findImage(call, id))
        : knownImages(call).filter(({ missing }) => !missing);
    // Nobody else has been given a launch permission.
    const mine = (input.ExecutableUsers ?? []).length > 0 ? [] : images.map(describe(call));
    const owned = mine.filter(({ OwnerId }) => isOwner(input.Owners, OwnerId, call));
    const found = filter(owned, input.Filters, filterNames, (image, name) => {
      const member = filterMembers[name];
      if (member) return [String(image[member])];
      return tagValues(tagsOf(call.scope, image.ImageId), name);
    });
    const { items, nextToken } = ec2Page(found, ({ ImageId }) => ImageId, input);
    return { Images: items, NextToken: nextToken };
  }),

  operation(model.deregisterImage, (input, call) => {
    const { ImageId: imageId } = input;
    if (call.scope.images[imageId]?.deregistered) {
      throw new AwsError(
        "InvalidAMIID.Unavailable",
        `The image ID '${imageId}' is no longer available`,
      );
    }
    const image = findImage(call, imageId);
    if (ownerOf(call, image) !== call.caller.accountId) {
      throw new AwsError("AuthFailure", `Not authorized for image:${imageId}`, 403);
    }
    call.scope.images[imageId] = { ...call.scope.images[imageId], imageId, deregistered: true };
    if (!input.DeleteAssociatedSnapshots) return { Return: true };
    const results = snapshotIdsOf(image).map((id) => ({
      SnapshotId: id,
      ReturnCode: resultOf(() => deleteSnapshot(call, id)),
    }));
    return { Return: true, DeleteSnapshotResults: results };
  }),
];

function resultOf(deletion: () => void): "success" | "skipped" | "client-error" {
  try {
    deletion();
    return "success";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === "InvalidSnapshot.InUse" ? "skipped" : "client-error";
  }
}

type Image = ReturnType<ReturnType<typeof describe>>;

const describe = (call: Call) => (image: KnownImage) => {
  const ownerId = ownerOf(call, image);
  const name = nameOf(image);
  return {
    ImageId: image.imageId,
    ImageLocation: `${ownerId}/${name}`,
    State: image.state ?? "available",
    OwnerId: ownerId,
    CreationDate: new Date(image.createdAtMs ?? seededAtMs).toISOString(),
    Public: false,
    Architecture: "x86_64",
    ImageType: "machine",
    Name: name,
    Description: image.description ?? "",
    RootDeviceName: "/dev/sda1",
    RootDeviceType: "ebs",
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    BlockDeviceMappings: snapshotIdsOf(image).map(mapping),
    StateReason: reasonOf(image),
    Tags: toWireTags(tagsOf(call.scope, image.imageId)),
  };
};

const reasonOf = ({ stateReason }: KnownImage) =>
  stateReason && { Code: stateReason.code, Message: stateReason.message };

const mapping = (snapshotId: string, index: number) => ({
  DeviceName: index === 0 ? "/dev/sda1" : `/dev/sd${String.fromCharCode(97 + index)}`,
  Ebs: { SnapshotId: snapshotId, VolumeSize: 30, VolumeType: "gp3", Encrypted: false },
});

const filterMembers: Readonly<Record<string, keyof Image>> = {
  architecture: "Architecture",
  description: "Description",
  "image-id": "ImageId",
  "image-type": "ImageType",
  "is-public": "Public",
  name: "Name",
  "owner-id": "OwnerId",
  "root-device-type": "RootDeviceType",
  state: "State",
  "virtualization-type": "VirtualizationType",
};

const filterNames = [...Object.keys(filterMembers), "tag-key", "tag:"];

function isOwner(owners: readonly string[] | undefined, ownerId: string, call: Call): boolean {
  if (!owners || owners.length === 0) return true;
  return owners.some((owner) => (owner === "self" ? call.caller.accountId : owner) === ownerId);
}
