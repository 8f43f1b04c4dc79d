import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../../provider/kinds/ec2/exportImageTask";
import { ID_TAG } from "../../../../../provider/lifecycle/identity";
import { type Observation, stateOf } from "../../../../../provider/lifecycle/kind";
import type { Props } from "../../../../../provider/lifecycle/ports";
import { inputs, TASK_ID, taskOf } from "../../support/context";

const observe = (task: Props): Observation => {
  const [seen, ...others] = kind.describe([TASK_ID]).observations({ ExportImageTasks: [task] });
  assert.deepEqual(others, []);
  return seen!;
};

describe("an image export's start", () => {
  const start = (more: Props, tags = {}) => kind.start({ ...inputs, ...more }, "token", tags);

  it("sends every input as AWS's member, the token, and the tags as those of the task", () => {
    const more = { roleName: "exporter", description: "golden" };
    assert.deepEqual(start(more, { [ID_TAG]: "0f", team: "" }), {
      service: "ec2",
      operation: "ExportImage",
      input: {
        ImageId: "ami-0123456789abcdef0",
        DiskImageFormat: "VMDK",
        S3ExportLocation: { S3Bucket: "my-exports", S3Prefix: "images/" },
        RoleName: "exporter",
        Description: "golden",
        TagSpecifications: [
          {
            ResourceType: "export-image-task",
            Tags: [
              { Key: ID_TAG, Value: "0f" },
              { Key: "team", Value: "" },
            ],
          },
        ],
        ClientToken: "token",
      },
    });
  });

  it("leaves out what is not given: an empty list or prefix would be another request", () => {
    const { input } = start({ s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: "" } });
    assert.deepEqual(input, {
      ImageId: "ami-0123456789abcdef0",
      DiskImageFormat: "VMDK",
      S3ExportLocation: { S3Bucket: "my-exports" },
      ClientToken: "token",
    });
  });

  it("sends nothing that is ours", () => {
    const ours = { wait: "none", triggers: ["v1"], region: "eu-west-1", polling: {} };
    assert.deepEqual(start(ours).input, start({}).input);
  });

  it("is answered with the task", () => {
    const answer = { ...taskOf("active", { Progress: "0" }), DiskImageFormat: "VMDK" };
    const { id, status, percent } = kind.started(answer, inputs);
    assert.deepEqual({ id, status, percent }, { id: TASK_ID, status: "active", percent: 0 });
  });
});

describe("an image export's describe", () => {
  it("asks for all of the ids", () => {
    assert.deepEqual(kind.describe(["a", "b"]).request, {
      service: "ec2",
      operation: "DescribeExportImageTasks",
      input: { ExportImageTaskIds: ["a", "b"] },
    });
  });

  it("asks for the next page with the same ids, until there is no token", () => {
    const query = kind.describe(["a"]);
    assert.deepEqual(query.next?.({ NextToken: "more" })?.input, {
      ExportImageTaskIds: ["a"],
      NextToken: "more",
    });
    for (const last of [{}, { NextToken: undefined }]) assert.equal(query.next?.(last), undefined);
  });

  it("finds none in an empty answer", () => {
    assert.deepEqual(kind.describe(["a"]).observations({}), []);
    assert.deepEqual(kind.describe(["a"]).observations({ ExportImageTasks: [] }), []);
  });
});

describe("an image export's candidates", () => {
  it("are all tasks, page by page, without ids: AWS forbids these beside a page's size", () => {
    const query = kind.candidates(inputs)[0]!;
    assert.equal(query.request.operation, "DescribeExportImageTasks");
    assert.deepEqual(query.request.input, { MaxResults: 500 });
    const next = query.next?.({ NextToken: "more" });
    assert.deepEqual(next?.input, { MaxResults: 500, NextToken: "more" });
  });

  it("carry their tags", () => {
    const Tags = [{ Key: ID_TAG, Value: "0f" }, { Key: "team" }];
    const [seen] = kind.candidates(inputs)[0]!.observations({
      ExportImageTasks: [taskOf("active", { Tags })],
    });
    assert.deepEqual(seen?.tags, { [ID_TAG]: "0f", team: "" });
  });
});

