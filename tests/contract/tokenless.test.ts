// Starts that AWS can't tell from repetitions: sequences in which one was lost or went out twice.
import assert from "node:assert/strict";
import { callError } from "../../provider/aws/errors";
import { exportImageTask as appstreamExportImageTask } from "../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../provider/kinds/discovery/exportTask";
import { storeImageTask } from "../../provider/kinds/ec2/storeImageTask";
import { customImageImport } from "../../provider/kinds/workspaces/customImageImport";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Aws, Props } from "../../provider/lifecycle/ports";
import { Stack, World } from "../support/stack";

const DESKTOP = {
  imageName: "desktop",
  amiName: "desktop-1",
  iamRoleArn: "arn:aws:iam::123456789012:role/export",
};
const IMPORT = {
  imageName: "desktop",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
};
/** Each kind without a token, a program, its start and the list that shows its candidates. */
const STARTS: readonly [TaskKind, Props, readonly [string, string]][] = [
  [
    storeImageTask,
    { imageId: "ami-0123456789abcdef0", bucket: "images" },
    ["CreateStoreImageTask", "DescribeStoreImageTasks"],
  ],
  [appstreamExportImageTask, DESKTOP, ["CreateExportImageTask", "ListExportImageTasks"]],
  [customImageImport, IMPORT, ["ImportCustomWorkspaceImage", "DescribeWorkspaceImages"]],
  [exportTask, {}, ["StartExportTask", "DescribeExportTasks"]],
];

