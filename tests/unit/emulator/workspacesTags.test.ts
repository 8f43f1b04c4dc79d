import { deepEqual, equal } from "node:assert/strict";
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  type Tag,
} from "@aws-sdk/client-workspaces";
import { EmulatedDesktops } from "./desktops";
import { refusal } from "./harness";

describe("WorkSpaces tags in the emulator", () => {
  const aws = new EmulatedDesktops();
  const create = (ResourceId: string, ...Tags: Tag[]) =>
    aws.workspaces.send(new CreateTagsCommand({ ResourceId, Tags }));
  const remove = (ResourceId: string, ...TagKeys: string[]) =>
    aws.workspaces.send(new DeleteTagsCommand({ ResourceId, TagKeys }));
  const tagsOf = async (ResourceId: string) =>
    (await aws.workspaces.send(new DescribeTagsCommand({ ResourceId }))).TagList;
  const many = (count: number): Tag[] =>
    Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: "v" }));

  it("go with the start, and are added, overwritten and taken away", async () => {
    const id = await aws.import({ Tags: [{ Key: "a", Value: "1" }, { Key: "b" }] });
    await create(id, { Key: "a", Value: "2" }, { Key: "pulumi-aws-tasks:id", Value: "c=+/@" });
    deepEqual(await tagsOf(id), [
      { Key: "a", Value: "2" },
      { Key: "b", Value: "" },
      { Key: "pulumi-aws-tasks:id", Value: "c=+/@" },
    ]);
    await remove(id, "a", "b", "unknown");
    deepEqual(aws.emulator.tasks()[0]?.tags, { "pulumi-aws-tasks:id": "c=+/@" });
  });

  it("are shown by no other describe", async () => {
    const id = await aws.import({ Tags: [{ Key: "secret", Value: "1" }] });
    const others = JSON.stringify([await aws.imported(id), await aws.images(id)]);
    equal(others.includes("secret"), false);
  });

  it("are fifty at most, counted with those of the start, all or nothing", async () => {
    const fiftyOne = await refusal(aws.import({ Tags: many(51) }));
    equal(fiftyOne.code, "ResourceLimitExceededException");
    const id = await aws.import({ Tags: many(49) });
    const two = create(id, { Key: "x", Value: "" }, { Key: "y", Value: "" });
    equal((await refusal(two)).code, "ResourceLimitExceededException");
    equal((await tagsOf(id))?.length, 49);
    await create(id, { Key: "k0", Value: "new" }, { Key: "x", Value: "" });
  });

  it("refuse AWS's own keys and a key given twice", async () => {
    const id = await aws.import();
    const twice = [
      { Key: "a", Value: "1" },
      { Key: "a", Value: "2" },
    ];
    for (const Tags of [[{ Key: "aws:a", Value: "" }], twice]) {
      equal((await refusal(create(id, ...Tags))).code, "InvalidParameterValuesException");
      const start = await refusal(aws.import({ ImageName: "other", Tags }));
      equal(start.code, "InvalidParameterValuesException");
    }
  });

  it("need a resource that there is", async () => {
    const unknown = "wsi-000000000";
    for (const call of [create(unknown, ...many(1)), remove(unknown, "a"), tagsOf(unknown)]) {
      const error = (await call.catch((thrown: unknown) => thrown)) as Record<string, unknown>;
      deepEqual([error.name, error.ResourceId], ["ResourceNotFoundException", unknown]);
    }
    equal((await refusal(tagsOf(""))).code, "ValidationException");
  });

  it("tag images that no import has made", async () => {
    aws.emulator.setWorkspaceImage({ imageId: "wsi-seed00001" });
    await create("wsi-seed00001", { Key: "a", Value: "1" });
    deepEqual(await tagsOf("wsi-seed00001"), [{ Key: "a", Value: "1" }]);
  });
});