describe("an image export as AWS shows it", () => {
  it("has outputs under the API's names, in camel case", () => {
    const seen = observe(
      taskOf("active", { Progress: "21", StatusMessage: "converting", Description: "golden" }),
    );
    assert.deepEqual(seen.outputs, {
      exportImageTaskId: TASK_ID,
      status: "active",
      statusMessage: "converting",
      progress: "21",
      imageId: "ami-0123456789abcdef0",
      description: "golden",
      s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: "images/" },
    });
    assert.equal(seen.message, "converting");
    assert.deepEqual(seen.tags, {});
  });

  const percents: readonly [unknown, number | undefined][] = [
    ["0", 0],
    ["21", 21],
    ["21.5", 21.5],
    ["100", 100],
    ["85%", 85],
    ["", undefined],
    [undefined, undefined],
    ["soon", undefined],
    ["-1", undefined],
    ["101", undefined],
  ];
  for (const [Progress, percent] of percents) {
    it(`is ${percent} per cent done with the progress ${JSON.stringify(Progress)}`, () => {
      assert.equal(observe(taskOf("active", { Progress })).percent, percent);
    });
  }

  it("is nothing but its members' absence when AWS tells nothing", () => {
    const seen = observe({});
    assert.deepEqual([seen.id, seen.status, seen.percent], ["", "", undefined]);
  });

  const states: readonly [string, string, boolean][] = [
    ["active", "running", true],
    ["deleting", "running", true],
    ["deleted", "failed", true],
    ["completed", "succeeded", true],
    ["cancelled", "running", false],
    ["COMPLETED", "running", false],
    ["constructor", "running", false],
    ["", "running", false],
  ];
  for (const [status, state, isKnown] of states) {
    it(`is ${state} when it is ${JSON.stringify(status)}${isKnown ? "" : ", a new word"}`, () => {
      assert.equal(stateOf(kind, { status }), state);
      assert.equal(Object.hasOwn(kind.states, status), isKnown);
    });
  }
});

describe("what an image export leaves behind", () => {
  const computed = (s3Prefix: string | undefined, diskImageFormat = "VMDK") =>
    kind.computed({
      exportImageTaskId: "export-ami-1",
      diskImageFormat,
      s3ExportLocation: s3Prefix === undefined ? { s3Bucket: "b" } : { s3Bucket: "b", s3Prefix },
    });

  const keys: readonly [string | undefined, string, string][] = [
    ["images/", "VMDK", "images/export-ami-1.vmdk"],
    ["images", "VHD", "imagesexport-ami-1.vhd"],
    ["/", "RAW", "/export-ami-1.raw"],
    ["a//b/ü 🙂/", "RAW", "a//b/ü 🙂/export-ami-1.raw"],
    ["", "VMDK", "export-ami-1.vmdk"],
    [undefined, "VMDK", "export-ami-1.vmdk"],
  ];
  for (const [prefix, format, key] of keys) {
    it(`is ${key} with the prefix ${JSON.stringify(prefix)}: no slash is added`, () => {
      assert.deepEqual(computed(prefix, format), {
        s3Bucket: "b",
        s3Key: key,
        s3KeyPrefix: key.slice(0, key.lastIndexOf(".")),
        s3Uri: `s3://b/${key}`,
      });
    });
  }

  it("takes a prefix of null for none, as check does", () => {
    const s3ExportLocation = { s3Bucket: "b", s3Prefix: null };
    const outputs = { exportImageTaskId: "export-ami-1", diskImageFormat: "RAW", s3ExportLocation };
    assert.equal(kind.computed(outputs).s3Key, "export-ami-1.raw");
  });

  it("is named by its address once there is one", () => {
    assert.equal(kind.artifact(computed("images/")), "s3://b/images/export-ami-1.vmdk");
    assert.equal(kind.artifact({}), undefined);
  });
});

describe("a running image export", () => {
  it("keeps AWS from starting another of the same AMI, and of no other", () => {
    const running = observe(taskOf("active"));
    const elsewhere = { ...inputs, s3ExportLocation: { s3Bucket: "c" } };
    assert.equal(kind.relation(running, inputs), "inTheWay");
    assert.equal(kind.relation(running, elsewhere), "inTheWay");
    assert.equal(kind.relation(running, { ...inputs, imageId: "ami-01234567" }), undefined);
  });

  it("is cancelled by its id", () => {
    assert.deepEqual(kind.cancel?.(TASK_ID), {
      service: "ec2",
      operation: "CancelExportTask",
      input: { ExportTaskId: TASK_ID },
    });
  });

  it("gets tags, and loses them whatever their value", () => {
    assert.deepEqual(kind.tagging?.add(TASK_ID, { a: "b" }), {
      service: "ec2",
      operation: "CreateTags",
      input: { Resources: [TASK_ID], Tags: [{ Key: "a", Value: "b" }] },
    });
    assert.deepEqual(kind.tagging?.remove(TASK_ID, ["a", "c"]), {
      service: "ec2",
      operation: "DeleteTags",
      input: { Resources: [TASK_ID], Tags: [{ Key: "a" }, { Key: "c" }] },
    });
  });
});