describe("a start without a token", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.make();
  });
  afterEach(() => world.close());
  const count = (kind: TaskKind) => world.emulator.tasks().filter((one) => one.kind === kind.type);

  for (const [kind, program, operations] of STARTS) {
    it(`${kind.type} waits when AWS asks for fewer calls, and starts once`, async () => {
      world.emulator.addFault({ operation: operations[0], times: 1, effect: { kind: "throttle" } });
      const stack = new Stack(world, kind);
      assert.equal((await stack.up(program)).error, undefined);
      assert.equal(count(kind).length, 1);
    });

    it(`${kind.type} is found after a lost answer, though a look fails meanwhile`, async () => {
      world.emulator.addFault({
        operation: operations[0],
        times: 1,
        effect: { kind: "resetAfter" },
      });
      world.emulator.addFault({ operation: operations[1], nth: 2, effect: { kind: "status5xx" } });
      const stack = new Stack(world, kind);
      assert.equal((await stack.up(program)).error, undefined);
      assert.equal(count(kind).length, 1);
      assert.equal(stack.state!.id, count(kind)[0]!.id);
    });

    it(`${kind.type} is found after an answer that breaks in a way nobody has listed`, async () => {
      const context = world.context();
      let isBroken = false;
      const aws = (props: Props): Aws => {
        const one = context.aws(props);
        const send: Aws["send"] = async (request, signal) => {
          const answer = await one.send(request, signal);
          if (isBroken || request.operation !== operations[0]) return answer;
          isBroken = true;
          const parsing = Object.assign(new Error("Parse Error"), { code: "HPE_INVALID_CONSTANT" });
          throw callError(parsing, request.operation);
        };
        return { ...one, send };
      };
      const stack = new Stack(world, kind);
      assert.equal((await stack.up(program, { ...context, aws })).error, undefined);
      assert.deepEqual([isBroken, count(kind).length], [true, 1]);
      assert.equal(stack.state!.id, count(kind)[0]!.id);
    });

    it(`${kind.type} goes out again when nothing came of a lost one`, async () => {
      world.emulator.addFault({
        operation: operations[0],
        times: 1,
        effect: { kind: "resetBefore" },
      });
      const stack = new Stack(world, kind);
      assert.equal((await stack.up(program)).error, undefined);
      assert.equal(count(kind).length, 1);
    });
  }

  it("says that it may have gone out when no answer ever came", async () => {
    world.emulator.addFault({ operation: "StartExportTask", effect: { kind: "resetBefore" } });
    const stack = new Stack(world, exportTask);
    const { error } = await stack.up({ timeouts: { start: "5m" } });
    assert.match(error ?? "", /may have been started or not.*no task has appeared/);
  });

  it("of an image store is not its own replaced predecessor, whose id has no time", async () => {
    const store = { imageId: "ami-0123456789abcdef0", bucket: "images" };
    const stack = new Stack(world, storeImageTask);
    world.emulator.addFault({
      operation: "CreateStoreImageTask",
      times: 1,
      effect: { kind: "invisibleMs", ms: 90_000 },
    });
    world.emulator.addFault({
      operation: "CreateStoreImageTask",
      times: 1,
      effect: { kind: "stick" },
    });
    await stack.up(store);
    assert.equal(stack.state!.id.split("/").length, 3);
    world.clock.jump(60_000);
    const again = { ...store, triggers: [1], timeouts: { wait: "5m" } };
    assert.match((await stack.up(again)).error ?? "", /has to end first/);
    assert.equal(count(storeImageTask).length, 1);
  });

  it("of an AppStream export never takes an AMI for a task", async () => {
    const stack = new Stack(world, appstreamExportImageTask);
    await stack.up(DESKTOP);
    await stack.up(DESKTOP);
    world.emulator.addFault({ ids: [stack.state!.id], effect: { kind: "vanish" } });
    stack.state = undefined;
    assert.match((await stack.up(DESKTOP)).error ?? "", /the name is held by ami-/);
    assert.equal(stack.state, undefined);
  });

  it("of a WorkSpaces import never deletes an image in a state that is new to us", async () => {
    const stack = new Stack(world, customImageImport);
    await stack.up(IMPORT);
    await stack.up(IMPORT);
    const imageId = stack.state!.id;
    world.emulator.setWorkspaceImage({ imageId, state: "UPDATING" as "PENDING" });
    stack.state = undefined;
    world.calls();
    await stack.up(IMPORT);
    assert.ok(!world.calls().includes("DeleteWorkspaceImage"));
  });

  it("of a WorkSpaces import is taken up with all its outputs, whatever `adopt` still names", async () => {
    const other = new Stack(world, customImageImport, "other");
    await other.up(IMPORT);
    const adopting = { ...IMPORT, adopt: other.state!.id };
    const stack = new Stack(world, customImageImport);
    await stack.up(adopting);
    const renamed = { ...adopting, imageName: "desktop-2" };
    await stack.up(renamed);
    const { id } = stack.state!;
    assert.notEqual(id, other.state!.id);
    assert.equal((await stack.replace(renamed)).error, undefined);
    assert.equal(stack.state!.id, id);
    assert.equal(stack.state!.outputs.state, world.emulator.tasks().at(-1)!.status);
    assert.equal(stack.state!.outputs.taskState, "running");
  });

  it("leaves the marks of an AMI that is gone alone", async () => {
    const stack = new Stack(world, appstreamExportImageTask);
    await stack.up(DESKTOP);
    await stack.up(DESKTOP);
    world.emulator.setImage({ imageId: String(stack.state!.outputs.amiId), missing: true });
    const tagged = { ...DESKTOP, tags: { a: "1" } };
    assert.equal((await stack.up(tagged)).error, undefined);
    assert.equal(stack.state!.outputs.artifactGone, true);
    await stack.destroy();
  });

  it("of a Discovery export is the same however its window is written", async () => {
    const filters = [{ name: "agentIds", values: ["o-0123456789abcdef0"], condition: "EQUALS" }];
    const stack = new Stack(world, exportTask);
    const window = { filters, startTime: "2026-01-01T00:00:00Z", endTime: "2026-01-02T00:00:00Z" };
    await stack.up(window);
    await stack.up(window);
    const same = { ...window, startTime: "2026-01-01T01:00:00+01:00", exportDataFormat: [] };
    assert.equal((await stack.up(same)).step, "same");
  });
});
