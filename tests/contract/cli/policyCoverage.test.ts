// What the tasks' calls need is in the printed policy, and hardly anything else.
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import { Stack, World } from "../../support/stack";
import { Desk, exported, type Resource } from "../../unit/cli/support";
import { canCancel, FAILING, makesImage, SUBJECTS } from "../options/subjects";
import { resourceOf } from "./office";

/** Allowed for what AWS does in the caller's name: no call of ours. */
const IN_OUR_NAME = ["ec2:DescribeTags", "ec2:DeleteSnapshot"];

/** Every step of each kind's life; the states in between are what a stack's export would show. */
async function lives(world: World, more: Props): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (const subject of SUBJECTS) {
    const { kind, start } = subject;
    const deleted = makesImage(subject) ? more.onDelete : undefined;
    const tags = "tags" in more ? {} : { tags: { stage: "prod" } };
    const inputs = { ...subject.inputs, ...more, onDelete: deleted };
    const stack = new Stack(world, kind);
    const taskState = () => stack.state?.outputs.taskState;
    const up = async (changed: Props = {}) => stack.up({ ...inputs, ...changed });
    // Failed, reported, and replaced.
    world.emulator.addFault({ operation: start, times: 1, effect: FAILING });
    await up();
    await stack.preview(inputs);
    await up();
    assert.equal(taskState(), "failed");
    // Lost, found again, and waited for.
    await up();
    stack.state = undefined;
    await up();
    await stack.refresh();
    await up();
    await up(tags);
    assert.equal(taskState(), "succeeded");
    resources.push(resourceOf(stack));
    await stack.destroy();
    // Started again and, where AWS can, cancelled.
    if (!canCancel(subject)) continue;
    await up({ triggers: ["again"] });
    await stack.destroy();
  }
  return resources;
}

/** What the package's functions ask for. */
async function functions(world: World): Promise<void> {
  const aws = world.context().aws({ region: "us-east-1" });
  for (const [service, operation, input] of [
    ["ec2", "DescribeExportImageTasks", {}],
    ["ec2", "DescribeStoreImageTasks", {}],
    ["appstream", "ListExportImageTasks", {}],
    ["appstream", "GetExportImageTask", { TaskId: "0a1b2c3d-0000-4000-8000-000000000001" }],
    ["workspaces", "DescribeCustomWorkspaceImageImport", { ImageId: "wsi-0123456789" }],
    ["workspaces", "DescribeWorkspaceImages", {}],
    ["discovery", "DescribeExportTasks", {}],
  ] as const) {
    await aws.send({ service, operation, input }).catch(() => undefined);
  }
}

/** The actions of the calls that AWS was asked for, and those that the policy allows. */
async function compared(more: Props, ...options: string[]) {
  const world = await World.make();
  try {
    const resources = await lives(world, more);
    await functions(world);
    const calls = world.emulator.log().map(({ service, operation }) => `${service}:${operation}`);
    const { out } = await new Desk({ "stack.json": exported(...resources) }).run(
      ...["policy", "stack.json", ...options],
    );
    const { Statement } = JSON.parse(out) as { Statement: { Action: string[] }[] };
    return { called: new Set(calls), allowed: new Set(Statement.flatMap(({ Action }) => Action)) };
  } finally {
    await world.close();
  }
}

describe("the policy of a stack with all kinds", function () {
  this.timeout(60_000);

  for (const [what, more] of [
    ["with results that are deleted", { onDelete: "delete" }],
    ["with results that are kept", {}],
    ["with identityTags: false", { identityTags: false, tags: {} }],
  ] as const) {
    describe(what, () => {
      let called: ReadonlySet<string>;
      let allowed: ReadonlySet<string>;
      before(async () => ({ called, allowed } = await compared(more)));

      it("allows every call that was made", () => {
        assert.ok(called.size >= 15);
        assert.deepEqual(
          [...called].filter((call) => !allowed.has(call)),
          [],
        );
      });

      it("allows nothing else of the services that we call", () => {
        const ours = [...allowed].filter((action) => !/^(s3|ebs|kms|iam):/.test(action));
        const unused = ours.filter((action) => !called.has(action));
        assert.deepEqual(
          unused.filter((action) => !IN_OUR_NAME.includes(action)),
          [],
        );
      });
    });
  }
});
