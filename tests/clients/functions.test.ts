/** Our functions beside boto3, an independent reader of the same AWS: member by member. */
import assert from "node:assert/strict";
import type { ServiceName } from "../../emulator";
import { appstream, discovery, ec2, workspaces } from "../../provider";
import { SdkAws } from "../../provider/aws/clients";
import { Boto3, Boto3Process } from "./support/boto3";
import { DURATION_MS, type Props, REGION } from "./support/client";
import { pythonOrSkip } from "./support/python";

const COUNT = 260;
const numbers = Array.from({ length: COUNT }, (_, n) => n + 1);
const ami = (n: number) => `ami-${n.toString(16).padStart(17, "0")}`;

describe("functions and boto3", function () {
  this.timeout(60_000);
  const process_ = new Boto3Process();
  const client = new Boto3(process_, []);
  const environment = { ...process.env };
  before(async function () {
    process_.start(await pythonOrSkip(this));
    await client.emulate({
      runningConversionLimit: 2 * COUNT,
      dailyAgentExportLimit: COUNT,
      runningAgentExportLimit: COUNT,
      workspaceImageLimit: COUNT,
      workspaceImages: [
        { imageId: "wsi-0shared00", ownerAccountId: "210987654321", update: "New drivers" },
      ],
    });
    await fill(client);
    process.env.AWS_ACCESS_KEY_ID = "123456789012";
    process.env.AWS_SECRET_ACCESS_KEY = "emulator";
  });
  after(async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await client.emulator?.close();
    await process_.stop();
  });
  const here = () => ({ endpoint: client.emulator.endpoint, region: REGION });
  const listed = (service: ServiceName, operation: string, list: string, input: Props = {}) =>
    pagesOf(client, service, operation, list, input).then((items) => items.map(ours));

  it("tell the same of EC2's image exports", async () => {
    const { exportImageTasks } = await ec2.getExportImageTasks(here());
    const theirs = await listed("ec2", "DescribeExportImageTasks", "ExportImageTasks");
    assert.equal(theirs.length, COUNT);
    assert.deepEqual(exportImageTasks, theirs);
    const Filters = [{ Name: "task-state", Values: ["completed", "deleted"] }];
    const filters = [{ name: "task-state", values: ["completed", "deleted"] }];
    const input = { Filters };
    const some = await listed("ec2", "DescribeExportImageTasks", "ExportImageTasks", input);
    assert.ok(some.length > 0 && some.length < COUNT);
    assert.deepEqual(
      (await ec2.getExportImageTasks({ ...here(), filters })).exportImageTasks,
      some,
    );
  });

  it("tell the same of EC2's stores of AMIs", async () => {
    const { storeImageTaskResults } = await ec2.getStoreImageTasks(here());
    const theirs = await listed("ec2", "DescribeStoreImageTasks", "StoreImageTaskResults");
    assert.equal(theirs.length, COUNT);
    assert.deepEqual(storeImageTaskResults, theirs);
    const imageIds = [ami(3), ami(1), ami(COUNT)];
    const named = await client.call("ec2", "DescribeStoreImageTasks", { ImageIds: imageIds });
    const mine = await ec2.getStoreImageTasks({ ...here(), imageIds });
    assert.deepEqual(mine, ours(named));
  });

  it("tell the same of EC2's snapshot imports", async () => {
    const { importSnapshotTasks } = await ec2.getImportSnapshotTasks(here());
    const theirs = await listed("ec2", "DescribeImportSnapshotTasks", "ImportSnapshotTasks");
    assert.equal(theirs.length, COUNT);
    assert.deepEqual(importSnapshotTasks, theirs);
    const urls = importSnapshotTasks.map(({ snapshotTaskDetail: { url } }) => url);
    assert.ok(urls.filter((url) => url !== undefined).length > 1);
  });

  it("tell the same of AppStream's image exports", async () => {
    const { exportImageTasks } = await appstream.listExportImageTasks(here());
    const theirs = await listed("appstream", "ListExportImageTasks", "ExportImageTasks");
    assert.equal(theirs.length, COUNT);
    assert.deepEqual(exportImageTasks, theirs);
    const { taskId } = exportImageTasks[0]!;
    const one = await client.call("appstream", "GetExportImageTask", { TaskId: taskId });
    assert.deepEqual(await appstream.getExportImageTask({ ...here(), taskId }), ours(one));
  });

  it("tell the same of WorkSpaces' images and imports", async () => {
    const { images } = await workspaces.getWorkspaceImages(here());
    const theirs = await listed("workspaces", "DescribeWorkspaceImages", "Images");
    assert.equal(theirs.length, COUNT + 1);
    assert.deepEqual(images, theirs);
    for (const { imageId } of [images[1]!, images[2]!, images.at(-1)!]) {
      const input = { ImageId: imageId };
      const one = await client.call("workspaces", "DescribeCustomWorkspaceImageImport", input);
      const mine = await workspaces.getCustomWorkspaceImageImport({ ...here(), imageId });
      assert.deepEqual(mine, ours(one));
    }
  });

  it("tell the same of Application Discovery's exports, but for URLs, each its own", async () => {
    const { exportsInfo } = await discovery.getExportTasks(here());
    const theirs = await listed("discovery", "DescribeExportTasks", "exportsInfo");
    assert.equal(theirs.length, COUNT);
    const unsigned = (info: object): Props => {
      const { configurationsDownloadUrl: url, ...others } = info as Props;
      return url === undefined ? others : { ...others, url: String(url).split("?")[0] };
    };
    assert.deepEqual(
      exportsInfo.map(unsigned),
      theirs.map((info) => unsigned(info as object)),
    );
    const urls = exportsInfo.map((info) => info.configurationsDownloadUrl);
    assert.ok(urls.filter((url) => url !== undefined).length > 1);
  });

  it("refuse in AWS's words alike", async () => {
    const ids = ["export-ami-0fffffffffffffff0"];
    const input = { ExportImageTaskIds: ids };
    const { response } = await client.refusal("ec2", "DescribeExportImageTasks", input);
    const { Code, Message } = response.Error;
    await assert.rejects(
      ec2.getExportImageTasks({ ...here(), exportImageTaskIds: ids }),
      (error: Error & { code?: string }) =>
        error.code === Code && error.message.includes(`${Code}: ${Message}`),
    );
  });
});

