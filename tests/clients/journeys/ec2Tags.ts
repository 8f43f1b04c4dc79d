/** EC2's tags: put, list, take away, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { DRY_RUN, listed, taken, type Client, type Props } from "../support/client";

const ami = "ami-0123456789abcdef0";
const snapshot = "snap-0123456789abcdef0";

export function ec2Tags(it: It<Client>): void {
  const keysOf = (output: Props) => listed(output, "Tags").map(({ Key }) => Key);

  it("puts tags on several things at once, lists them and takes them away", async (client) => {
    const ec2 = client.of("ec2");
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
      { Key: "größe", Value: `"1" & <2>` },
    ];
    const put = { Resources: [ami, snapshot], Tags, DryRun: false };
    assert.deepEqual(await ec2.call("CreateTags", put), {});
    const onImages = {
      Filters: [
        { Name: "resource-type", Values: ["image"] },
        { Name: "resource-id", Values: [ami] },
      ],
    };
    assert.deepEqual(await ec2.call("DescribeTags", { ...onImages, DryRun: false }), {
      Tags: Tags.map((tag) => ({ ...tag, ResourceId: ami, ResourceType: "image" })),
    });

    const taken = { Resources: [ami], DryRun: false };
    // One by its key alone, and two whose values are others, and so stay.
    const named = [{ Key: "team" }, { Key: "empty", Value: "not" }, { Key: "größe", Value: "" }];
    assert.deepEqual(await ec2.call("DeleteTags", { ...taken, Tags: named }), {});
    assert.deepEqual(keysOf(await ec2.call("DescribeTags", onImages)), ["empty", "größe"]);

    await ec2.call("CreateTags", { Resources: [ami], Tags: [{ Key: "empty", Value: "full" }] });
    const ofOne = { Filters: [{ Name: "key", Values: ["empty"] }, ...onImages.Filters] };
    assert.deepEqual(await ec2.call("DescribeTags", ofOne), {
      Tags: [{ Key: "empty", Value: "full", ResourceId: ami, ResourceType: "image" }],
    });
    await ec2.call("DeleteTags", taken);
    assert.deepEqual(await ec2.call("DescribeTags", onImages), { Tags: [] });
  });

  it("lists tags page after page, the tags of snapshots among them", async (client) => {
    const ec2 = client.of("ec2");
    const keys = ["a", "b", "c", "d", "e", "f"];
    await ec2.call("CreateTags", {
      Resources: [snapshot],
      Tags: keys.map((Key) => ({ Key, Value: "1" })),
    });
    const query = { Filters: [{ Name: "resource-type", Values: ["snapshot"] }], MaxResults: 5 };
    const first = await ec2.call("DescribeTags", query);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const rest = await ec2.call("DescribeTags", { ...query, NextToken });
    assert.deepEqual([...keysOf(first), ...keysOf(rest)], keys);
    assert.equal(rest.NextToken, "");
  });

  it("refuses dry runs, reserved keys, and things that do not exist", async (client) => {
    const ec2 = client.of("ec2");
    const Tags = [{ Key: "a", Value: "1" }];
    const exportTask = "export-ami-00000000000000001";
    await Promise.all([
      ec2.refuses("CreateTags", { Resources: [ami], Tags, DryRun: true }, DRY_RUN),
      ec2.refuses("DescribeTags", { DryRun: true }, DRY_RUN),
      ec2.refuses(
        "CreateTags",
        { Resources: [ami], Tags: [{ Key: "aws:a", Value: "1" }] },
        { code: "InvalidParameterValue", message: /aws:/, status: 400 },
      ),
      ec2.refuses(
        "DeleteTags",
        { Resources: [exportTask], Tags },
        { code: "InvalidExportTaskID.NotFound", message: new RegExp(exportTask), status: 400 },
      ),
    ]);
    assert.deepEqual(await ec2.call("DescribeTags"), { Tags: [] });
  });
}
