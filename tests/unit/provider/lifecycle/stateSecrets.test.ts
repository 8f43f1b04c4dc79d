// Secret inputs and AWS's own names: a text that happens to be in both spoils no id, and no secret
// gets into the state by that.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { KINDS } from "../../../../provider/kinds";
import { exportTask } from "../../../../provider/kinds/discovery/exportTask";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { importSnapshotTask } from "../../../../provider/kinds/ec2/importSnapshotTask";
import { storeImageTask } from "../../../../provider/kinds/ec2/storeImageTask";
import type { Observation, TaskKind } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import { inputsOf, newState, nextState } from "../../../../provider/lifecycle/state";
import { IDENTITY, inputs, TASK_ID, taskOf } from "../support/context";

const place = { region: "eu-central-1", accountId: "123456789012" };
const book = { hold: "2026-01-01T00:00:00.000Z/ab", startedAt: "2026-01-01T00:00:00.000Z" };

function exported(Status: string, more: Props = {}): Observation {
  const answer = { ExportImageTasks: [taskOf(Status, more)] };
  return exportImageTask.describe([TASK_ID]).observations(answer)[0]!;
}

function imported(detail: Props): Observation {
  const ImportTaskId = "import-snap-0123456789abcdef0";
  const answer = { ImportSnapshotTasks: [{ ImportTaskId, SnapshotTaskDetail: detail }] };
  return importSnapshotTask.describe([ImportTaskId]).observations(answer)[0]!;
}

/** A finished task as the recorded states have it, and what AWS said of it. */
function recorded(kind: TaskKind): { program: Props; state: Props; seen: Observation } {
  const file = `${kind.type.replace(":", ".")}.succeeded.json`;
  const text = fs.readFileSync(
    path.resolve(__dirname, "../../../fixtures/states/0.1.0", file),
    "utf8",
  );
  const { id, outputs } = (JSON.parse(text) as { state: { id: string; outputs: Props } }).state;
  const told = [...kind.outputs, ...kind.successOutputs].map((name) => [name, outputs[name]]);
  const seen = {
    id,
    status: String(outputs[kind.statusOutput]),
    outputs: Object.fromEntries(told),
  };
  return { program: inputsOf(kind, outputs), state: outputs, seen };
}

/** Every part of a text that is long enough to be looked for. */
const partsOf = (text: string) =>
  Array.from({ length: Math.max(0, text.length - 3) }, (_, n) => text.slice(n, n + 3));

for (const kind of KINDS) {
  describe(`secret inputs of ${kind.type}`, () => {
    const { program, state, seen } = recorded(kind);
    const ids = kind.idOutputs.filter((name) => state[name] !== undefined);
    const spoiling = [...ids.map((name) => String(state[name])), seen.status].flatMap(partsOf);

    it("spoil neither ids nor statuses by what they happen to have in common", () => {
      const known = { ...program, triggers: spoiling, __secrets: ["triggers"] };
      const next = newState(kind, known, seen, place, book);
      for (const name of [...ids, kind.statusOutput]) assert.equal(next[name], state[name], name);
      assert.ok(ids.length > 0);
    });

    it("leave a task's own id where one of them names it, as `adopt` may", () => {
      const known = { ...program, adopt: seen.id, __secrets: ["adopt"] };
      const next = newState(kind, known, seen, place, book);
      for (const name of ids.filter((one) => state[one] === seen.id)) {
        assert.equal(next[name], seen.id);
      }
    });

    it("take the place of an id that says one of them as a whole", () => {
      for (const name of ids.filter((one) => state[one] !== seen.id)) {
        const known = { ...program, triggers: [state[name]], __secrets: ["triggers"] };
        assert.equal(newState(kind, known, seen, place, book)[name], "[secret]");
      }
    });
  });
}

describe("a secret prefix of an export's key", () => {
  const s3ExportLocation = { s3Bucket: "hush-bucket", s3Prefix: "export" };
  const program = { ...inputs, s3ExportLocation, __secrets: ["s3ExportLocation"] };

  it("leaves the id as it is, and nothing of the key in the state", () => {
    const seen = exported("completed", { StatusMessage: "to hush-bucket/export" });
    const state = newState(exportImageTask, program, seen, place, book);
    assert.equal(state.exportImageTaskId, TASK_ID);
    assert.equal(state.statusMessage, "to [secret]/[secret]");
    for (const name of exportImageTask.successOutputs) assert.equal(name in state, false, name);
  });

  it("lets the key be worked out", () => {
    const state = newState(exportImageTask, program, exported("completed"), place, book);
    const { s3Uri } = exportImageTask.computed(state);
    assert.equal(s3Uri, `s3://hush-bucket/export${TASK_ID}.vmdk`);
  });
});

