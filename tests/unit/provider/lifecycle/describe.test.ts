import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import {
  describeTask,
  groupOf,
  sameAccountOrThrow,
  visibleBy,
} from "../../../../provider/lifecycle/describe";
import { passes } from "../../../../provider/lifecycle/wait";
import type { AwsRequest, Props, Trouble } from "../../../../provider/lifecycle/ports";
import { awsError, contextWith, FakeAws, TASK_ID, taskOf } from "../support/context";

const NOT_FOUND = awsError("refused", "InvalidExportTaskID.NotFound");
const { signal } = new AbortController();

const idsIn = ({ input }: AwsRequest) =>
  (input as { ExportImageTaskIds: string[] }).ExportImageTaskIds;
const listed = (ids: readonly string[]): Props => ({
  ExportImageTasks: ids.map((id) => taskOf("active", { ExportImageTaskId: id })),
});

describe("describeTask", () => {
  it("finds the task of that id only, whatever else is in the answer", async () => {
    const aws = new FakeAws(() => listed(["other", TASK_ID]));
    assert.equal((await describeTask(contextWith(), kind, aws, TASK_ID, {}))?.id, TASK_ID);
    assert.equal(
      await describeTask(contextWith(), kind, new FakeAws(() => listed(["other"])), TASK_ID, {}),
      undefined,
    );
  });

  it("reads every page, though one id was asked for", async () => {
    const aws = new FakeAws(({ input }) =>
      "NextToken" in input ? listed([TASK_ID]) : { NextToken: "more" },
    );
    assert.equal((await describeTask(contextWith(), kind, aws, TASK_ID, {}))?.id, TASK_ID);
    assert.equal(aws.requests.length, 2);
  });

  for (const code of kind.notFound) {
    it(`finds nothing when AWS says ${code}`, async () => {
      const aws = new FakeAws(() => Promise.reject(awsError("refused", code)));
      assert.equal(await describeTask(contextWith(), kind, aws, TASK_ID, {}), undefined);
    });
  }

  for (const code of ["AccessDenied", "InvalidParameterValue", "toString"]) {
    it(`does not take ${code} for "not found"`, async () => {
      const aws = new FakeAws(() => Promise.reject(awsError("refused", code)));
      await assert.rejects(describeTask(contextWith(), kind, aws, TASK_ID, {}), { code });
    });
  }
});

describe("a batched describe", () => {
  it("asks for all ids in one call", async () => {
    const aws = new FakeAws((request) => listed(idsIn(request)));
    const found = await groupOf(kind, aws, signal).describe(["a", "b"]);
    assert.deepEqual(
      found.get("a")?.map(({ id }) => id),
      ["a", "b"],
    );
    assert.equal(aws.requests.length, 1);
  });

  it("lets a bad id fail no other", async () => {
    const aws = new FakeAws((request) => {
      if (idsIn(request).includes("bad")) throw NOT_FOUND;
      return listed(idsIn(request));
    });
    const found = await groupOf(kind, aws, signal).describe(["a", "bad", "b"]);
    assert.deepEqual(
      found.get("bad")?.map(({ id }) => id),
      ["a", "b"],
    );
  });

  it("asks no second time for a single id that is bad", async () => {
    const aws = new FakeAws(() => Promise.reject(NOT_FOUND));
    assert.deepEqual((await groupOf(kind, aws, signal).describe(["bad"])).get("bad"), []);
    assert.equal(aws.requests.length, 1);
  });

  it("fails with what is not about an id", async () => {
    const aws = new FakeAws(() => Promise.reject(awsError("denied", "UnauthorizedOperation")));
    const describing = groupOf(kind, aws, signal).describe(["a", "b"]);
    await assert.rejects(describing, { code: "UnauthorizedOperation" });
  });

  it("is one group for each kind and place", () => {
    const aws = new FakeAws(() => ({}));
    const { key } = groupOf(kind, aws, signal);
    assert.equal(groupOf(kind, new FakeAws(() => ({})), signal).key, key);
    assert.notEqual(groupOf({ ...kind, type: "ec2:Other" }, aws, signal).key, key);
  });
});

describe("sameAccountOrThrow", () => {
  const aws = new FakeAws(() => ({}));

  it("throws in another account, naming both", async () => {
    const checking = sameAccountOrThrow(aws, TASK_ID, { accountId: "999999999999" });
    await assert.rejects(checking, /999999999999.*123456789012/);
  });

  it("is quiet in the same account, and where either is unknown", async () => {
    await sameAccountOrThrow(aws, TASK_ID, { accountId: "123456789012" });
    await sameAccountOrThrow(aws, TASK_ID, {});
    const unknown = new FakeAws(() => ({}));
    unknown.account = undefined;
    await sameAccountOrThrow(unknown, TASK_ID, { accountId: "999999999999" });
  });
});

describe("what a wait takes for passing", () => {
  const answers: readonly [Trouble, string][] = [
    ...[
      ["throttled", "slow"] as const,
      ["network", "unreached"] as const,
      ["unavailable", "soon"] as const,
    ],
    ...(["aborted", "denied", "credentials", "settings", "unsupported", "refused"] as const).map(
      (trouble) => [trouble, "no"] as const,
    ),
  ].map(([trouble, answer]): [Trouble, string] => [trouble, answer]);
  for (const [trouble, answer] of answers) {
    it(`is "${answer}" when the trouble is "${trouble}"`, () => {
      assert.equal(passes(awsError(trouble, "Code")), answer);
    });
  }

  it("is nothing that isn't AWS's", () => {
    for (const error of [new TypeError("x is undefined"), undefined, "slow"]) {
      assert.equal(passes(error), "no");
    }
  });
});

describe("visibleBy", () => {
  it("is five minutes after the start, and unknown without one", () => {
    assert.equal(visibleBy("2026-01-01T00:00:00Z"), Date.parse("2026-01-01T00:05:00Z"));
    assert.equal(visibleBy(undefined), undefined);
  });
});
