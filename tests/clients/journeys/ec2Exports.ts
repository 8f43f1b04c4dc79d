/** EC2's image exports: start, show, list, cancel, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { DRY_RUN, DURATION_MS, listed, taken, type Client, type Props } from "../support/client";

const ami = "ami-0123456789abcdef0";
const taskId = /^export-ami-[0-9a-f]{17}$/;
const location = { S3Bucket: "exports", S3Prefix: "images/" };

export function ec2Exports(it: It<Client>): void {
  it("starts an export of an AMI and shows it to its end", async (client) => {
    const ec2 = client.of("ec2");
    const tags = [
      { Key: "team", Value: "images & <disks>" },
      { Key: "empty", Value: "" },
    ];
    const shown = {
      Description: `Nächtlich: "a" & <b> 'c' €`,
      ImageId: ami,
      S3ExportLocation: location,
    };
    const input = {
      ...shown,
      DiskImageFormat: "VHD",
      RoleName: "exporter",
      ClientToken: "token-1",
      TagSpecifications: [{ ResourceType: "export-image-task", Tags: tags }],
      DryRun: false,
    };
    const started = await ec2.call("ExportImage", input);
    const id = taken(started, "ExportImageTaskId", taskId);
    const begun = { ...shown, ExportImageTaskId: id, Status: "active", Tags: tags };
    assert.deepEqual(started, {
      ...begun,
      DiskImageFormat: "VHD",
      RoleName: "exporter",
      Progress: "0",
      StatusMessage: "pending",
    });

    client.emulator.clock.advance(DURATION_MS / 4);
    assert.deepEqual(await describeTask(client, id), [
      { ...begun, Progress: "25", StatusMessage: "converting" },
    ]);

    client.emulator.clock.advance(DURATION_MS);
    // Text without a value comes as "", and the progress is gone.
    assert.deepEqual(await describeTask(client, id), [
      { ...begun, Status: "completed", StatusMessage: "" },
    ]);
  });

  it("answers a repeated start with the first one's task, and refuses another by its token", async (client) => {
    const ec2 = client.of("ec2");
    const input = { ClientToken: "token-1" };
    const id = await start(client, ami, input);
    assert.equal(await start(client, ami, input), id);
    const other = {
      ImageId: ami,
      DiskImageFormat: "VMDK",
      S3ExportLocation: location,
      ClientToken: "token-1",
    };
    await ec2.refuses("ExportImage", other, {
      code: "IdempotentParameterMismatch",
      message: /inconsistent/,
      status: 400,
    });
  });

  it("lists exports by state and tag, page after page", async (client) => {
    const ec2 = client.of("ec2");
    const images = ["ami-00000001", "ami-00000002", "ami-00000003", "ami-00000004"];
    const tagged = (value: string) => ({
      TagSpecifications: [
        { ResourceType: "export-image-task", Tags: [{ Key: "team", Value: value }] },
      ],
    });
    const [first, second, third] = [
      await start(client, images[0]!, tagged("a")),
      await start(client, images[1]!, tagged("a")),
      await start(client, images[2]!, tagged("a")),
      await start(client, images[3]!, tagged("b")),
    ];
    const query = {
      Filters: [
        { Name: "task-state", Values: ["active", "deleting"] },
        { Name: "tag:team", Values: ["a"] },
      ],
      MaxResults: 2,
      DryRun: false,
    };
    const page = await ec2.call("DescribeExportImageTasks", query);
    const idsOf = (output: Props) =>
      listed(output, "ExportImageTasks").map(({ ExportImageTaskId }) => ExportImageTaskId);
    assert.deepEqual(idsOf(page), [first, second]);
    const NextToken = taken(page, "NextToken", /^.+$/);
    const rest = await ec2.call("DescribeExportImageTasks", { ...query, NextToken });
    assert.deepEqual([idsOf(rest), rest.NextToken], [[third], ""]);
  });

  it("cancels an export, which has no answer, and not one that has ended", async (client) => {
    const ec2 = client.of("ec2");
    const id = await start(client, ami);
    client.emulator.clock.advance(DURATION_MS / 2);
    assert.deepEqual(await ec2.call("CancelExportTask", { ExportTaskId: id }), {});
    const task = {
      ExportImageTaskId: id,
      ImageId: ami,
      S3ExportLocation: location,
      Status: "deleting",
      StatusMessage: "",
      Tags: [],
    };
    assert.deepEqual(await describeTask(client, id), [task]);
    client.emulator.clock.advance(DURATION_MS);
    assert.deepEqual(await describeTask(client, id), [{ ...task, Status: "deleted" }]);
    await ec2.refuses(
      "CancelExportTask",
      { ExportTaskId: id },
      { code: "IncorrectState", message: new RegExp(id), status: 400 },
    );
  });

  it("refuses a dry run, wrong values, and AMIs and tasks that are of no use or none", async (client) => {
    const ec2 = client.of("ec2");
    const missing = "ami-00000000000000001";
    const [foreign, pending] = ["ami-00000000000000002", "ami-00000000000000003"];
    client.emulator.setImage({ imageId: missing, missing: true });
    client.emulator.setImage({ imageId: foreign, ownerId: "210987654321" });
    client.emulator.setImage({ imageId: pending, state: "pending" });
    const input = { ImageId: ami, DiskImageFormat: "VMDK", S3ExportLocation: location };
    const describing = (id: string) => ({ ExportImageTaskIds: [id] });
    await Promise.all([
      ec2.refuses("ExportImage", { ...input, DryRun: true }, DRY_RUN),
      ec2.refuses(
        "ExportImage",
        { ...input, ImageId: missing },
        {
          code: "InvalidAMIID.NotFound",
          message: `The image id '[${missing}]' does not exist`,
          status: 400,
        },
      ),
      ec2.refuses(
        "ExportImage",
        { ...input, ImageId: foreign },
        { code: "NotExportable", message: /not owned by the current user/, status: 400 },
      ),
      ec2.refuses(
        "ExportImage",
        { ...input, ImageId: pending },
        { code: "InvalidAMIID.Unavailable", message: /its state is pending$/, status: 400 },
      ),
      ec2.refuses("DescribeExportImageTasks", describing("export-ami-00000000000000001"), {
        code: "InvalidExportTaskID.NotFound",
        message: /export-ami-00000000000000001/,
        status: 400,
      }),
      ec2.refuses("DescribeExportImageTasks", describing("export-1"), {
        code: "InvalidExportTaskID.Malformed",
        message: /export-1/,
        status: 400,
      }),
      ec2.refuses(
        "DescribeExportImageTasks",
        { MaxResults: 501 },
        { code: "InvalidParameterValue", message: /501/, status: 400 },
      ),
    ]);
    assert.deepEqual(client.emulator.tasks(), []);
  });
}

async function start(client: Client, imageId: string, more: Props = {}): Promise<string> {
  const input = { ImageId: imageId, DiskImageFormat: "RAW", S3ExportLocation: location, ...more };
  const output = await client.call("ec2", "ExportImage", input);
  return taken(output, "ExportImageTaskId", taskId);
}

async function describeTask(client: Client, id: string): Promise<Props[]> {
  const input = { ExportImageTaskIds: [id] };
  return listed(await client.call("ec2", "DescribeExportImageTasks", input), "ExportImageTasks");
}