describe("a secret format of an export's file", () => {
  it("leaves nothing of it in the state", () => {
    const program = { ...inputs, __secrets: ["diskImageFormat"] };
    const state = newState(exportImageTask, program, exported("completed"), place, book);
    const told = Object.entries(state).filter(([name]) => name !== "diskImageFormat");
    assert.doesNotMatch(JSON.stringify(told), /vmdk/i);
    assert.equal(state.s3KeyPrefix, `images/${TASK_ID}`);
  });
});

describe("secret words of an import", () => {
  const diskContainer = { url: "https://disks.example/golden?sig=f0", description: "snap" };
  const program = {
    diskContainer,
    ...{ taskKind: importSnapshotTask.type, __identity: IDENTITY, __secrets: ["diskContainer"] },
  };
  const detail = { Status: "completed", SnapshotId: "snap-0123456789abcdef0" };

  it("leave its id and its snapshot's as they are", () => {
    const seen = imported({ ...detail, StatusMessage: "made a snapshot" });
    const state = nextState(importSnapshotTask, program, {}, seen);
    assert.equal(state.importTaskId, "import-snap-0123456789abcdef0");
    assert.equal(state.snapshotId, "snap-0123456789abcdef0");
    assert.equal(state.statusMessage, "made a [secret]shot");
  });

  it("are not told as the reason of a failure", () => {
    const seen = imported({ Status: "deleted", StatusMessage: "a bad snap" });
    const state = nextState(importSnapshotTask, program, {}, seen);
    assert.equal(state.failureReason, "a bad [secret]");
  });
});

describe("an output that is kept encrypted", () => {
  it("stays as AWS says it, which is of use as a whole only", () => {
    const { program, state, seen } = recorded(exportTask);
    const known = { ...program, triggers: ["X-Amz"], __secrets: ["triggers"] };
    const { configurationsDownloadUrl } = newState(exportTask, known, seen, place, book);
    assert.match(String(configurationsDownloadUrl), /X-Amz/);
    assert.equal(configurationsDownloadUrl, state.configurationsDownloadUrl);
  });
});

describe("a secret AMI of a store", () => {
  const imageId = "ami-0123456789abcdef0";
  const program = {
    ...{ imageId, bucket: "images", region: "eu-central-1", taskKind: storeImageTask.type },
    ...{ __identity: IDENTITY, __secrets: ["imageId"] },
  };
  const answer = {
    StoreImageTaskResults: [
      {
        ...{ AmiId: imageId, Bucket: "images", S3objectKey: `${imageId}.bin` },
        ...{ StoreTaskState: "Completed", TaskStartTime: "2026-01-01T00:00:00.000Z" },
      },
    ],
  };
  const id = `eu-central-1/images/${imageId}/2026-01-01T00:00:00.000Z`;
  const seen = storeImageTask.describe([id]).observations(answer)[0]!;

  it("is in no output but its own, nor is a part of what follows from it", () => {
    const { imageId: own, ...others } = newState(storeImageTask, program, seen, place, book);
    assert.equal(own, imageId);
    assert.doesNotMatch(JSON.stringify(others), /0123456789abcdef0|\[secret\]/);
    for (const name of ["s3Uri", "objectKey"]) assert.equal(name in others, false, name);
  });

  it("lets the object's key and address be worked out", () => {
    const state = newState(storeImageTask, program, seen, place, book);
    assert.deepEqual(storeImageTask.computed(state), {
      objectKey: `${imageId}.bin`,
      s3Uri: `s3://images/${imageId}.bin`,
    });
  });

  it("does not keep a secret bucket from leaving the key as it is", () => {
    const bucket = { ...program, bucket: "ami", __secrets: ["bucket"] };
    const state = newState(storeImageTask, bucket, seen, place, book);
    assert.deepEqual([state.objectKey, state.amiId], [`${imageId}.bin`, imageId]);
    assert.equal("s3Uri" in state, false);
  });
});
