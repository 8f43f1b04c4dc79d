import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "../seeds";
import { imageName as appstreamImageName } from "./appstreamExportImage";
import { imageIdPattern, snapshotIdPattern } from "./ec2Common";
import { boolean, list, required, string, structure, type Shape } from "./shapes";
import { accountId, imageDescription, imageId, imageName } from "./workspacesCommon";

type Members<Seed> = Readonly<Record<keyof Seed, Shape>>;

const exportError = structure({ code: required(word()), message: required(string()) });

/** What a test may say, so that each answer that is made of it is one of AWS's. */
export const seedModels = {
  images: structure({
    imageId: required(string({ pattern: imageIdPattern })),
    missing: boolean(),
    exportError,
    name: word(),
    state: word(),
    ownerId: accountId,
    snapshotIds: list(string({ pattern: snapshotIdPattern })),
  } satisfies Members<ImageSeed>),
  appstreamImages: structure({
    name: required(appstreamImageName),
    missing: boolean(),
    exportError,
  } satisfies Members<AppStreamImageSeed>),
  workspaceImages: structure({
    imageId: required(imageId),
    missing: boolean(),
    associated: boolean(),
    name: imageName,
    description: imageDescription,
    // No enumeration here: a test may show a word that AWS has yet to invent.
    state: word(),
    errorCode: string(),
    errorMessage: string(),
    ownerAccountId: accountId,
    update: string(),
  } satisfies Members<WorkspaceImageSeed>),
};

function word() {
  return string({ minLength: 1 });
}
