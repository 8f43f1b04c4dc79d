// `Completion` and `get` of tasks in another Region, of another account, or of somebody else.
import assert from "node:assert/strict";
import { SdkAws } from "../../provider/aws/clients";
import type { Props } from "../../provider/lifecycle/ports";
import {
  completed,
  completion,
  ELSEWHERE,
  isStart,
  resource,
  ROLE_ACCOUNT,
  SPEED,
} from "./support/completions";
import { Project } from "./support/project";
import { isSecret, URL_PART } from "./support/telling";

describe("completions of tasks elsewhere on the real engine", function () {
  this.timeout(120_000);
  const WEST = "us-west-2";
  let project: Project;
  let theirs: string;

  before(async () => {
    project = await Project.make("completion-elsewhere", "", { speed: SPEED, durationMs: 30_000 });
    theirs = await startedByHand(project);
    project.program(ELSEWHERE(theirs));
  });
  after(() => project.close());
  const taskOf = (name: string) => resource(project, "ExportImageTask", name)!;

  it("have their results in one `up`", async () => {
    await project.up();
    const started = project.emulator.tasks().filter(({ id }) => id !== theirs);
    assert.equal(started.length, 3);
    for (const name of ["west", "hub", "data"]) {
      assert.equal(completion(project, name)!.outputs.taskState, "succeeded");
    }
  });

  it("go to the provider, and with it to the Region, that the task names", () => {
    const { urn, id } = resource(project, "pulumi:providers:pulumi-nodejs", "west")!;
    const reference = `${urn}::${id}`;
    assert.equal(taskOf("west").provider, reference);
    assert.equal(completion(project, "west")!.provider, reference);
    assert.notEqual(completion(project, "hub")!.provider, reference);
    const west = taskOf("west").id!;
    const regions = project.emulator.log().filter(({ ids }) => ids.includes(west));
    assert.deepEqual([...new Set(regions.map(({ region }) => region))], [WEST]);
    assert.equal(project.emulator.tasks().find((one) => one.id === west)!.region, WEST);
    assert.equal(taskOf("west").outputs.region, WEST);
    assert.equal(completed(project, "west")!.region, WEST);
  });

  it("have the default tags of the provider, and of no other", () => {
    const tagged = project.emulator.tasks().filter(({ tags }) => tags.place === "west");
    assert.deepEqual(
      tagged.map(({ id }) => id),
      [taskOf("west").id],
    );
  });

  it("are made by the role that the task names", () => {
    const hub = project.emulator.tasks().find(({ id }) => id === taskOf("hub").id)!;
    assert.equal(hub.accountId, ROLE_ACCOUNT);
    assert.equal(taskOf("hub").outputs.accountId, ROLE_ACCOUNT);
    const log = project.emulator.log().filter(({ ids }) => ids.includes(hub.id));
    assert.deepEqual([...new Set(log.map(({ accountId }) => accountId))], [ROLE_ACCOUNT]);
    assert.ok(log.some(({ operation }) => operation === "DescribeExportImageTasks"));
  });

  it("keep the whole result secret where an input of the task is", () => {
    assert.ok(isSecret(completion(project, "hub")!.outputs.completed));
    assert.ok(isSecret(project.outputs().hub));
    assert.ok(!project.written().includes("hush-bucket"));
    assert.ok(!isSecret(completion(project, "west")!.outputs.completed));
  });

  it("can be read by `get`, which has the same result as far as AWS tells it", () => {
    const { diskImageFormat, s3Key, s3Uri, ...told } = completed(project, "west")!;
    assert.deepEqual([diskImageFormat, typeof s3Key, typeof s3Uri], ["VMDK", "string", "string"]);
    // The Region has a test of its own.
    const read = { ...(project.outputs().westRead as Props), region: WEST };
    assert.deepEqual(read, { ...told, id: taskOf("west").id });
    const { id, external } = taskOf("west-read");
    assert.deepEqual([id, external], [taskOf("west").id, true]);
  });

  it("can be read without a Region, which is then the one that was asked", () => {
    const { outputs, external } = taskOf("theirs-read");
    assert.deepEqual([outputs.exportImageTaskId, external], [theirs, true]);
    assert.equal(outputs.region, "us-east-1");
    assert.equal(taskOf("west-read").outputs.region, WEST);
  });

  it("are read with the presigned URL secret in the state, on screen and in files", () => {
    const { outputs } = resource(project, "discovery:ExportTask", "data-read")!;
    assert.ok(isSecret(outputs.configurationsDownloadUrl));
    assert.ok(isSecret(project.outputs().url));
    assert.doesNotMatch(project.written(), URL_PART);
  });

  it("change nothing any more when the tasks are brought up to date", async () => {
    const before = ["west", "hub", "data"].map((name) => completion(project, name)!.outputs);
    project.calls();
    await project.up();
    assert.deepEqual(project.calls().filter(isStart), []);
    const after = ["west", "hub", "data"].map((name) => completion(project, name)!.outputs);
    // Each writing of a secret looks different.
    assert.deepEqual(after[0], before[0]);
    assert.deepEqual(after[2], before[2]);
  });

  it("leave what was only read alone on destroy", async () => {
    const their = () => project.emulator.tasks().find(({ id }) => id === theirs)!;
    const before = their();
    project.emulator.clearLog();
    await project.destroy();
    const named = project.emulator.log().filter(({ ids }) => ids.includes(theirs));
    assert.deepEqual(named, []);
    assert.deepEqual(their().tags, before.tags);
    assert.equal(project.deployment().resources?.length ?? 0, 0);
  });
});

/** Somebody else's export, which ours only read. */
async function startedByHand({ emulator }: Project): Promise<string> {
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };
  const { endpoint } = emulator;
  const aws = new SdkAws({ region: "us-east-1" }, { endpoint, credentials });
  const S3ExportLocation = { S3Bucket: "theirs" };
  const ImageId = "ami-0fedcba9876543210";
  const input = { ImageId, DiskImageFormat: "RAW", S3ExportLocation };
  const answer = await aws.send({ service: "ec2", operation: "ExportImage", input });
  return String(answer.ExportImageTaskId);
}
