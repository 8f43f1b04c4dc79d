import { deepEqual, equal } from "node:assert/strict";
import {
  DeleteWorkspaceImageCommand,
  DescribeWorkspaceImagesCommand,
} from "@aws-sdk/client-workspaces";
import { EmulatedDesktops } from "./desktops";
import { refusal } from "./harness";

describe("DeleteWorkspaceImage in the emulator", () => {
  const aws = new EmulatedDesktops();
  const remove = (ImageId: string) =>
    aws.workspaces.send(new DeleteWorkspaceImageCommand({ ImageId }));

  it("is refused until the image is of use", async () => {
    const id = await aws.import();
    equal((await refusal(remove(id))).code, "InvalidResourceStateException");
    aws.emulator.clock.advance(24_999);
    equal((await refusal(remove(id))).code, "InvalidResourceStateException");
    aws.emulator.clock.advance(1);
    await remove(id);
  });

  it("takes the image, its import and its tags away, and frees the name", async () => {
    const id = await aws.import({ Tags: [{ Key: "a", Value: "1" }] });
    aws.emulator.clock.advance(25_000);
    await remove(id);
    deepEqual(await aws.images(), []);
    equal((await refusal(aws.imported(id))).code, "ResourceNotFoundException");
    deepEqual(
      aws.emulator.tasks().map(({ listed, tags }) => [listed, tags]),
      [[false, {}]],
    );
    await aws.import();
  });

  it("takes an image in ERROR", async () => {
    const id = await aws.import();
    aws.emulator.addFault({ ids: [id], effect: { kind: "fail", statusMessage: "x", at: 0 } });
    await remove(id);
    await aws.import();
  });

  it("is refused while a bundle uses the image", async () => {
    const id = await aws.import();
    aws.emulator.clock.advance(25_000);
    aws.emulator.setWorkspaceImage({ imageId: id, associated: true });
    deepEqual(await refusal(remove(id)), {
      code: "ResourceAssociatedException",
      message: `The image ${id} is associated with a bundle. Delete the bundle first.`,
      status: 400,
    });
    aws.emulator.setWorkspaceImage({ imageId: id });
    await remove(id);
    deepEqual(await aws.images(), []);
  });

  it("takes an image that no import has made", async () => {
    aws.emulator.setWorkspaceImage({ imageId: "wsi-seed00001" });
    await remove("wsi-seed00001");
    deepEqual(await aws.images(), []);
  });

  it("is quiet for an unknown id", async () => {
    await remove("wsi-000000000");
    equal((await refusal(remove("ami-12345678"))).code, "ValidationException");
  });
});

describe("DeleteWorkspaceImage of images that are said to exist", () => {
  const foreign = { imageId: "wsi-0foreign1", ownerAccountId: "210987654321" };
  const always = { imageId: "wsi-always001" };
  const aws = new EmulatedDesktops({ workspaceImages: [foreign, always] });
  const remove = (ImageId: string, client = aws.workspaces) =>
    client.send(new DeleteWorkspaceImageCommand({ ImageId }));
  const shown = async (client = aws.workspaces) => {
    const { Images } = await client.send(new DescribeWorkspaceImagesCommand({}));
    return Images?.map(({ ImageId }) => ImageId);
  };

  it("takes them away in one account and Region, for good", async () => {
    const said = { imageId: "wsi-seed00001" };
    aws.emulator.setWorkspaceImage(said);
    for (const { imageId } of [always, said]) await remove(imageId);
    deepEqual(await shown(), [foreign.imageId]);
    for (const who of [{ region: "eu-west-1" }, { accountId: "999999999999" }]) {
      const all = [foreign, always, said].map(({ imageId }) => imageId);
      deepEqual(await shown(aws.workspacesAs(who)), all);
    }
    aws.emulator.setWorkspaceImage({ ...said, name: "again" });
    deepEqual(await shown(), [foreign.imageId]);
    aws.emulator.reset();
    deepEqual(await shown(), [foreign.imageId, always.imageId]);
  });

  it("is refused to all but the owner", async () => {
    deepEqual(await refusal(remove(foreign.imageId)), {
      code: "AccessDeniedException",
      message: "The user is not authorized to access a resource.",
      status: 400,
    });
    const owner = aws.workspacesAs({ accountId: foreign.ownerAccountId });
    await remove(foreign.imageId, owner);
    deepEqual(await shown(owner), [always.imageId]);
    deepEqual(await shown(), [foreign.imageId, always.imageId]);
  });
});
