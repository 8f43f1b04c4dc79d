// Every function and its twin in a program on the real engine, in a preview and in an update.
import assert from "node:assert/strict";
import { SdkAws } from "../../provider/aws/clients";
import type { Props } from "../../provider/lifecycle/ports";
import { Project } from "./support/project";
import { isSecret, URL_PART } from "./support/telling";

const AMI = "ami-0123456789abcdef0";
const THERE = { region: "eu-west-1", account: "210987654321" };
const ROLE = `arn:aws:iam::${THERE.account}:role/reader`;

const IMPORTS = `
const pulumi = require("@pulumi/pulumi");
const { appstream, discovery, ec2, Provider, workspaces } = require("pulumi-aws-tasks");
`;

/** What an account has, by what shows it. */
interface Seeded {
  readonly export: string;
  readonly desktop: string;
  readonly image: string;
  readonly data: string;
}

const program = (here: Seeded, there: string) => `${IMPORTS}
const exports_ = ({ exportImageTasks }) => exportImageTasks.map((one) => one.exportImageTaskId);
const stores = ({ storeImageTaskResults }) => storeImageTaskResults.map((one) => one.s3objectKey);
const desktops = ({ exportImageTasks }) => exportImageTasks.map((one) => one.taskId);
const images = ({ images }) => images.map((one) => one.imageId);
const data = ({ exportsInfo }) => exportsInfo.map((one) => one.exportId);

const clients = Object.keys(require.cache).filter((file) => /@aws-sdk|@smithy/.test(file));
exports.clients = clients.length;

exports.plain = Promise.all([
  ec2.getExportImageTasks({ exportImageTaskIds: ["${here.export}"] }).then(exports_),
  ec2.getStoreImageTasks().then(stores),
  ec2.getExportImageTasks({ dryRun: true }).then((result) => result.wouldSucceed),
  appstream.getExportImageTask({ taskId: "${here.desktop}" }).then((r) => r.exportImageTask.taskId),
  appstream.listExportImageTasks().then(desktops),
  workspaces.getCustomWorkspaceImageImport({ imageId: "${here.image}" }).then((r) => r.imageId),
  workspaces.getWorkspaceImages({ imageType: "OWNED" }).then(images),
  discovery.getExportTasks().then(data),
]);

const soon = (value) => pulumi.output(Promise.resolve(value));
exports.twins = pulumi.all([
  ec2.getExportImageTasksOutput({ exportImageTaskIds: [soon("${here.export}")] }).apply(exports_),
  ec2.getStoreImageTasksOutput({ imageIds: soon(["${AMI}"]) }).apply(stores),
  ec2.getExportImageTasksOutput({ dryRun: true }).wouldSucceed,
  appstream.getExportImageTaskOutput({ taskId: soon("${here.desktop}") }).exportImageTask.taskId,
  appstream.listExportImageTasksOutput().apply(desktops),
  workspaces.getCustomWorkspaceImageImportOutput({ imageId: soon("${here.image}") }).imageId,
  workspaces.getWorkspaceImagesOutput({ imageIds: [soon("${here.image}")] }).apply(images),
  pulumi.unsecret(discovery.getExportTasksOutput().apply(data)),
]);

const walk = async (tasks, id) => {
  const ids = [];
  for await (const task of tasks) ids.push(id(task));
  return ids;
};
exports.walked = Promise.all([
  walk(ec2.iterateExportImageTasks(), (one) => one.exportImageTaskId),
  walk(ec2.iterateStoreImageTasks({ maxResults: 1 }), (one) => one.s3objectKey),
  walk(appstream.iterateExportImageTasks(), (one) => one.taskId),
  walk(workspaces.iterateWorkspaceImages(), (one) => one.imageId),
  walk(discovery.iterateExportTasks(), (one) => one.exportId),
]);

exports.download = discovery.getExportTasksOutput({ exportIds: ["${here.data}"] });
exports.hushed = ec2.getStoreImageTasksOutput({ imageIds: [pulumi.secret("${AMI}")] });

// Not there before the update.
const store = new ec2.StoreImageTask("new", {
  imageId: "ami-00000000000000001",
  bucket: "new-images",
  wait: "none",
});
exports.stored = ec2
  .getStoreImageTasksOutput({ filters: [{ name: "bucket", values: [store.bucket] }] })
  .apply(stores);

// Somebody else, elsewhere.
const provider = new Provider("there", {
  region: "${THERE.region}",
  assumeRole: pulumi.output({ roleArn: "${ROLE}" }),
});
exports.there = Promise.all([
  ec2.getExportImageTasks({}, { provider }).then(exports_),
  walk(ec2.iterateExportImageTasks({}, { provider }), (one) => one.exportImageTaskId),
]);
exports.thereToo = ec2.getExportImageTasksOutput({}, { provider }).apply(exports_);
exports.thereAsArguments = ec2
  .getExportImageTasks({ region: "${THERE.region}", assumeRole: { roleArn: "${ROLE}" } })
  .then(exports_);
exports.expected = ["${there}"];
`;

const WRONG = `${IMPORTS}
exports.twin = ec2.getExportImageTasksOutput({
  exportImageTaskIds: pulumi.secret(["export-ami-0hush0hush0hush0"]),
});
exports.plain = appstream.listExportImageTasks({ maxResults: 0, nextToken: "" });
`;

