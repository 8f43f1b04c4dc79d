// What a hostile reviewer found: sequences in which a task was lost, started twice or cancelled.
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../emulator";
import { exportImageTask } from "../../provider/kinds/ec2/exportImageTask";
import { Stack, World } from "../support/stack";

const inputs = {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
};

describe("an image export, interrupted in odd places", () => {
  let world: World;
  let stack: Stack;
  const made = async (options: EmulatorOptions = {}) => {
    world = await World.make(options);
    stack = new Stack(world, exportImageTask);
  };
  afterEach(() => world.close());
  const started = () => world.emulator.tasks().length;
  const outputs = () => stack.state!.outputs;

  it("is not the failed task of a token that AWS remembers longer than the record", async () => {
    await made({ recordLifetimeMs: 60_000 });
    world.emulator.addFault({
      operation: "ExportImage",
      times: 1,
      effect: { kind: "fail", statusMessage: "ClientError: no" },
    });
    await stack.up(inputs);
    await stack.up(inputs);
    const failed = stack.state!.id;
    world.clock.jump(3_600_000);
    assert.equal((await stack.up(inputs)).error, undefined);
    assert.notEqual(stack.state!.id, failed);
    assert.equal((await stack.up(inputs)).error, undefined);
    assert.equal(outputs().taskState, "succeeded");
  });

  for (const [state, finish] of [
    ["cancelled", false],
    ["finished", true],
  ] as const) {
    it(`is not the ${state} task of a destroy, by a token whose record is gone`, async () => {
      await made({ recordLifetimeMs: 60_000 });
      await stack.up(inputs);
      if (finish) await stack.up(inputs);
      const before = stack.state!.id;
      await stack.destroy();
      world.clock.jump(3_600_000);
      await stack.up(inputs);
      assert.notEqual(stack.state!.id, before);
      assert.equal(outputs().taskState, "running");
      assert.equal(started(), 2);
    });
  }

  it("keeps its successor when `up --replace` still names what was adopted", async () => {
    await made();
    const other = new Stack(world, exportImageTask, "other");
    await other.up(inputs);
    await other.up(inputs);
    const adopting = { ...inputs, adopt: other.state!.id };
    await stack.up(adopting);
    const again = { ...adopting, triggers: ["again"] };
    await stack.up(again);
    const successor = stack.state!.id;
    assert.notEqual(successor, other.state!.id);
    assert.equal((await stack.replace(again)).error, undefined);
    assert.equal(stack.state!.id, successor);
    assert.equal(world.emulator.tasks().find(({ id }) => id === successor)!.running, true);
  });

  it("is cancelled by a destroy that comes before AWS shows it", async () => {
    await made();
    world.emulator.addFault({
      operation: "ExportImage",
      effect: { kind: "invisibleMs", ms: 60_000 },
    });
    await stack.up(inputs);
    await stack.destroy();
    assert.equal(world.emulator.tasks()[0]!.running, false);
  });

  it("succeeds although its marks can't be written", async () => {
    await made();
    world.emulator.addFault({ operation: "CreateTags", effect: { kind: "deny" } });
    await stack.up(inputs);
    assert.equal((await stack.up(inputs)).error, undefined);
    assert.equal(outputs().taskState, "succeeded");
    assert.equal((await stack.up(inputs)).step, "same");
  });

  it("tells the time-out although the program's tags are refused", async () => {
    await made();
    await stack.up(inputs);
    world.emulator.addFault({ operation: "CreateTags", effect: { kind: "deny" } });
    const { error } = await stack.up({ ...inputs, tags: { a: "1" }, timeouts: { wait: "2s" } });
    assert.match(error ?? "", /is still active/);
    assert.match((await stack.up({ ...inputs, tags: { a: "1" } })).error ?? "", /CreateTags/);
  });

  it("goes on waiting to start through a throttled look and a throttled start", async () => {
    await made();
    const other = new Stack(world, exportImageTask, "other");
    await other.up(inputs);
    world.emulator.addFault({ operation: "ExportImage", nth: 2, effect: { kind: "throttle" } });
    for (const nth of [2, 4]) {
      world.emulator.addFault({
        operation: "DescribeExportImageTasks",
        nth,
        effect: { kind: "throttle" },
      });
    }
    assert.equal((await stack.up(inputs)).error, undefined);
    assert.notEqual(stack.state!.id, other.state!.id);
  });

  it("waits for a role that AWS does not know yet, and says so when it never comes", async () => {
    await made();
    const effect = {
      kind: "error",
      code: "InvalidParameter",
      message: "The service role vmimport does not exist or does not have sufficient permissions",
    } as const;
    world.emulator.addFault({ operation: "ExportImage", times: 3, effect });
    assert.equal((await stack.up(inputs)).error, undefined);
    await stack.destroy();
    world.emulator.addFault({ operation: "ExportImage", effect });
    assert.match((await stack.up(inputs)).error ?? "", /Check the service role/);
  });

  it('raises what a person has to deal with, though nobody waits (wait: "none")', async () => {
    await made();
    const quiet = { ...inputs, wait: "none" };
    await stack.up(quiet);
    world.emulator.addFault({
      operation: "DescribeExportImageTasks",
      times: 1,
      effect: { kind: "deny" },
    });
    assert.match((await stack.up(quiet)).error ?? "", /Allow DescribeExportImageTasks/);
    assert.equal((await stack.up(quiet)).error, undefined);
    world.emulator.addFault({ ids: [stack.state!.id], effect: { kind: "vanish", at: 0 } });
    world.clock.jump(600_000);
    assert.match((await stack.up(quiet)).error ?? "", /AWS does not list/);
  });

  it("learns the account later where STS did not answer at the start", async () => {
    await made();
    world.emulator.addFault({ operation: "GetCallerIdentity", times: 1, effect: { kind: "deny" } });
    await stack.up(inputs);
    assert.equal(outputs().accountId, undefined);
    await stack.refresh();
    assert.equal(outputs().accountId, "123456789012");
  });

  it("says that AWS could not be asked when a wait ends in an outage", async () => {
    await made();
    await stack.up(inputs);
    world.emulator.addFault({
      operation: "DescribeExportImageTasks",
      effect: { kind: "resetBefore" },
    });
    const { error } = await stack.up({ ...inputs, timeouts: { wait: "1h" } });
    assert.match(error ?? "", /was active when last seen, and AWS could not be asked/);
    assert.ok(world.texts.some((text) => /AWS can't be asked \(.*\), trying again/.test(text)));
  });

  it("is another task, for `adopt`, when its prefix differs in the case of a letter", async () => {
    await made();
    const other = new Stack(world, exportImageTask, "other");
    await other.up(inputs);
    const place = { s3Bucket: "exports", s3Prefix: "Images/" };
    const named = { ...inputs, s3ExportLocation: place, adopt: other.state!.id };
    assert.match((await stack.up(named)).error ?? "", /is another task/);
  });

  it("gets the program's tags when it is taken up", async () => {
    await made();
    await stack.up({ ...inputs, tags: { team: "old" } });
    await stack.replace({ ...inputs, tags: { team: "new" } });
    assert.equal(world.emulator.tasks()[0]!.tags.team, "new");
  });

  it("is not replaced by an empty prefix in the place of none", async () => {
    await made();
    await stack.up({ ...inputs, s3ExportLocation: { s3Bucket: "exports" } });
    const empty = { ...inputs, s3ExportLocation: { s3Bucket: "exports", s3Prefix: "" } };
    assert.equal((await stack.up(empty)).step, "update");
    assert.equal((await stack.up(empty)).step, "same");
  });

  it("is refused with triggers that no state file can hold", async () => {
    await made();
    await assert.rejects(
      stack.up({ ...inputs, triggers: [Number.NaN] }),
      /triggers: must hold finite numbers only/,
    );
    await stack.up({ ...inputs, triggers: [{ $metadata: { a: 1 } }] });
    await stack.up({ ...inputs, triggers: [{ $metadata: { a: 1 } }] });
    assert.equal((await stack.up({ ...inputs, triggers: [{ $metadata: { a: 1 } }] })).step, "same");
  });
});
