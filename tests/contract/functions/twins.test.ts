/** The twins, which take Inputs and give an Output: what is unknown, secret or fails, and when. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { discovery, ec2, workspaces } from "../../../provider";
import { begin, settled, Thing, UNKNOWN } from "./outputs";
import { Account, ami, TO_THE_END_MS } from "./support";

describe("a function's twin", () => {
  let id = "";
  let running = "";
  let finished = "";
  const account = new Account(async (made) => {
    id = await made.exportImage(1);
    await made.storeImage(1);
    finished = await made.exportData();
    made.world.clock.jump(TO_THE_END_MS);
    running = await made.exportData();
  });
  beforeEach(() => begin());
  const exports_ = (args: object, opts?: pulumi.InvokeOutputOptions) =>
    settled(ec2.getExportImageTasksOutput({ ...account.here, ...args }, opts));

  it("takes Outputs and promises at every depth", async () => {
    const exportImageTaskIds = [pulumi.output(id)];
    const filters = Promise.resolve([
      { name: "task-state", values: [pulumi.output(Promise.resolve("completed"))] },
    ]);
    const { value, isKnown, isSecret } = await exports_({ exportImageTaskIds, filters });
    assert.deepEqual([isKnown, isSecret], [true, false]);
    assert.deepEqual(
      value!.exportImageTasks.map((task) => task.exportImageTaskId),
      [id],
    );
  });

  it("gives what the function gives", async () => {
    const plain = await ec2.getStoreImageTasks(account.here);
    const twin = await settled(ec2.getStoreImageTasksOutput(account.here));
    assert.deepEqual(twin.value, plain);
    const page = await settled(ec2.getStoreImageTasksOutput({ ...account.here, maxResults: 1 }));
    assert.deepEqual(page.value, plain);
    const dryRun = await settled(ec2.getStoreImageTasksOutput({ ...account.here, dryRun: true }));
    assert.equal(dryRun.value!.wouldSucceed, true);
  });

  it("is unknown, and asks nobody, while an argument is unknown", async () => {
    const args = { exportImageTaskIds: [id, UNKNOWN] };
    assert.deepEqual(await exports_(args), { isKnown: false, isSecret: false });
    const secret = { exportImageTaskIds: pulumi.secret([UNKNOWN]) };
    assert.deepEqual(await exports_(secret), { isKnown: false, isSecret: true });
    assert.deepEqual(account.calls(), {});
  });

  it("is unknown in a preview that has yet to make what it depends on", async () => {
    await begin(true);
    const thing = new Thing("bucket");
    // Its name is known before it is there.
    const byArgument = ec2.getStoreImageTasksOutput({
      ...account.here,
      filters: [{ name: "bucket", values: [thing.name] }],
    });
    assert.equal((await settled(byArgument)).isKnown, false);
    assert.equal((await exports_({}, { dependsOn: thing })).isKnown, false);
    assert.equal((await exports_({}, { dependsOn: pulumi.output([thing]) })).isKnown, false);
    const component = new pulumi.ComponentResource("tests:index:Group", "group");
    new Thing("child", { parent: component });
    assert.equal((await exports_({}, { dependsOn: [component] })).isKnown, false);
    assert.deepEqual(account.calls(), {});
    assert.equal((await exports_({})).isKnown, true);
  });

  it("is known in an update, once that is made, and depends on it", async () => {
    const thing = new Thing("images");
    const output = ec2.getStoreImageTasksOutput({
      ...account.here,
      filters: [{ name: "bucket", values: [thing.name] }],
    });
    const { value, isKnown } = await settled(output);
    assert.deepEqual([isKnown, value!.storeImageTaskResults.length], [true, 1]);
    assert.deepEqual([...(await pulumi.getAllResources(output))], [thing]);
    const other = new Thing("other");
    const dependent = ec2.getStoreImageTasksOutput(account.here, { dependsOn: [other] });
    assert.equal((await settled(dependent)).isKnown, true);
    assert.deepEqual([...(await pulumi.getAllResources(dependent))], [other]);
  });

  it("does not wait for the children of the component that an argument comes from", async () => {
    const group = new pulumi.ComponentResource("tests:index:Group", "group");
    const bucket = group.urn.apply(() => "images");
    const { storeImageTaskResults } = ec2.getStoreImageTasksOutput({
      ...account.here,
      filters: [{ name: "bucket", values: [bucket] }],
    });
    const name = storeImageTaskResults.apply(([task]) => task!.amiId);
    const child = new Thing("child", { parent: group }, name);
    assert.equal((await settled(child.name)).value, ami(1));
  });

  it("is secret if any of its arguments is", async () => {
    const { isSecret } = await exports_({ exportImageTaskIds: [pulumi.secret(id)] });
    assert.equal(isSecret, true);
  });

  it("is secret as a whole as soon as there is a presigned URL in it", async () => {
    const of = (exportId: string) =>
      settled(discovery.getExportTasksOutput({ ...account.here, exportIds: [exportId] }));
    const done = await of(finished);
    assert.match(done.value!.exportsInfo[0]!.configurationsDownloadUrl!, /X-Amz-Signature/);
    assert.equal(done.isSecret, true);
    assert.equal((await of(running)).isSecret, false);
    assert.equal((await settled(discovery.getExportTasksOutput(account.here))).isSecret, true);
  });

  it("fails with an error that Pulumi prints at once, without repeating a secret", async () => {
    const imageIds = [pulumi.secret("hush-hush")];
    const output = ec2.getStoreImageTasksOutput({ ...account.here, imageIds });
    const { error } = await settled(output);
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(error.stack, undefined);
    assert.match(
      error.message,
      /^ec2\.getStoreImageTasks: imageIds\[0\]: must be .*got \[secret\]/,
    );
    assert.deepEqual(account.calls(), {});
  });

  it("shows no secret that AWS's message repeats, and gives AWS's code", async () => {
    const exportImageTaskIds = pulumi.secret(["export-ami-0hush0hush0"]);
    const { error } = await exports_({ exportImageTaskIds });
    assert.equal(error!.code, "InvalidExportTaskID.Malformed");
    assert.match(error!.message, /The export task ID '\[secret\]' is malformed/);
    assert.equal(error!.stack, undefined);
  });

  it("shows no presigned URL that AWS's message has", async () => {
    const url = "https://a.example/x.zip?X-Amz-Date=20260101T000000Z&X-Amz-Signature=0123456789";
    const effect = { kind: "error", code: "ServerInternalErrorException", message: `See ${url}` };
    const operation = "DescribeExportTasks";
    account.world.emulator.addFault({ operation, times: 3, effect } as never);
    const { error } = await settled(discovery.getExportTasksOutput(account.here));
    assert.match(error!.message, /ServerInternalErrorException: See \[presigned URL\]/);
  });

  it("says which arguments are wrong before it asks", async () => {
    const { error } = await settled(
      workspaces.getCustomWorkspaceImageImportOutput({ ...account.here, imageId: ami(1) }),
    );
    assert.match(error!.message, /^workspaces\.getCustomWorkspaceImageImport: imageId: must be/);
  });
});
