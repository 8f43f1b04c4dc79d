/** `ec2.getExportImageTasks` and `ec2.iterateExportImageTasks` on an account with hundreds of tasks. */
import assert from "node:assert/strict";
import * as ec2 from "../../../provider/ec2";
import { Account, ami, gathered, refusal, times, TO_THE_END_MS } from "./support";

const COUNT = 520;

describe("the function for EC2's image exports", () => {
  let ids: string[] = [];
  let failed = "";
  const account = new Account(async (made) => {
    const first = { Description: "nightly", RoleName: "exporter" };
    const location = { S3Bucket: "exports", S3Prefix: "images/" };
    const Tags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
    ];
    const TagSpecifications = [{ ResourceType: "export-image-task", Tags }];
    ids = [await made.exportImage(0, { ...first, S3ExportLocation: location, TagSpecifications })];
    made.world.emulator.addFault({
      operation: "ExportImage",
      nth: 1,
      effect: { kind: "fail", statusMessage: "ClientError: no such bucket" },
    });
    failed = await made.exportImage(1);
    made.world.clock.jump(TO_THE_END_MS);
    ids.push(failed, ...(await times(COUNT - 2, (n) => made.exportImage(n + 1))));
    made.world.clock.jump(5_000);
  });
  type Args = Omit<ec2.GetExportImageTasksArgs, "dryRun">;
  const get = (args: Args = {}) => ec2.getExportImageTasks({ ...account.here, ...args });
  const idsOf = async (args: Args) =>
    (await get(args)).exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId);
  const by = (name: string, ...values: string[]) => idsOf({ filters: [{ name, values }] });

  it("gives all tasks of all pages, in few calls, and no token", async () => {
    const result = await get();
    assert.deepEqual(Object.keys(result), ["exportImageTasks"]);
    assert.deepEqual(
      result.exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId),
      ids,
    );
    assert.deepEqual(account.calls(), { DescribeExportImageTasks: 2 });
  });

  it("gives every member of a task under AWS's name", async () => {
    const [finished, deleted, running] = (await get()).exportImageTasks;
    assert.deepEqual(finished, {
      exportImageTaskId: ids[0],
      imageId: ami(0),
      description: "nightly",
      s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
      status: "completed",
      tags: [
        { key: "team", value: "images" },
        { key: "empty", value: "" },
      ],
    });
    assert.equal(deleted!.status, "deleted");
    assert.equal(deleted!.statusMessage, "ClientError: no such bucket");
    assert.deepEqual([running!.status, running!.statusMessage], ["active", "converting"]);
    assert.equal(running!.progress, "25");
  });

  it("gives one page with its token, and the next one", async () => {
    const first = await get({ maxResults: 7 });
    assert.equal(first.exportImageTasks.length, 7);
    const second = await get({ maxResults: 7, nextToken: first.nextToken! });
    assert.deepEqual(
      second.exportImageTasks.map(({ exportImageTaskId }) => exportImageTaskId),
      ids.slice(7, 14),
    );
    assert.deepEqual(account.calls(), { DescribeExportImageTasks: 2 });
  });

  it("takes AWS's empty token for the end", async () => {
    const only = await get({ maxResults: 500, filters: [{ name: "tag:team", values: ["*"] }] });
    assert.deepEqual(Object.keys(only), ["exportImageTasks"]);
    const { nextToken } = await get({ maxResults: 500 });
    const last = await get({ maxResults: 500, nextToken: nextToken! });
    assert.deepEqual([last.exportImageTasks.length, "nextToken" in last], [COUNT - 500, false]);
  });

  it("filters by task-state and by tags, with several values and several filters", async () => {
    assert.deepEqual(await by("task-state", "completed"), [ids[0]]);
    assert.deepEqual(await by("task-state", "deleted", "completed"), ids.slice(0, 2));
    assert.deepEqual(await by("task-state", "deleting"), []);
    assert.equal((await by("task-state", "active")).length, COUNT - 2);
    assert.equal((await by("task-state", "*e*")).length, COUNT);
    assert.deepEqual(await by("tag:team", "images"), [ids[0]]);
    const team = { name: "tag-key", values: ["team"] };
    const active = { name: "task-state", values: ["active"] };
    assert.deepEqual(await idsOf({ filters: [team, active] }), []);
    assert.equal((await idsOf({ filters: [] })).length, COUNT);
  });

  it("gives the tasks with these ids, in pages if AWS makes some, and filtered", async () => {
    const some = [ids[3]!, ids[0]!, ids[COUNT - 1]!];
    assert.deepEqual((await idsOf({ exportImageTaskIds: some })).sort(), [...some].sort());
    const filters = [{ name: "task-state", values: ["completed"] }];
    assert.deepEqual(await idsOf({ exportImageTaskIds: some, filters }), [ids[0]]);
    assert.deepEqual(await idsOf({ exportImageTaskIds: some, maxResults: 1 }), [ids[3]]);
  });

  it("fails with AWS's reason and code where an id is unknown", async () => {
    const unknown = "export-ami-0fffffffffffffff0";
    const { text, code } = await refusal(get({ exportImageTaskIds: [ids[0]!, unknown] }));
    assert.equal(code, "InvalidExportTaskID.NotFound");
    assert.match(text, /^ec2\.getExportImageTasks in us-east-1: DescribeExportImageTasks: Invalid/);
    assert.match(text, /export-ami-0fffffffffffffff0.*Check the ids, the Region and the account/);
  });

  it("says of a dry run that it would succeed, by a result, or gives AWS's denial", async () => {
    const args = { ...account.here, dryRun: true } as const;
    const allowed = await ec2.getExportImageTasks(args);
    assert.deepEqual(allowed, {
      dryRun: true,
      wouldSucceed: true,
      message: "Request would have succeeded, but DryRun flag is set.",
    });
    const operation = "DescribeExportImageTasks";
    account.world.emulator.addFault({ operation, times: 1, effect: { kind: "deny" } });
    const { text, code } = await refusal(ec2.getExportImageTasks(args));
    assert.equal(code, "UnauthorizedOperation");
    assert.match(text, /Allow DescribeExportImageTasks to whoever runs Pulumi\.$/);
  });

  it("iterates with one page at a time, and asks for no page that nobody needs", async () => {
    const tasks = ec2.iterateExportImageTasks({ ...account.here, maxResults: 100 });
    const seen: string[] = [];
    for await (const { exportImageTaskId } of tasks) {
      seen.push(exportImageTaskId);
      if (seen.length === 100) {
        assert.deepEqual(account.calls(), { DescribeExportImageTasks: 1 });
      }
      if (seen.length === 101) break;
    }
    assert.deepEqual(seen, ids.slice(0, 101));
    assert.deepEqual(account.calls(), { DescribeExportImageTasks: 1 });
    const again = await gathered(tasks);
    assert.deepEqual(
      again.map(({ exportImageTaskId }) => exportImageTaskId),
      ids,
    );
    assert.deepEqual(account.calls(), { DescribeExportImageTasks: 6 });
  });

  it("iterates from a token on, and over what filters and ids leave", async () => {
    const { nextToken } = await get({ maxResults: COUNT - 120 });
    const rest = await gathered(
      ec2.iterateExportImageTasks({ ...account.here, nextToken: nextToken! }),
    );
    assert.equal(rest[0]!.exportImageTaskId, ids[COUNT - 120]);
    assert.equal(rest.length, 120);
    const exportImageTaskIds = [failed];
    const one = await gathered(
      ec2.iterateExportImageTasks({ ...account.here, exportImageTaskIds }),
    );
    assert.deepEqual(
      one.map(({ status }) => status),
      ["deleted"],
    );
  });

  it("fails in the middle of an iteration with AWS's reason, and what came before is there", async () => {
    const operation = "DescribeExportImageTasks";
    account.world.emulator.addFault({ operation, nth: 2, effect: { kind: "deny" } });
    const seen: string[] = [];
    const going = (async () => {
      const tasks = ec2.iterateExportImageTasks({ ...account.here, maxResults: 100 });
      for await (const { exportImageTaskId } of tasks) seen.push(exportImageTaskId);
    })();
    const { text, code } = await refusal(going);
    assert.equal(code, "UnauthorizedOperation");
    assert.match(text, /^ec2\.iterateExportImageTasks in us-east-1: /);
    assert.deepEqual(seen, ids.slice(0, 100));
  });
});
