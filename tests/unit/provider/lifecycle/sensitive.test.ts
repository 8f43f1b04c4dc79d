// What is a secret by its nature, at whatever depth: in lists and maps as in objects.
import assert from "node:assert/strict";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { adoptNamed } from "../../../../provider/lifecycle/adoption";
import { check } from "../../../../provider/lifecycle/check";
import type { Observation, TaskKind } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import {
  type Field,
  holdsSecret,
  isSensitive,
  type StringField,
  UNKNOWN,
} from "../../../../provider/lifecycle/validate";
import { contextWith, FakeAws, inputs, TASK_ID } from "../support/context";

const url: StringField = { type: "string", isSensitive: true, pattern: /^s3:/, form: "be in S3" };
const disk: Field = { type: "object", fields: { name: { type: "string" }, url } };
const FIELDS: Readonly<Record<string, Field>> = {
  urls: { type: "list", items: url },
  disks: { type: "list", items: disk },
  byName: { type: "map", most: 5, key: { type: "string" }, value: url },
  deep: { type: "object", fields: { list: { type: "list", items: disk } } },
};
const OPEN: Readonly<Record<string, Field>> = {
  names: { type: "list", items: { type: "string" } },
  any: { type: "list" },
  tags: { type: "map", most: 5, key: { type: "string" }, value: { type: "string" } },
  flag: { type: "boolean" },
};
/** With and without a secret in them. */
const VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  urls: [["hush"], []],
  disks: [[{ name: "a" }, { url: "hush" }], [{ name: "a" }]],
  byName: [{ a: "hush" }, {}],
  deep: [{ list: [{ url: "hush" }] }, { list: [{ name: "a" }] }],
};
const kind: TaskKind = { ...exportImageTask, fields: { ...exportImageTask.fields, ...FIELDS } };

describe("a sensitive member", () => {
  for (const [name, [secret, open]] of Object.entries(VALUES)) {
    const field = FIELDS[name]!;

    it(`makes ${name} sensitive, and a secret where one is given`, () => {
      assert.equal(isSensitive(field), true);
      assert.equal(holdsSecret(field, secret), true);
      for (const none of [open, undefined, null]) assert.equal(holdsSecret(field, none), false);
    });

    it(`is told by no failure of ${name}, and stored as a secret`, () => {
      const news = { ...inputs, [name]: secret, __beacon: { phase: "update", secrets: [] } };
      const { inputs: taken, failures } = check(contextWith(), kind, {}, news);
      assert.equal(failures.length, 1);
      assert.match(failures[0]!.reason, /: must be in S3, got \[secret\]$/);
      assert.deepEqual(taken.__secrets, [name]);
    });

    it(`is told by no failure of ${name} as a whole`, () => {
      const news = { ...inputs, [name]: "hush", __beacon: { phase: "update", secrets: [] } };
      const { failures } = check(contextWith(), kind, {}, news);
      assert.match(failures.map(({ reason }) => reason).join(), /got \[secret\]$/);
    });
  }

  it("is none where the preview does not know the whole", () => {
    assert.equal(holdsSecret(FIELDS.disks!, UNKNOWN), false);
    assert.equal(holdsSecret(FIELDS.byName!, UNKNOWN), false);
  });

  for (const [name, field] of Object.entries(OPEN)) {
    it(`is not in ${name}, which has none`, () => {
      assert.equal(isSensitive(field), false);
      assert.equal(holdsSecret(field, ["hush"]), false);
    });
  }
});

describe("`adopt`, of a task with sensitive members in its lists,", () => {
  const program = { ...inputs, disks: [{ name: "a", url: "s3://hush" }, { name: "b" }] };
  const adopting = (disks: readonly Props[]) => {
    const { imageId, diskImageFormat, s3ExportLocation } = inputs;
    const outputs = { imageId, diskImageFormat, s3ExportLocation, disks };
    const seen: Observation = { id: TASK_ID, status: "active", tags: {}, outputs };
    const request = { service: "ec2", operation: "DescribeExportImageTasks", input: {} };
    const telling = { ...kind, describe: () => ({ request, observations: () => [seen] }) };
    return adoptNamed(contextWith(), telling, new FakeAws(() => ({})), program, TASK_ID);
  };

  it("compares what AWS tells of them only", async () => {
    assert.equal((await adopting([{ name: "a" }, { name: "b" }])).id, TASK_ID);
    await assert.rejects(adopting([{ name: "a" }, { name: "c" }]), /another task: its disks is /);
    await assert.rejects(adopting([{ name: "a" }]), /another task: its disks is /);
  });
});
