/** WorkSpaces' images: import, show, list, tag, delete, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { ACCOUNT, DURATION_MS, listed, REGION, START_MS } from "../support/client";
import { taken, type Client, type Props } from "../support/client";

const builder = `arn:aws:imagebuilder:${REGION}:${ACCOUNT}`;
const imageId = /^wsi-[0-9a-z]{9,63}$/;
const unknown = "wsi-000000001";

const input = {
  ImageName: "golden",
  ImageDescription: "A desktop (with all)",
  ComputeType: "BASE",
  Protocol: "DCV",
  ImageSource: { Ec2ImageId: "ami-0123456789abcdef0" },
  InfrastructureConfigurationArn: `${builder}:infrastructure-configuration/desktops`,
  Platform: "WINDOWS",
  OsVersion: "Windows_11",
};

export function workspaces(it: It<Client>): void {
  it("imports an image and shows the import to its end", async (client) => {
    const service = client.of("workspaces");
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
    ];
    const started = await service.call("ImportCustomWorkspaceImage", { ...input, Tags });
    const ImageId = taken(started, "ImageId", imageId);
    assert.deepEqual(started, { ImageId, State: "PENDING" });
    assert.deepEqual(await service.call("DescribeTags", { ResourceId: ImageId }), {
      TagList: Tags,
    });

    client.emulator.clock.advance(DURATION_MS / 2);
    const task = {
      ImageId,
      InfrastructureConfigurationArn: input.InfrastructureConfigurationArn,
      Created: service.time(START_MS),
      ImageSource: input.ImageSource,
    };
    const running = await describeImport(client, ImageId);
    const ImageBuilderInstanceId = taken(running, "ImageBuilderInstanceId", /^i-[0-9a-f]{17}$/);
    assert.deepEqual(running, {
      ...task,
      ImageBuilderInstanceId,
      State: "IMAGE_TESTING_GENERALIZATION",
      StateMessage: "Testing generalization.",
      ProgressPercentage: 50,
      LastUpdatedTime: service.time(START_MS + DURATION_MS / 2),
    });

    client.emulator.clock.advance(DURATION_MS);
    assert.deepEqual(await describeImport(client, ImageId), {
      ...task,
      ImageBuilderInstanceId,
      State: "COMPLETED",
      StateMessage: "The image has been imported.",
      ProgressPercentage: 100,
      LastUpdatedTime: service.time(START_MS + DURATION_MS),
    });
    assert.deepEqual(await service.call("DescribeWorkspaceImages", { ImageIds: [ImageId] }), {
      Images: [{ ...imageFor(client), ImageId, State: "AVAILABLE" }],
    });
  });

  it("takes each of the three sources and gives it back", async (client) => {
    const sources = [
      { Ec2ImportTaskId: "import-ami-0123456789abcdef0" },
      { ImageBuildVersionArn: `${builder}:image/desktop/1.2.3/4` },
    ];
    for (const [index, ImageSource] of sources.entries()) {
      const id = await start(client, { ImageName: `from-${index}`, ImageSource });
      assert.deepEqual((await describeImport(client, id)).ImageSource, ImageSource);
    }
  });

  it("shows why an import has failed, and its image with it", async (client) => {
    const service = client.of("workspaces");
    const failure = { ErrorCode: "DiskFreeSpace", ErrorMessage: "The disk is full." };
    client.emulator.addFault({
      operation: "ImportCustomWorkspaceImage",
      effect: { kind: "fail", statusMessage: failure.ErrorMessage, code: failure.ErrorCode },
    });
    const id = await start(client);
    client.emulator.clock.advance(DURATION_MS);
    const { State, StateMessage, ErrorDetails } = await describeImport(client, id);
    assert.deepEqual(
      { State, StateMessage, ErrorDetails },
      { State: "ERROR", StateMessage: failure.ErrorMessage, ErrorDetails: [failure] },
    );
    assert.deepEqual(await service.call("DescribeWorkspaceImages"), {
      Images: [
        { ...imageFor(client), ...failure, ImageId: id, State: "ERROR", ErrorDetails: [failure] },
      ],
    });
  });

  it("lists images by owner, page after page, and deletes one", async (client) => {
    const service = client.of("workspaces");
    const { emulator } = client;
    const ids = ["wsi-00000000a", "wsi-00000000b", "wsi-00000000c"];
    for (const each of ids) emulator.setWorkspaceImage({ imageId: each });
    emulator.setWorkspaceImage({ imageId: "wsi-00000000d", ownerAccountId: "210987654321" });
    const query = { ImageType: "OWNED", MaxResults: 2 };
    const idsOf = (output: Props) => listed(output, "Images").map(({ ImageId }) => ImageId);
    const first = await service.call("DescribeWorkspaceImages", query);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const rest = await service.call("DescribeWorkspaceImages", { ...query, NextToken });
    assert.deepEqual([...idsOf(first), ...idsOf(rest)], ids);
    assert.equal("NextToken" in rest, false);

    assert.deepEqual(await service.call("DeleteWorkspaceImage", { ImageId: ids[0] }), {});
    const gone = await service.call("DescribeWorkspaceImages", { ImageIds: [ids[0]] });
    assert.deepEqual(gone, { Images: [] });
  });

  it("tags an image, shows its tags and takes them away", async (client) => {
    const service = client.of("workspaces");
    client.emulator.setWorkspaceImage({ imageId: "wsi-00000000a" });
    const ResourceId = "wsi-00000000a";
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "größe", Value: `"1" & <2>` },
    ];
    assert.deepEqual(await service.call("CreateTags", { ResourceId, Tags }), {});
    assert.deepEqual(await service.call("DescribeTags", { ResourceId }), { TagList: Tags });
    const untag = { ResourceId, TagKeys: ["team", "never"] };
    assert.deepEqual(await service.call("DeleteTags", untag), {});
    assert.deepEqual(await service.call("DescribeTags", { ResourceId }), { TagList: [Tags[1]] });
  });

  it("refuses unknown ids, taken names, wrong values, and images in use or of others", async (client) => {
    const service = client.of("workspaces");
    await start(client);
    client.emulator.setWorkspaceImage({ imageId: "wsi-00000000a", associated: true });
    client.emulator.setWorkspaceImage({ imageId: "wsi-00000000b", ownerAccountId: "210987654321" });
    const notFound = { code: "ResourceNotFoundException", message: /./, status: 400 };
    await Promise.all([
      service.refuses("DescribeCustomWorkspaceImageImport", { ImageId: unknown }, notFound),
      service.refuses("DescribeTags", { ResourceId: unknown }, notFound),
      service.refuses("ImportCustomWorkspaceImage", input, {
        code: "ResourceAlreadyExistsException",
        message: /golden/,
        status: 400,
      }),
      service.refuses(
        "ImportCustomWorkspaceImage",
        { ...input, ImageName: "with a space" },
        { code: "ValidationException", message: /'with a space' at 'imageName'/, status: 400 },
      ),
      service.refuses(
        "DeleteWorkspaceImage",
        { ImageId: "wsi-00000000a" },
        { code: "ResourceAssociatedException", message: /wsi-00000000a/, status: 400 },
      ),
      service.refuses(
        "DeleteWorkspaceImage",
        { ImageId: "wsi-00000000b" },
        { code: "AccessDeniedException", message: /not authorized/, status: 400 },
      ),
    ]);
  });
}

async function start(client: Client, more: Props = {}): Promise<string> {
  const given = { ...input, ...more };
  const started = await client.call("workspaces", "ImportCustomWorkspaceImage", given);
  return taken(started, "ImageId", imageId);
}

const describeImport = (client: Client, ImageId: string): Promise<Props> =>
  client.call("workspaces", "DescribeCustomWorkspaceImageImport", { ImageId });

/** What the import of `input` has made, but for its id and its state. */
const imageFor = (client: Client): Props => ({
  Name: input.ImageName,
  Description: input.ImageDescription,
  OperatingSystem: { Type: "WINDOWS" },
  RequiredTenancy: "DEDICATED",
  Created: client.time("workspaces", START_MS),
  OwnerAccountId: ACCOUNT,
  Updates: { UpdateAvailable: false },
});
