import { AwsError } from "../../errors";
import { describeImages as describeImagesModel } from "../../model/ec2Images";
import { operation, type Call } from "../../operation";
import type { ImageSeed } from "../../store";
import { filter, tagValues } from "./filters";
import { ec2Page } from "./paging";
import { tagsOf, toTagSet, type Taggable } from "./tagStore";

/** The AMI as far as a test has said something of it; else it exists and is the caller's. */
export function findImage(call: Call, imageId: string): ImageSeed {
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(imageId)) {
    throw new AwsError("InvalidAMIID.Malformed", `Invalid id: "${imageId}" (expecting "ami-...")`);
  }
  const image = knownImages(call).find((known) => known.imageId === imageId) ?? { imageId };
  if (image.missing) {
    throw new AwsError("InvalidAMIID.NotFound", `The image id '[${imageId}]' does not exist`);
  }
  return image;
}

export const taggableImage: Taggable = {
  resourceType: "image",
  idPrefix: "ami-",
  check: (call, id) => void findImage(call, id),
};

export const describeImages = operation(describeImagesModel, (input, call) => {
  const ids = input.ImageIds ?? [];
  const images =
    ids.length > 0
      ? [...new Set(ids)].map((id) => findImage(call, id))
      : knownImages(call).filter(({ missing }) => !missing);
  // Nobody else has been given a launch permission.
  const mine = (input.ExecutableUsers ?? []).length > 0 ? [] : images.map(describe(call));
  const owned = mine.filter(({ OwnerId }) => isOwner(input.Owners, OwnerId, call));
  const found = filter(owned, input.Filters, Object.keys(filterMembers), (image, name) => {
    const member = filterMembers[name];
    if (member) return [String(image[member])];
    return tagValues(tagsOf(call.scope, image.ImageId), name);
  });
  const { items, nextToken } = ec2Page(found, ({ ImageId }) => ImageId, input);
  return { Images: items, NextToken: nextToken };
});

function knownImages(call: Call): readonly ImageSeed[] {
  const said = new Map(call.settings.images.map((image) => [image.imageId, image]));
  for (const image of Object.values(call.store.images)) said.set(image.imageId, image);
  return [...said.values()];
}

type Image = ReturnType<ReturnType<typeof describe>>;

const describe = (call: Call) => (image: ImageSeed) => {
  const ownerId = image.ownerId ?? call.caller.accountId;
  const name = image.name ?? image.imageId;
  return {
    ImageId: image.imageId,
    ImageLocation: `${ownerId}/${name}`,
    State: image.state ?? "available",
    OwnerId: ownerId,
    CreationDate: "2026-01-01T00:00:00.000Z",
    Public: false,
    Architecture: "x86_64",
    ImageType: "machine",
    Name: name,
    Description: "",
    RootDeviceType: "ebs",
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    Tags: toTagSet(tagsOf(call.scope, image.imageId)),
  };
};

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

function isOwner(owners: readonly string[] | undefined, ownerId: string, call: Call): boolean {
  if (!owners || owners.length === 0) return true;
  return owners.some((owner) => (owner === "self" ? call.caller.accountId : owner) === ownerId);
}
