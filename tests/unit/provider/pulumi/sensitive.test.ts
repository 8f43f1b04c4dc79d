// What is a secret by its nature is one in the program, however it is given.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "../../../../provider";
import { secretNamesOf } from "../../../../provider/pulumi/beacon";
import { programOf } from "../../../../provider/pulumi/resource";

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
