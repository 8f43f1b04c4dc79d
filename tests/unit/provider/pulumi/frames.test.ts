import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "../../../../provider";
import { Frames } from "../../../../provider/pulumi/frames";

const LIMIT = Error.stackTraceLimit;
const HERE = /frames\.test\.ts/;

describe("the stack traces of a resource", () => {
  afterEach(() => {
    delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
    Error.stackTraceLimit = LIMIT;
  });

  it("are withheld until they are restored", () => {
    const frames = Frames.withheld();
    assert.doesNotMatch(new Error("none").stack!, HERE);
    frames.restore();
    assert.match(new Error("some").stack!, HERE);
    assert.equal(Error.stackTraceLimit, LIMIT);
  });

  it("are left to who looks for promises that leak", () => {
    process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true";
    const frames = Frames.withheld();
    assert.equal(Error.stackTraceLimit, LIMIT);
    frames.restore();
  });

  it("are given to an error that has none, and to no other", () => {
    const frames = Frames.withheld();
    const error = new Error("none");
    assert.match((frames.given(error) as Error).stack!, HERE);
    const other = Object.assign(new Error("other"), {
      stack: "Error: other\n    at elsewhere:1:1",
    });
    assert.equal((frames.given(other) as Error).stack, "Error: other\n    at elsewhere:1:1");
    assert.equal(frames.given("a text"), "a text");
  });
});

describe("a task in a program", () => {
  const inputs = {
    imageId: "ami-0123456789abcdef0",
    diskImageFormat: "VMDK" as const,
    s3ExportLocation: { s3Bucket: "exports" },
  };

  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ inputs: given }) => ({
        id: "export-ami-0f",
        state: { ...given, taskState: "succeeded", exportImageTaskId: "export-ami-0f" },
      }),
      call: () => ({}),
    }),
  );

  it("says where in the program it stands when it can't be made", () => {
    const make = () => new ec2.ExportImageTask("", inputs);
    assert.throws(make, (error: Error) => HERE.test(error.stack!) && error.message !== "");
    assert.equal(Error.stackTraceLimit, LIMIT);
  });

  it("works its result out once, whenever it is asked for it", async () => {
    const task = new ec2.ExportImageTask("golden", inputs);
    assert.equal(Error.stackTraceLimit, LIMIT);
    const { result, s3Uri } = task;
    assert.equal(task.result, result);
    assert.equal(task.s3Uri, s3Uri);
    const value = await new Promise<{ s3Uri?: string | undefined }>((done) => result.apply(done));
    assert.equal(value.s3Uri, "s3://exports/export-ami-0f.vmdk");
    assert.ok(Object.keys(task).includes("result"));
  });
});
