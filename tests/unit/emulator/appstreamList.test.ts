import { deepEqual, equal, match } from "node:assert/strict";
import {
  ListExportImageTasksCommand,
  type ListExportImageTasksRequest,
} from "@aws-sdk/client-appstream";
import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { EmulatedDesktops } from "./desktops";
import { refusal } from "./harness";

describe("ListExportImageTasks in the emulator", () => {
  const aws = new EmulatedDesktops({ startTimeMs: Date.UTC(2030, 0, 1) });
  const list = (input: ListExportImageTasksRequest) =>
    aws.appstream.send(new ListExportImageTasksCommand(input));
  const idsOf = async (input: ListExportImageTasksRequest) =>
    (await list(input)).ExportImageTasks?.map(({ TaskId }) => TaskId);
  const by = (Name: string, ...Values: string[]) => idsOf({ Filters: [{ Name, Values }] });

  async function several(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await aws.export({ AmiName: `ami-${n}` }));
    return ids;
  }

  it("lists what Get gives, in the order of the starts", async () => {
    const ids = await several(3);
    aws.emulator.clock.advance(20_000);
    const { ExportImageTasks, NextToken } = await list({});
    deepEqual(ExportImageTasks, await Promise.all(ids.map((id) => aws.exported(id))));
    equal(NextToken, undefined);
    equal(
      ExportImageTasks?.every(({ AmiId }) => AmiId),
      true,
    );
  });

  it("echoes the tags of the start", async () => {
    await aws.export({ TagSpecifications: { a: "1" } });
    deepEqual((await list({})).ExportImageTasks?.[0]?.TagSpecifications, { a: "1" });
  });

  it("goes on listing a task whose AMI is gone", async () => {
    const id = await aws.export();
    aws.emulator.clock.advance(20_000);
    const { AmiId: ImageId } = await aws.exported(id);
    await aws.ec2.send(new DeregisterImageCommand({ ImageId }));
    deepEqual((await list({})).ExportImageTasks?.[0]?.AmiId, ImageId);
    await aws.export();
  });

  it("filters by state and by creation date", async () => {
    const old = await aws.export();
    aws.emulator.clock.advance(86_400_000);
    const recent = await aws.export({ AmiName: "other" });
    deepEqual(await by("State", "COMPLETED"), [old]);
    deepEqual(await by("State", "COMPLETED", "EXPORTING"), [old, recent]);
    deepEqual(await by("CreatedDate", "2030-01-02"), [recent]);
    deepEqual(await by("State"), []);
    equal((await refusal(by("Nonsense", "x"))).code, "ValidationException");
  });

  it("gives pages of 50, or of fewer, and no token on the last", async () => {
    const ids = await several(51);
    const first = await list({});
    const second = await list({ NextToken: first.NextToken });
    const both = [...(first.ExportImageTasks ?? []), ...(second.ExportImageTasks ?? [])];
    deepEqual(
      both.map(({ TaskId }) => TaskId),
      ids,
    );
    deepEqual([second.ExportImageTasks?.length, second.NextToken], [1, undefined]);
    deepEqual(await idsOf({ MaxResults: 2 }), ids.slice(0, 2));
    equal((await idsOf({ MaxResults: 500 }))?.length, 51);
  });

  it("refuses what its model refuses", async () => {
    const wrong: ListExportImageTasksRequest[] = [
      { MaxResults: 0 },
      { MaxResults: 501 },
      { NextToken: "" },
      { NextToken: "nonsense" },
      { Filters: [{ Name: "a b", Values: [] }] },
      { Filters: [{ Name: "State", Values: ["-"] }] },
      { Filters: [{ Name: "State", Values: undefined }] },
    ];
    for (const input of wrong) {
      equal((await refusal(list(input))).code, "ValidationException", JSON.stringify(input));
    }
  });

  it("lists only the tasks of its account and Region that AWS would show", async () => {
    await aws.export({}, aws.appstreamAs({ region: "eu-west-1" }));
    const id = await aws.export();
    aws.emulator.addFault({ ids: [id], effect: { kind: "invisibleMs", ms: 1_000 } });
    deepEqual(await idsOf({}), []);
    aws.emulator.clock.advance(1_000);
    deepEqual(await idsOf({}), [id]);
    aws.emulator.clock.advance(20_000 + 7 * 86_400_000);
    deepEqual(await idsOf({}), []);
  });

  it("throttles and denies in the service's words", async () => {
    aws.emulator.addFault({ times: 1, effect: { kind: "throttle" } });
    aws.emulator.addFault({ effect: { kind: "deny" } });
    deepEqual(await refusal(list({})), {
      code: "ThrottlingException",
      message: "Rate exceeded",
      status: 400,
    });
    equal((await refusal(list({}))).code, "AccessDeniedException");
  });

  it("denies the tagging at the start alone", async () => {
    aws.emulator.addFault({ effect: { kind: "deny", onlyWithTags: true } });
    const { code, message } = await refusal(aws.export({ TagSpecifications: { a: "1" } }));
    equal(code, "AccessDeniedException");
    match(message, /perform: appstream:TagResource$/);
    await aws.export();
  });
});
