import { deepEqual, equal } from "node:assert/strict";
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  type Tag,
} from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, refusal } from "./harness";

describe("EC2 tags in the emulator", () => {
  const aws = new Emulated();
  const create = (id: string, ...Tags: Tag[]) =>
    aws.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
  const remove = (id: string, ...Tags: Tag[]) =>
    aws.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags }));
  const tagsOf = async (id: string) => (await aws.describe(id)).Tags;
  const many = (count: number): Tag[] =>
    Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: "v" }));

  it("adds and overwrites tags of a task", async () => {
    const id = await aws.start();
    await create(id, { Key: "a", Value: "1" }, { Key: "b", Value: "2" });
    await create(id, { Key: "a", Value: "3" }, { Key: "__proto__", Value: "p" });
    deepEqual(await tagsOf(id), [
      { Key: "a", Value: "3" },
      { Key: "b", Value: "2" },
      { Key: "__proto__", Value: "p" },
    ]);
    equal(aws.emulator.tasks()[0]?.tags.a, "3");
  });

  it("takes a tag away by key, by key and value, or all", async () => {
    const id = await aws.start();
    await create(id, ...many(4), { Key: "empty", Value: "" });
    await remove(id, { Key: "k0" }, { Key: "k1", Value: "other" }, { Key: "k2", Value: "v" });
    await remove(id, { Key: "k3", Value: "" }, { Key: "empty", Value: "" }, { Key: "unknown" });
    deepEqual(
      (await tagsOf(id))?.map(({ Key }) => Key),
      ["k1", "k3"],
    );
    await remove(id);
    deepEqual(await tagsOf(id), []);
  });

  it("allows fifty per resource, counted with those of the start, all or nothing", async () => {
    const TagSpecifications = [{ ResourceType: "export-image-task" as const, Tags: many(50) }];
    const id = await aws.start({ TagSpecifications });
    await create(id, { Key: "k7", Value: "new" });
    deepEqual(await refusal(create(id, { Key: "one more", Value: "" })), {
      code: "TagLimitExceeded",
      message: "The maximum number of Tags for a resource has been reached.",
      status: 400,
    });
    const other = await aws.start({ ImageId: amiNumber(1) });
    const both = new CreateTagsCommand({ Resources: [other, id], Tags: [{ Key: "x", Value: "" }] });
    equal((await refusal(aws.ec2.send(both))).code, "TagLimitExceeded");
    deepEqual(await tagsOf(other), []);
  });

  it("refuses the keys and values that AWS refuses", async () => {
    const id = await aws.start();
    const refused: Tag[][] = [
      [{ Key: "aws:x", Value: "" }],
      [{ Key: "", Value: "" }],
      [{ Key: "k".repeat(128), Value: "" }],
      [{ Key: "k", Value: "v".repeat(257) }],
      [
        { Key: "k", Value: "1" },
        { Key: "k", Value: "2" },
      ],
    ];
    for (const Tags of refused) {
      equal((await refusal(create(id, ...Tags))).code, "InvalidParameterValue");
      const TagSpecifications = [{ ResourceType: "export-image-task" as const, Tags }];
      const start = aws.start({ ImageId: amiNumber(1), TagSpecifications });
      equal((await refusal(start)).code, "InvalidParameterValue");
    }
  });

  it("refuses tags for anything but the task at its start", async () => {
    const TagSpecifications = [{ ResourceType: "image" as const, Tags: many(1) }];
    deepEqual(await refusal(aws.start({ TagSpecifications })), {
      code: "InvalidParameterValue",
      message: "'image' is not a valid taggable resource type for this operation.",
      status: 400,
    });
  });

  it("refuses what does not exist", async () => {
    const unknown = refusal(create("export-ami-12345678", ...many(1)));
    equal((await unknown).code, "InvalidExportTaskID.NotFound");
    equal((await refusal(create("vpc-12345678", ...many(1)))).code, "InvalidID");
    equal((await refusal(remove("ami-1"))).code, "InvalidAMIID.Malformed");
  });

  it("tags AMIs too", async () => {
    await create(ami, { Key: "a", Value: "1" });
    const { Tags } = await aws.ec2.send(new DescribeTagsCommand({}));
    deepEqual(Tags, [{ Key: "a", ResourceId: ami, ResourceType: "image", Value: "1" }]);
  });

  it("describes tags by every filter", async () => {
    const id = await aws.start();
    await create(id, { Key: "team", Value: "blue" }, { Key: "stage", Value: "dev" });
    await create(ami, { Key: "team", Value: "green" });
    const found = async (Name: string, ...Values: string[]) => {
      const command = new DescribeTagsCommand({ Filters: [{ Name, Values }] });
      return (await aws.ec2.send(command)).Tags?.map(({ Key, Value }) => `${Key}=${Value}`);
    };
    deepEqual(await found("resource-type", "export-image-task"), ["team=blue", "stage=dev"]);
    deepEqual(await found("resource-id", ami), ["team=green"]);
    deepEqual(await found("key", "team"), ["team=blue", "team=green"]);
    deepEqual(await found("value", "d*"), ["stage=dev"]);
    deepEqual(await found("tag:team", "green", "red"), ["team=green"]);
    equal((await refusal(found("task-state", "x"))).code, "InvalidParameterValue");
  });

  it("pages through tags", async () => {
    const id = await aws.start();
    await create(id, ...many(12));
    const keys: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const input = { MaxResults: 5, ...(NextToken && { NextToken }) };
      const page = await aws.ec2.send(new DescribeTagsCommand(input));
      keys.push(...(page.Tags ?? []).map(({ Key }) => Key));
      NextToken = page.NextToken;
    } while (NextToken);
    deepEqual(
      keys,
      many(12).map(({ Key }) => Key),
    );
    const few = aws.ec2.send(new DescribeTagsCommand({ MaxResults: 4 }));
    equal((await refusal(few)).code, "InvalidParameterValue");
  });

  it("shows no tags of a task that it does not show", async () => {
    const id = await aws.start();
    await create(id, ...many(1));
    aws.emulator.addFault({ ids: [id], effect: { kind: "vanish", at: 0 } });
    deepEqual((await aws.ec2.send(new DescribeTagsCommand({}))).Tags, []);
  });
});
