import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import type { Observation } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import {
  bookkeepingOf,
  newState,
  nextState,
  taskStateOf,
} from "../../../../provider/lifecycle/state";
import { inputs, TASK_ID, taskOf } from "../support/context";

const seenAs = (Status: string, more: Props = {}): Observation => {
  const [seen] = kind
    .describe([TASK_ID])
    .observations({ ExportImageTasks: [taskOf(Status, more)] });
  return seen!;
};
const place = { region: "eu-central-1", accountId: "123456789012" };
const book = { hold: "2026-01-01T00:00:00.000Z/ab", startedAt: "2026-01-01T00:00:00.000Z" };
const started = (more: Props = {}) =>
  newState(kind, { ...inputs, ...more }, seenAs("active"), place, book);

describe("the state after a start", () => {
  it("has every input, every output and our bookkeeping", () => {
    const seen = seenAs("active", { Progress: "7", StatusMessage: "converting" });
    assert.deepEqual(newState(kind, inputs, seen, place, book), {
      ...inputs,
      region: "eu-central-1",
      accountId: "123456789012",
      exportImageTaskId: TASK_ID,
      status: "active",
      statusMessage: "converting",
      progress: "7",
      taskState: "running",
      progressPercent: 7,
      failureReported: false,
      recordExpired: false,
      partial: false,
      __hold: "2026-01-01T00:00:00.000Z/ab",
      __startedAt: "2026-01-01T00:00:00.000Z",
    });
  });

  it("leaves out an account that could not be learned", () => {
    const state = newState(
      kind,
      inputs,
      seenAs("active"),
      { ...place, accountId: undefined },
      book,
    );
    assert.equal("accountId" in state, false);
  });

  it("has what follows from a success that was adopted", () => {
    const state = newState(kind, inputs, seenAs("completed"), place, book);
    assert.equal(state.s3Uri, `s3://my-exports/images/${TASK_ID}.vmdk`);
    assert.equal(state.progressPercent, 100);
  });
});

describe("the state after another look", () => {
  it("holds the program's inputs where AWS echoes them in its own words", () => {
    const program = { ...inputs, s3ExportLocation: { s3Bucket: "my-exports" } };
    const echoes = {
      Description: "no description",
      S3ExportLocation: { S3Bucket: "MY-EXPORTS", S3Prefix: "" },
      ImageId: "ami-99999999",
    };
    const state = nextState(kind, program, started(), seenAs("active", echoes));
    assert.deepEqual(state.s3ExportLocation, { s3Bucket: "my-exports" });
    assert.equal(state.imageId, "ami-0123456789abcdef0");
    assert.equal("description" in state, false);
  });

  it("takes AWS's words where no program is behind it", () => {
    const read = { taskKind: kind.type, region: "eu-central-1" };
    const state = nextState(kind, read, read, seenAs("active", { Description: "by hand" }));
    assert.equal(state.description, "by hand");
    assert.equal(state.imageId, "ami-0123456789abcdef0");
    assert.deepEqual(state.s3ExportLocation, { s3Bucket: "my-exports", s3Prefix: "images/" });
  });

  it("drops what the inputs no longer say", () => {
    const olds = started({ tags: { a: "b" }, description: "old", triggers: ["v1"] });
    for (const seen of [undefined, seenAs("active")]) {
      const state = nextState(kind, inputs, olds, seen);
      for (const name of ["tags", "description", "triggers"]) assert.equal(name in state, false);
    }
  });

  it("keeps what only we know", () => {
    const state = nextState(kind, inputs, started(), seenAs("completed"));
    assert.equal(state.accountId, "123456789012");
    assert.equal(state.region, "eu-central-1");
    assert.deepEqual(bookkeepingOf(state), { ...book, resultMarked: false });
  });

  it("is at 100 per cent once succeeded, whatever AWS says", () => {
    for (const Progress of ["87", "", undefined]) {
      const state = nextState(kind, inputs, started(), seenAs("completed", { Progress }));
      assert.equal(state.taskState, "succeeded");
      assert.equal(state.progressPercent, 100);
    }
  });

  it("does not take 100 per cent for a success", () => {
    const state = nextState(kind, inputs, started(), seenAs("active", { Progress: "100" }));
    assert.equal(state.taskState, "running");
    assert.equal("s3Uri" in state, false);
  });

  it("has all outputs of a success", () => {
    const state = nextState(kind, inputs, started(), seenAs("completed"));
    for (const name of kind.successOutputs) assert.equal(typeof state[name], "string", name);
    assert.equal("failureReason" in state, false);
  });

  it("forgets what AWS tells no longer", () => {
    const olds = { ...started(), statusMessage: "converting", progressPercent: 40, progress: "40" };
    const state = nextState(kind, inputs, olds, seenAs("active"));
    for (const name of ["statusMessage", "progress", "progressPercent"]) {
      assert.equal(name in state, false, name);
    }
  });

  it("gives AWS's reason, not yet reported, for one that failed", () => {
    const seen = seenAs("deleted", { StatusMessage: "ClientError: no role" });
    const state = nextState(kind, inputs, started(), seen);
    assert.equal(state.taskState, "failed");
    assert.equal(state.failureReason, "ClientError: no role");
    assert.equal(state.failureReported, false);
    assert.equal("s3Uri" in state, false);
  });

  it("gives AWS's status as the reason where AWS gives none", () => {
    const state = nextState(kind, inputs, started(), seenAs("deleted"));
    assert.match(String(state.failureReason), /deleted/);
  });

  it("keeps a report of a failure, and only of a failure", () => {
    const olds = { ...started(), failureReported: true };
    assert.equal(nextState(kind, inputs, olds, seenAs("deleted")).failureReported, true);
    assert.equal(nextState(kind, inputs, olds, seenAs("completed")).failureReported, false);
    assert.equal(nextState(kind, inputs, olds, undefined).failureReported, true);
  });

  it("is running still with a status that is new", () => {
    for (const status of ["deleting", "verifying", "constructor", "toString", ""]) {
      assert.equal(nextState(kind, inputs, started(), seenAs(status)).taskState, "running");
    }
  });

  it("is known again when an expired record is listed", () => {
    const olds = { ...started(), recordExpired: true };
    assert.equal(nextState(kind, inputs, olds, seenAs("completed")).recordExpired, false);
  });
});

describe("the state without a look", () => {
  it("leaves AWS's part as it was and takes the new inputs", () => {
    const olds = nextState(kind, inputs, started(), seenAs("completed"));
    const news = { ...inputs, tags: { team: "a" } };
    assert.deepEqual(nextState(kind, news, olds, undefined), { ...olds, tags: { team: "a" } });
  });

  it("leaves an expired record expired", () => {
    const olds = { ...started(), recordExpired: true };
    assert.equal(nextState(kind, inputs, olds, undefined).recordExpired, true);
  });
});

describe("what is read of stored outputs", () => {
  it("knows the four states and nothing else", () => {
    for (const state of ["running", "succeeded", "failed", "cancelled"]) {
      assert.equal(taskStateOf({ taskState: state }), state);
    }
    for (const odd of [undefined, null, "", "done", 5, ["failed"]]) {
      assert.equal(taskStateOf({ taskState: odd }), undefined);
    }
  });

  it("takes odd bookkeeping for none", () => {
    const none = { hold: undefined, startedAt: undefined, resultMarked: false };
    assert.deepEqual(bookkeepingOf({}), none);
    assert.deepEqual(bookkeepingOf({ __hold: 5, __startedAt: {}, __resultMarked: "yes" }), none);
    assert.deepEqual(bookkeepingOf({ __startedAt: "no time" }), none);
  });
});
