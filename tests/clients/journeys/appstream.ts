/** AppStream's image exports: start, show, list, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { ACCOUNT, DURATION_MS, listed, REGION, START_MS } from "../support/client";
import { taken, type Client, type Props } from "../support/client";

const taskId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const role = `arn:aws:iam::${ACCOUNT}:role/exporter`;

export function appstream(it: It<Client>): void {
  it("starts an export to an AMI and shows it to its end", async (client) => {
    const service = client.of("appstream");
    const given = {
      AmiDescription: `Ä "desktop" & <more>`,
      TagSpecifications: { team: "images", empty: "" },
    };
    const started = await start(client, "golden", given);
    const TaskId = taken(started, "TaskId", taskId);
    const task = {
      ...given,
      TaskId,
      ImageArn: `arn:aws:appstream:${REGION}:${ACCOUNT}:image/desktop`,
      AmiName: "golden",
      CreatedDate: service.time(START_MS),
    };
    assert.deepEqual(started, { ...task, State: "EXPORTING" });

    client.emulator.clock.advance(DURATION_MS);
    const ended = taskIn(await service.call("GetExportImageTask", { TaskId }));
    const AmiId = taken(ended, "AmiId", /^ami-[0-9a-f]{17}$/);
    assert.deepEqual(ended, { ...task, State: "COMPLETED", AmiId });

    // The tags went on the AMI.
    const tags = await client.call("ec2", "DescribeTags", {
      Filters: [{ Name: "resource-id", Values: [AmiId] }],
    });
    assert.deepEqual(tags, {
      Tags: [
        { Key: "team", ResourceId: AmiId, ResourceType: "image", Value: "images" },
        { Key: "empty", ResourceId: AmiId, ResourceType: "image", Value: "" },
      ],
    });
  });

  it("shows why an export has failed, by its id and in the list", async (client) => {
    const service = client.of("appstream");
    const ErrorDetails = [{ ErrorCode: "InternalServiceError", ErrorMessage: "no luck" }];
    client.emulator.addFault({
      operation: "CreateExportImageTask",
      times: 1,
      effect: { kind: "fail", statusMessage: "no luck", code: "InternalServiceError" },
    });
    const tags = { TagSpecifications: { team: "images" }, AmiDescription: "To fail" };
    const { TaskId } = await start(client, "broken", tags);
    const { TaskId: other } = await start(client, "golden");
    client.emulator.clock.advance(DURATION_MS);
    const failed = await service.call("GetExportImageTask", { TaskId });
    const { ErrorDetails: told, State, AmiId } = taskIn(failed);
    assert.deepEqual(
      { told, State, AmiId },
      { told: ErrorDetails, State: "FAILED", AmiId: undefined },
    );
    const completed = await service.call("GetExportImageTask", { TaskId: other });
    assert.deepEqual(await service.call("ListExportImageTasks"), {
      ExportImageTasks: [taskIn(failed), taskIn(completed)],
    });
  });

  it("lists exports by state, page after page", async (client) => {
    const service = client.of("appstream");
    const ids = [];
    for (const name of ["one", "two", "three"]) ids.push((await start(client, name)).TaskId);
    const query = { Filters: [{ Name: "State", Values: ["EXPORTING"] }], MaxResults: 2 };
    const idsOf = (output: Props) => listed(output, "ExportImageTasks").map(({ TaskId }) => TaskId);
    const first = await service.call("ListExportImageTasks", query);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const rest = await service.call("ListExportImageTasks", { ...query, NextToken });
    assert.deepEqual([...idsOf(first), ...idsOf(rest)], ids);
    assert.equal("NextToken" in rest, false);
  });

  it("refuses images and tasks that do not exist, and names that are wrong or taken", async (client) => {
    const service = client.of("appstream");
    client.emulator.setAppStreamImage({ name: "none", missing: true });
    const input = { ImageName: "desktop", AmiName: "golden", IamRoleArn: role };
    await service.call("CreateExportImageTask", input);
    const unknown = "0a1b2c3d-0000-4000-8000-000000000001";
    await Promise.all([
      service.refuses(
        "CreateExportImageTask",
        { ...input, ImageName: "none" },
        { code: "ResourceNotFoundException", message: /none/, status: 400 },
      ),
      service.refuses("CreateExportImageTask", input, {
        code: "OperationNotPermittedException",
        message: /golden/,
        status: 400,
      }),
      service.refuses(
        "CreateExportImageTask",
        { ...input, AmiName: "a b" },
        { code: "ValidationException", message: /'a b' at 'amiName'/, status: 400 },
      ),
      service.refuses(
        "GetExportImageTask",
        { TaskId: unknown },
        { code: "ResourceNotFoundException", message: new RegExp(unknown), status: 400 },
      ),
    ]);
  });
}

async function start(client: Client, AmiName: string, more: Props = {}): Promise<Props> {
  const input = { ImageName: "desktop", AmiName, IamRoleArn: role, ...more };
  const output = await client.call("appstream", "CreateExportImageTask", input);
  assert.deepEqual(Object.keys(output), ["ExportImageTask"]);
  return taskIn(output);
}

const taskIn = (output: Props) => output.ExportImageTask as Props;