describe("functions on the real engine", function () {
  this.timeout(120_000);
  let project: Project;
  let here: Seeded;
  let there = "";

  before(async () => {
    project = await Project.make("functions", "");
    here = await seeded(project);
    there = await exported(awsIn(project, THERE.region, THERE.account));
    project.emulator.clock.advance(60_000);
    project.program(program(here, there));
    project.calls();
  });
  after(() => project.close());

  it("ask AWS in a preview, and are unknown where the preview has yet to make something", async () => {
    const output = await project.preview();
    const calls = project.calls();
    for (const operation of [
      ...["DescribeExportImageTasks", "DescribeStoreImageTasks", "GetExportImageTask"],
      ...["ListExportImageTasks", "DescribeCustomWorkspaceImageImport"],
      ...["DescribeWorkspaceImages", "DescribeExportTasks", "AssumeRole"],
    ]) {
      assert.ok(calls.includes(operation), operation);
    }
    assert.match(output, new RegExp(here.export));
    assert.match(output, new RegExp(there));
    assert.doesNotMatch(output, /new-images|ami-00000000000000001\.bin/);
    assert.match(output, /\+ 3 to create/);
    assert.doesNotMatch(output, URL_PART);
  });

  it("give in an update what AWS has, here and elsewhere", async () => {
    const printed = await project.up();
    const outputs = project.outputs();
    const object = `${AMI}.bin`;
    const each = [
      ...[[here.export], [object], true],
      ...[here.desktop, [here.desktop], here.image, [here.image], [here.data]],
    ];
    assert.equal(outputs.clients, 0, "no client is loaded before it is needed");
    assert.deepEqual(outputs.plain, each);
    assert.deepEqual(outputs.twins, each);
    const [exports_, stores, ...others] = outputs.walked as string[][];
    assert.deepEqual(exports_, [here.export]);
    assert.ok(stores!.includes(object));
    assert.deepEqual(others, [[here.desktop], [here.image], [here.data]]);
    assert.deepEqual(outputs.stored, ["ami-00000000000000001.bin"]);
    assert.deepEqual(outputs.there, [[there], [there]]);
    assert.deepEqual(outputs.thereToo, [there]);
    assert.deepEqual(outputs.thereAsArguments, [there]);
    assert.doesNotMatch(printed, URL_PART);
  });

  it("keep presigned URLs and secret arguments from whoever looks at the stack", async () => {
    const { download, hushed } = project.outputs();
    assert.ok(isSecret(download) && isSecret(hushed));
    const looks = ["stack output --json", "stack output download", "stack export"];
    for (const command of looks) {
      const { code, output } = await project.run(...command.split(" "));
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, URL_PART, command);
    }
    assert.doesNotMatch(project.written(), URL_PART);
    const { output } = await project.run("stack", "output", "download", "--show-secrets");
    assert.match(output, /X-Amz-Signature=/);
  });

  it("fail at once with what is wrong and AWS's reason, without a stack or a secret", async () => {
    project.program(WRONG);
    const begunAt = Date.now();
    const { code, output } = await project.run("preview");
    const seconds = (Date.now() - begunAt) / 1_000;
    assert.notEqual(code, 0, output);
    assert.match(
      output,
      /ec2\.getExportImageTasks in us-east-1: DescribeExportImageTasks: InvalidExportTaskID\.Malformed: .*\[secret\]/,
    );
    assert.match(
      output,
      /appstream\.listExportImageTasks: maxResults: must be a whole number from 1/,
    );
    assert.match(output, /appstream\.listExportImageTasks: nextToken: must be not empty/);
    assert.doesNotMatch(output, /hush0|\n +at .*\.js:\d+/);
    assert.ok(seconds < 20, `it took ${seconds} s`);
  });
});

function awsIn(project: Project, region: string, account = "123456789012"): SdkAws {
  const credentials = { accessKeyId: account, secretAccessKey: "emulator" };
  return new SdkAws({ region }, { endpoint: project.emulator.endpoint, credentials });
}

async function exported(aws: SdkAws): Promise<string> {
  const input = { ImageId: AMI, DiskImageFormat: "VMDK", S3ExportLocation: { S3Bucket: "b" } };
  const answer = await aws.send({ service: "ec2", operation: "ExportImage", input });
  return String(answer.ExportImageTaskId);
}

async function seeded(project: Project): Promise<Seeded> {
  const aws = awsIn(project, "us-east-1");
  const send = (service: string, operation: string, input: object) =>
    aws.send({ service, operation, input });
  await send("ec2", "CreateStoreImageTask", { ImageId: AMI, Bucket: "images" });
  const { ExportImageTask } = await send("appstream", "CreateExportImageTask", {
    ImageName: "golden",
    AmiName: "golden",
    IamRoleArn: "arn:aws:iam::123456789012:role/exporter",
  });
  const { ImageId } = await send("workspaces", "ImportCustomWorkspaceImage", {
    ImageName: "golden",
    ImageDescription: "A desktop",
    ComputeType: "BASE",
    Protocol: "DCV",
    ImageSource: { Ec2ImageId: AMI },
    InfrastructureConfigurationArn:
      "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
    Platform: "WINDOWS",
    OsVersion: "Windows_11",
  });
  const { exportId } = await send("discovery", "StartExportTask", {});
  return {
    export: await exported(aws),
    desktop: String((ExportImageTask as Props).TaskId),
    image: String(ImageId),
    data: String(exportId),
  };
}
