// What is a secret by its nature is one in the program, however it is given.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "../../../../provider";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import type { TaskKind, TypedKind } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import type { Field, StringField } from "../../../../provider/lifecycle/validate";
import { secretNamesOf } from "../../../../provider/pulumi/beacon";
import { programOf, taskResource } from "../../../../provider/pulumi/resource";

const url = "https://disks.s3.amazonaws.com/golden.raw?X-Amz-Signature=f0";
const userBucket = { s3Bucket: "disks", s3Key: "golden.raw" };

type Disk = ConstructorParameters<typeof ec2.ImportSnapshotTask>[1]["diskContainer"];

async function secretsOf(diskContainer: Disk): Promise<readonly string[]> {
  const task = new ec2.ImportSnapshotTask("golden", { diskContainer });
  return secretNamesOf(programOf(task)!.inputs);
}

describe("a presigned URL among the inputs", () => {
  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    }),
  );

  const given: Readonly<Record<string, Disk>> = {
    "as it is": { url, format: "RAW" },
    "as an Output": { url: pulumi.output(url) },
    "as a promise": { url: Promise.resolve(url) },
    "in an Output": pulumi.output({ url }),
    "in a promise": Promise.resolve({ url }),
  };
  for (const [how, diskContainer] of Object.entries(given)) {
    it(`is a secret: ${how}`, async () => {
      assert.deepEqual(await secretsOf(diskContainer), ["diskContainer"]);
    });
  }

  it("makes no secret of a bucket and key", async () => {
    assert.deepEqual(await secretsOf({ userBucket }), []);
    assert.deepEqual(await secretsOf(pulumi.output({ userBucket })), []);
  });

  it("is sent as it is", async () => {
    const task = new ec2.ImportSnapshotTask("golden", { diskContainer: { url } });
    const { diskContainer } = programOf(task)!.inputs;
    const value = pulumi.output(diskContainer as object);
    assert.deepEqual(await new Promise((done) => value.apply(done)), { url });
  });
});

describe("a sensitive member of a list or a map", () => {
  const hush: StringField = { type: "string", isSensitive: true };
  const disk: Field = { type: "object", fields: { name: { type: "string" }, url: hush } };
  const fields: Readonly<Record<string, Field>> = {
    disks: { type: "list", items: disk },
    byName: { type: "map", most: 5, key: { type: "string" }, value: hush },
    deep: { type: "object", fields: { urls: { type: "list", items: hush } } },
    names: { type: "list", items: { type: "string" } },
  };
  const kind: TaskKind = { ...exportImageTask, type: "ec2:Disks", fields };
  const Disks = taskResource(kind as TypedKind<Props, object, object, never>);
  const inputsOf = (args: Props) => programOf(new Disks("golden", args as never))!.inputs;
  const known = (value: unknown) =>
    new Promise((done) => pulumi.output(value as object).apply(done));

  const disks = [{ name: "a", url }, { name: "b" }];
  const GIVEN: readonly (readonly [string, Props, Props])[] = [
    ["a list", { disks }, { disks }],
    ["an Output of a list", { disks: pulumi.output(disks) }, { disks }],
    ["a list of Outputs", { disks: disks.map((one) => pulumi.output(one)) }, { disks }],
    ["a map", { byName: { a: url } }, { byName: { a: url } }],
    ["a promise of a map", { byName: Promise.resolve({ a: url }) }, { byName: { a: url } }],
    ["a list within an object", { deep: { urls: [url] } }, { deep: { urls: [url] } }],
  ];
  for (const [how, args, plain] of GIVEN) {
    it(`is a secret in ${how}, and sent as it is`, async () => {
      const [[name, value] = ["", undefined]] = Object.entries(plain);
      const inputs = inputsOf({ ...args, names: ["a"] });
      assert.deepEqual(await secretNamesOf(inputs), [name]);
      assert.deepEqual(await known(inputs[name]), value);
    });
  }

  it("is none where none is given", async () => {
    assert.deepEqual(await secretNamesOf(inputsOf({ disks: [{ name: "a" }], byName: {} })), []);
  });
});