/** Of each sort some that are finished, one that failed, and many that run. */
async function fill(client: Boto3): Promise<void> {
  const { emulator } = client;
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };
  const aws = new SdkAws({ region: REGION }, { endpoint: emulator.endpoint, credentials });
  for (const n of numbers) {
    if (n === 2) {
      for (const operation of Object.keys(starts(n))) {
        const effect = { kind: "fail", statusMessage: "It is full", code: "Disk" } as const;
        emulator.addFault({ operation, nth: 1, effect });
      }
    }
    const sent = Object.entries(starts(n)).map(([operation, { service, input }]) =>
      aws.send({ service, operation, input }),
    );
    await Promise.all(sent);
    if (n === 20) emulator.clock.advance(2 * DURATION_MS);
  }
  emulator.clock.advance(DURATION_MS / 4);
}

function starts(n: number): Record<string, { service: string; input: object }> {
  const Tags = [
    { Key: "n", Value: String(n) },
    { Key: "empty", Value: "" },
  ];
  const window = {
    filters: [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }],
    startTime: new Date(1_767_225_600_000),
    endTime: new Date(1_767_312_000_000),
  };
  return {
    ExportImage: {
      service: "ec2",
      input: {
        ImageId: ami(n),
        DiskImageFormat: "VMDK",
        S3ExportLocation: { S3Bucket: "exports", ...(n % 2 && { S3Prefix: "images/" }) },
        ...(n % 3 === 0 && { Description: `number ${n}` }),
        ...(n % 4 === 0 && {
          TagSpecifications: [{ ResourceType: "export-image-task", Tags }],
        }),
      },
    },
    ImportSnapshot: {
      service: "ec2",
      input: {
        DiskContainer: {
          ...(n % 2
            ? { Format: "VMDK", UserBucket: { S3Bucket: "disks", S3Key: `${n}.vmdk` } }
            : { Url: `https://disks.example/${n}.raw?X-Amz-Signature=f0` }),
          ...(n % 5 === 0 && { Description: `disk ${n}` }),
        },
        ...(n % 3 === 0 && { Description: `number ${n}` }),
        ...(n % 4 === 0 && { Encrypted: true, KmsKeyId: "alias/disks" }),
        ...(n % 6 === 0 && {
          TagSpecifications: [{ ResourceType: "import-snapshot-task", Tags }],
        }),
      },
    },
    CreateStoreImageTask: { service: "ec2", input: { ImageId: ami(n), Bucket: `images-${n % 3}` } },
    CreateExportImageTask: {
      service: "appstream",
      input: {
        ImageName: "golden",
        AmiName: `golden-${n}`,
        IamRoleArn: "arn:aws:iam::123456789012:role/exporter",
        ...(n % 3 === 0 && { AmiDescription: `number ${n}` }),
        ...(n % 4 === 0 && { TagSpecifications: { Stage: "prod", n: String(n) } }),
      },
    },
    ImportCustomWorkspaceImage: {
      service: "workspaces",
      input: {
        ImageName: `golden-${n}`,
        ImageDescription: "A desktop",
        ComputeType: "BASE",
        Protocol: "DCV",
        ImageSource:
          n % 2 ? { Ec2ImageId: ami(n) } : { Ec2ImportTaskId: "import-ami-0123456789abcdef0" },
        InfrastructureConfigurationArn:
          "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
        Platform: "WINDOWS",
        OsVersion: "Windows_11",
      },
    },
    StartExportTask: { service: "discovery", input: n % 5 === 0 ? window : {} },
  };
}

/** All items that boto3 finds, by its paginator where it has one. */
async function pagesOf(
  client: Boto3,
  service: ServiceName,
  operation: string,
  list: string,
  input: Props,
): Promise<unknown[]> {
  if (service !== "appstream") {
    const pages = await client.outputs(service, operation, input, { pages: {} });
    return pages.flatMap((page) => page[list] as unknown[]);
  }
  const items: unknown[] = [];
  let token: unknown;
  do {
    const more = token === undefined ? {} : { NextToken: token };
    const page = await client.call(service, operation, { ...input, ...more });
    items.push(...(page[list] as unknown[]));
    token = page.NextToken;
  } while (token !== undefined);
  return items;
}

/** What boto3 gives under our names: times in UTC, and nothing that is empty but a tag's value. */
function ours(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ours);
  if (typeof value !== "object" || value === null) return value;
  const { datetime } = value as { datetime?: string };
  if (datetime !== undefined) return new Date(datetime).toISOString();
  const isTag = "Key" in value;
  const entries = Object.entries(value).filter(([, item]) => item !== "" || isTag);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      name === "TagSpecifications" ? item : ours(item),
    ]),
  );
}
