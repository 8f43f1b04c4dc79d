import { deepEqual, equal } from "node:assert/strict";
import {
  DescribeExportImageTasksCommand,
  paginateDescribeExportImageTasks,
  type DescribeExportImageTasksRequest,
  type Tag,
} from "@aws-sdk/client-ec2";
import { Emulated, amiNumber, post, refusal } from "./harness";

describe("DescribeExportImageTasks in the emulator", () => {
  const aws = new Emulated({ runningConversionLimit: 20 });
  const describeTasks = (input: DescribeExportImageTasksRequest) =>
    aws.ec2.send(new DescribeExportImageTasksCommand(input));

  let count = 0;
  const started = (...tags: Tag[]): Promise<string> =>
    aws.start({
      ImageId: amiNumber((count += 1)),
      TagSpecifications: [{ ResourceType: "export-image-task", Tags: tags }],
    });

  async function found(name: string, ...values: string[]): Promise<string[]> {
    const { ExportImageTasks } = await describeTasks({ Filters: [{ Name: name, Values: values }] });
    return (ExportImageTasks ?? []).map(({ ExportImageTaskId }) => ExportImageTaskId ?? "");
  }

  it("lists all in the order of their starts, and the named in the order of their naming", async () => {
    const ids = [await started(), await started(), await started()];
    const all = (await describeTasks({})).ExportImageTasks ?? [];
    deepEqual(
      all.map((task) => task.ExportImageTaskId),
      ids,
    );
    const [a = "", b = ""] = ids;
    const some = (await describeTasks({ ExportImageTaskIds: [b, a, b] })).ExportImageTasks ?? [];
    deepEqual(
      some.map((task) => task.ExportImageTaskId),
      [b, a],
    );
  });

  it("fails the whole call for one unknown or malformed id", async () => {
    const id = await started();
    const unknown = "export-ami-12345678";
    deepEqual(await refusal(describeTasks({ ExportImageTaskIds: [id, unknown] })), {
      code: "InvalidExportTaskID.NotFound",
      message: `The export task ID '${unknown}' does not exist`,
      status: 400,
    });
    const malformed = await refusal(describeTasks({ ExportImageTaskIds: [id, "ami-12345678"] }));
    equal(malformed.code, "InvalidExportTaskID.Malformed");
  });

  it("filters by task-state", async () => {
    const old = await started();
    aws.emulator.clock.advance(20_000);
    const recent = await started();
    deepEqual(await found("task-state", "completed"), [old]);
    deepEqual(await found("task-state", "active", "completed"), [old, recent]);
    deepEqual(await found("task-state", "deleted"), []);
  });

  it("filters by tag, by tag key, and with wildcards", async () => {
    const first = await started({ Key: "team", Value: "blue" }, { Key: "a.b", Value: "1*" });
    const second = await started({ Key: "team", Value: "green" });
    deepEqual(await found("tag:team", "blue"), [first]);
    deepEqual(await found("tag:team", "*e*"), [first, second]);
    deepEqual(await found("tag:team", "gree?"), [second]);
    deepEqual(await found("tag:a.b", "1\\*"), [first]);
    deepEqual(await found("tag:a.b", "2\\*"), []);
    deepEqual(await found("tag-key", "a.b", "nothing"), [first]);
    deepEqual(await found("tag:constructor", "*"), []);
  });

  it("wants every filter to fit", async () => {
    await started({ Key: "team", Value: "blue" });
    const { ExportImageTasks } = await describeTasks({
      Filters: [
        { Name: "tag:team", Values: ["blue"] },
        { Name: "task-state", Values: ["completed"] },
      ],
    });
    deepEqual(ExportImageTasks, []);
  });

  it("refuses a filter it does not know", async () => {
    deepEqual(await refusal(found("image-id", "x")), {
      code: "InvalidParameterValue",
      message: "The filter 'image-id' is invalid",
      status: 400,
    });
  });

  it("pages, also when ids are given", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await started());
    const pages: (string | undefined)[][] = [];
    const pager = paginateDescribeExportImageTasks({ client: aws.ec2, pageSize: 2 }, {});
    for await (const { ExportImageTasks = [] } of pager) {
      pages.push(ExportImageTasks.map((task) => task.ExportImageTaskId));
    }
    deepEqual(pages, [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    const named = await describeTasks({ ExportImageTaskIds: ids, MaxResults: 4 });
    equal(named.ExportImageTasks?.length, 4);
  });

  it("neither repeats nor hides a task when others come between two pages", async () => {
    const ids = [await started(), await started(), await started()];
    const first = await describeTasks({ MaxResults: 2 });
    ids.push(await started());
    const NextToken = first.NextToken ?? "";
    const second = await describeTasks({ MaxResults: 2, NextToken });
    deepEqual(
      [...(first.ExportImageTasks ?? []), ...(second.ExportImageTasks ?? [])].map(
        (task) => task.ExportImageTaskId,
      ),
      ids,
    );
  });

  it("sends an empty token on the last of several pages, and none when all was asked for", async () => {
    await started();
    equal((await describeTasks({ MaxResults: 5 })).NextToken, "");
    equal((await describeTasks({})).NextToken, undefined);
  });

  it("refuses a token that is not its own, or of another question", async () => {
    await started();
    await started();
    const { NextToken = "" } = await describeTasks({ MaxResults: 1 });
    const other = { MaxResults: 1, NextToken, Filters: [{ Name: "tag-key", Values: ["x"] }] };
    for (const call of [describeTasks({ NextToken: "nonsense" }), describeTasks(other)]) {
      equal((await refusal(call)).code, "InvalidPaginationToken");
    }
  });

  it("takes MaxResults from 1 to 500", async () => {
    await describeTasks({ MaxResults: 500 });
    deepEqual(await refusal(describeTasks({ MaxResults: 501 })), {
      code: "InvalidParameterValue",
      message:
        "Value (501) for parameter MaxResults is invalid. " +
        "Expecting a value less than or equal to 500.",
      status: 400,
    });
    equal((await refusal(describeTasks({ MaxResults: 0 }))).code, "InvalidParameterValue");
  });

  it("sends empty elements where AWS does", async () => {
    await started();
    aws.emulator.clock.advance(20_000);
    const response = await post(
      aws.emulator.endpoint,
      "Action=DescribeExportImageTasks&Version=2016-11-15",
    );
    const xml = await response.text();
    equal(xml.includes("<statusMessage/>") && xml.includes("<tagSet/>"), true, xml);
    equal(response.headers.get("content-type"), "text/xml;charset=UTF-8");
  });
});
