import assert from "node:assert/strict";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import { TaskError } from "../../../../provider/lifecycle/errors";
import type { Props, Trouble } from "../../../../provider/lifecycle/ports";
import { update } from "../../../../provider/lifecycle/update";
import {
  type Answer,
  awsError,
  contextWith,
  FakeAws,
  inputs,
  TASK_ID,
  taskOf,
} from "../support/context";

const running: Props = {
  ...{ ...inputs, region: "eu-central-1", accountId: "123456789012", status: "active" },
  ...{ taskState: "running", failureReported: false, recordExpired: false, partial: false },
  ...{ __hold: "2025-12-31T00:00:00.000Z/ab", __startedAt: "2025-12-31T00:00:00.000Z" },
};
const show =
  (status: string, more: Props = {}): Answer =>
  ({ operation }) =>
    operation.startsWith("Describe") ? { ExportImageTasks: [taskOf(status, more)] } : {};

interface Situation {
  readonly aws: Answer;
  readonly olds?: Props;
  readonly news?: Props;
}

function updated({ aws, olds = {}, news = {} }: Situation) {
  const context = contextWith(new FakeAws(aws));
  const before = { ...running, ...olds };
  const wanted = { ...inputs, region: "eu-central-1", ...news };
  return context.clock.until(update(context, kind, TASK_ID, before, wanted));
}

/** The failure of an update, as the host packs it: what can't be packed never reaches the engine. */
async function failure(situation: Situation): Promise<TaskError> {
  const error = await updated(situation).then(
    () => assert.fail("it did not fail"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof TaskError);
  assert.equal(error.id, TASK_ID);
  assert.equal(error.properties.__provider, "code");
  Struct.fromJavaScript(error.properties as Record<string, JavaScriptValue>);
  return error;
}

describe("an update that fails", () => {
  const refusals: readonly Trouble[] = [
    "denied",
    "credentials",
    "settings",
    "unsupported",
    "refused",
  ];
  for (const trouble of refusals) {
    it(`keeps the task as it was when the describe is "${trouble}"`, async () => {
      const aws = () => Promise.reject(awsError(trouble, "SomeCode"));
      const { properties, message } = await failure({ aws });
      assert.match(message, /kept as it was.*SomeCode/);
      assert.equal(properties.taskState, "running");
      assert.equal(properties.__hold, running.__hold);
    });
  }

  it("keeps the old tags when the new ones are refused, so that the next diff tries again", async () => {
    const aws: Answer = (request) => {
      if (request.operation === "CreateTags") throw awsError("denied", "UnauthorizedOperation");
      return show("completed")(request);
    };
    const tags = { team: "b" };
    const withTags = await failure({ aws, olds: { tags: { team: "a" } }, news: { tags } });
    assert.deepEqual(withTags.properties.tags, { team: "a" });
    assert.equal(withTags.properties.taskState, "succeeded");
    const withoutTags = await failure({ aws, news: { tags } });
    assert.equal(withoutTags.properties.tags, undefined);
  });

  it("gives AWS's reason for a failed task, reported from now on", async () => {
    const aws = show("deleted", { StatusMessage: "ClientError: no role" });
    const { properties, message } = await failure({ aws });
    assert.match(message, /failed \(deleted\): ClientError: no role\. .*onFailure: "keep"/);
    assert.equal(properties.failureReported, true);
    assert.equal(properties.taskState, "failed");
  });

  it("never takes a time-out for a success", async () => {
    const news = { timeouts: { wait: "10m" } };
    const { properties, message } = await failure({ aws: show("active"), news });
    assert.match(message, /still active after waiting 10m \(\d+ polls\).*next `pulumi up` resumes/);
    assert.equal(properties.taskState, "running");
  });

  it("never takes a task that isn't listed for ended", async () => {
    const { properties, message } = await failure({ aws: () => ({}) });
    assert.match(message, /does not list.*eu-central-1 of account 123456789012.*triggers/);
    assert.equal(properties.taskState, "running");
  });

  it("names both accounts where the credentials are another's", async () => {
    const { message } = await failure({ aws: () => ({}), olds: { accountId: "999999999999" } });
    assert.match(message, /999999999999.*123456789012/);
  });
});

describe("an update", () => {
  it("records a success and what follows from it", async () => {
    const { outs } = await updated({ aws: show("completed") });
    assert.equal(outs.taskState, "succeeded");
    assert.equal(outs.s3Uri, `s3://my-exports/images/${TASK_ID}.vmdk`);
  });

  it('records a failure without failing where onFailure is "keep"', async () => {
    const { outs } = await updated({ aws: show("deleted"), news: { onFailure: "keep" } });
    assert.equal(outs.taskState, "failed");
    assert.equal(outs.failureReported, true);
  });

  it("does not wait where no wait is wanted", async () => {
    const { outs } = await updated({ aws: show("active"), news: { wait: "none" } });
    assert.equal(outs.taskState, "running");
  });

  it("keeps a finished task that AWS has forgotten", async () => {
    const { outs } = await updated({
      aws: () => ({}),
      olds: { taskState: "succeeded", s3Uri: "s3://a/b" },
    });
    assert.equal(outs.recordExpired, true);
    assert.equal(outs.taskState, "succeeded");
    assert.equal(outs.s3Uri, "s3://a/b");
  });
});
