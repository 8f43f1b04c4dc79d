/** boto3's paginators, which follow the emulator's tokens to the last page by themselves. */
import assert from "node:assert/strict";
import type { ServiceName } from "../../../emulator";
import type { It } from "../support/ahead";
import type { Boto3 } from "../support/boto3";
import { ACCOUNT, listed, type Props } from "../support/client";

const count = 11;
const numbers = Array.from({ length: count }, (_, n) => n.toString(16).padStart(8, "0"));

export function pages(it: It<Boto3>): void {
  it("lists EC2's export tasks", async (client) => {
    for (const number of numbers) {
      await client.call("ec2", "ExportImage", {
        ImageId: `ami-${number}`,
        DiskImageFormat: "VMDK",
        S3ExportLocation: { S3Bucket: "exports" },
      });
      // Only so many may run at once.
      client.emulator.clock.advance(60_000);
    }
    const ids = client.emulator.tasks().map(({ id }) => id);
    const found = await everything(client, "ec2", "DescribeExportImageTasks", "ExportImageTasks");
    assert.deepEqual(
      found.map(({ ExportImageTaskId }) => ExportImageTaskId),
      ids,
    );
  });

  it("lists EC2's store tasks", async (client) => {
    for (const number of numbers) {
      const input = { ImageId: `ami-${number}`, Bucket: "stores" };
      await client.call("ec2", "CreateStoreImageTask", input);
      client.emulator.clock.advance(1);
    }
    const found = await everything(
      client,
      "ec2",
      "DescribeStoreImageTasks",
      "StoreImageTaskResults",
    );
    assert.deepEqual(
      found.map(({ AmiId }) => AmiId),
      numbers.map((number) => `ami-${number}`).reverse(),
    );
  });

  it("lists EC2's AMIs, snapshots and tags", async (client) => {
    const ids = numbers.map((number) => `ami-${number}`);
    for (const imageId of ids) client.emulator.setImage({ imageId });
    await client.call("ec2", "CreateTags", { Resources: ids, Tags: [{ Key: "a", Value: "1" }] });
    const images = await everything(client, "ec2", "DescribeImages", "Images");
    const snapshots = await everything(client, "ec2", "DescribeSnapshots", "Snapshots");
    const tags = await everything(client, "ec2", "DescribeTags", "Tags");
    assert.deepEqual(
      [
        images.map(({ ImageId }) => ImageId),
        snapshots.map(({ SnapshotId }) => String(SnapshotId).replace("snap-", "ami-")),
        tags.map(({ ResourceId }) => ResourceId),
      ],
      [ids, ids, ids],
    );
  });

  it("lists WorkSpaces' images", async (client) => {
    const ids = numbers.map((number) => `wsi-0${number}`);
    for (const imageId of ids) client.emulator.setWorkspaceImage({ imageId });
    const found = await everything(client, "workspaces", "DescribeWorkspaceImages", "Images");
    assert.deepEqual(
      found.map(({ ImageId, OwnerAccountId }) => [ImageId, OwnerAccountId]),
      ids.map((id) => [id, ACCOUNT]),
    );
  });

  it("lists Application Discovery's exports", async (client) => {
    const ids = [];
    while (ids.length < count) {
      ids.push((await client.call("discovery", "StartExportTask")).exportId);
    }
    const found = await everything(client, "discovery", "DescribeExportTasks", "exportsInfo");
    assert.deepEqual(
      found.map(({ exportId }) => exportId),
      ids,
    );
  });
}

/** What boto3 finds on three pages of five, which the emulator has to cut like that. */
async function everything(
  client: Boto3,
  service: ServiceName,
  operation: string,
  list: string,
): Promise<Props[]> {
  const pages = await client.outputs(service, operation, {}, { pages: { PageSize: 5 } });
  assert.deepEqual(
    pages.map((page) => listed(page, list).length),
    [5, 5, 1],
  );
  return pages.flatMap((page) => listed(page, list));
}
