import assert from "node:assert/strict";
import { hiddenOrphans, rowsOf } from "../../../cli/rows";
import { stackFileOf } from "../../../cli/stackFile";
import { exportImageTask } from "../../../provider/kinds/ec2/exportImageTask";
import { storeImageTask } from "../../../provider/kinds/ec2/storeImageTask";
import type { Observation, TaskKind } from "../../../provider/lifecycle/kind";
import { exported, type Resource, SECRET } from "./support";

const PLACE = { region: "us-east-1", account: "123456789012" };
const AMI = "ami-0123456789abcdef0";
const HERE = { region: "us-east-1", accountId: "123456789012" };
const OURS = { "pulumi-aws-tasks:id": "0f", "pulumi-aws-tasks:stack": "tests/dev" };

const held = (...resources: Resource[]) => stackFileOf(exported(...resources), "stack.json").tasks;

const row = (kind: TaskKind, seen: Observation, ...resources: Resource[]) =>
  rowsOf({ kind, shown: [seen], hidden: [], notes: [] }, PLACE, held(...resources))[0]!;

const task = (more: Partial<Observation> = {}): Observation => ({
  ...{ id: "export-ami-1", status: "active", outputs: {}, tags: OURS, ...more },
});
const resource = (outputs: object = {}, more: Partial<Resource> = {}): Resource => ({
  ...{ type: "ec2:ExportImageTask", id: "export-ami-1", outputs: { ...HERE, ...outputs }, ...more },
});

describe("who holds a task", () => {
  it("is the resource that has its id in the state", () => {
    const { holder, isOrphan } = row(exportImageTask, task(), resource({}, { name: "weekly" }));
    assert.deepEqual([holder?.stack, holder?.name, isOrphan], ["tests/dev", "weekly", false]);
  });

  it("is nobody of another Region, account or kind, and nobody who only reads it", () => {
    for (const other of [
      resource({ region: "eu-west-1" }),
      resource({ accountId: "210987654321" }),
      resource({}, { type: "appstream:ExportImageTask" }),
      resource({}, { external: true }),
      resource({}, { id: "" }),
    ]) {
      const { holder, isOrphan } = row(exportImageTask, task(), other);
      assert.deepEqual([holder, isOrphan], [undefined, true]);
    }
  });

  it("may have its Region and account secret, or not know its account", () => {
    for (const outputs of [
      { region: SECRET, accountId: SECRET },
      { region: "us-east-1", accountId: undefined },
    ]) {
      assert.ok(row(exportImageTask, task(), resource(outputs)).holder);
    }
  });

  it("is found by what identifies a store, with its time or not yet", () => {
    const store = (hour: number): Observation => {
      const taskStartTime = `2026-01-01T0${hour}:00:00.000Z`;
      const id = `us-east-1/images/${AMI}/${taskStartTime}`;
      const outputs = { amiId: AMI, bucket: "images", taskStartTime };
      return { id, status: "InProgress", startedAt: taskStartTime, outputs };
    };
    const short = `us-east-1/images/${AMI}`;
    const look = { kind: storeImageTask, shown: [store(3), store(2)], hidden: [], notes: [] };
    const holderOf = (id: string, outputs: object = {}) => {
      const type = "ec2:StoreImageTask";
      const rows = rowsOf(look, PLACE, held({ type, id, outputs: { ...HERE, ...outputs } }));
      return rows.filter(({ holder }) => holder).map((found) => found.id);
    };
    assert.deepEqual(holderOf(store(2).id), [store(2).id]);
    assert.deepEqual(holderOf(short, { __startedAt: "2026-01-01T02:00:00Z" }), [store(2).id]);
    assert.deepEqual(holderOf("us-east-1/others/ami-0fedcba9876543210"), []);
  });
});

describe("an orphan", () => {
  it("is what carries our mark, and nothing else", () => {
    assert.equal(row(exportImageTask, task()).isOrphan, true);
    assert.equal(row(exportImageTask, task({ tags: { team: "a" } })).isOrphan, false);
    assert.equal(row(exportImageTask, task({ tags: undefined })).isOrphan, false);
  });

  it("is none as long as nobody has given a state", () => {
    const look = { kind: exportImageTask, shown: [task()], hidden: [task()], notes: [] };
    assert.equal(rowsOf(look, PLACE, undefined)[0]!.isOrphan, false);
    assert.equal(hiddenOrphans(look, PLACE, undefined), 0);
    assert.equal(hiddenOrphans(look, PLACE, []), 1);
  });

  it("can be adopted only where `adopt` would take it", () => {
    const isAdoptable = (more: Partial<Observation>) =>
      row(exportImageTask, task(more)).isAdoptable;
    assert.equal(isAdoptable({}), true);
    assert.equal(isAdoptable({ status: "completed" }), true);
    for (const more of [{ status: "deleting" }, { status: "deleted" }, { isGone: true }]) {
      assert.equal(isAdoptable(more), false);
    }
  });
});

describe("when a task began", () => {
  const time = "2026-01-01T00:00:00.000Z";
  const beganOf = (seen: Observation, ...resources: Resource[]) =>
    row(exportImageTask, seen, ...resources).began;

  it("AWS tells, else the mark on it, else the state", () => {
    assert.equal(beganOf(task({ startedAt: time })), Date.parse(time));
    const marked = { ...OURS, "pulumi-aws-tasks:hold": `${time}/0f` };
    assert.equal(beganOf(task({ tags: marked })), Date.parse(time));
    assert.equal(beganOf(task(), resource({ __startedAt: time })), Date.parse(time));
    assert.equal(beganOf(task()), undefined);
  });
});
