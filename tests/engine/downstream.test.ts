// What a downstream stack has of a Discovery export, and what nobody is told: its presigned URL.
import assert from "node:assert/strict";
import type { Props } from "../../provider/lifecycle/ports";
import { SPEED } from "./support/completions";
import { DISCOVERED, StackPair } from "./support/downstream";
import { isSecret, URL_PART } from "./support/telling";

describe("a Discovery export for a downstream stack on the real engine", function () {
  this.timeout(120_000);
  const DATA = "{ kind: discovery.ExportTask }";
  let pair: StackPair;
  let id: string;

  before(async () => {
    pair = await StackPair.make("downstream", { speed: SPEED });
    await pair.upstream(DISCOVERED);
    await pair.upstream(DISCOVERED);
    id = pair.project.emulator.tasks().find(({ kind }) => kind === "discovery:ExportTask")!.id;
  });
  after(() => pair.project.close());

  it("is handed on by the task, its completion and `get`, which have the same result", async () => {
    const { code, output } = await pair.downstream({
      task: `"task", ${DATA}`,
      done: `"done", ${DATA}`,
      read: `"read", ${DATA}`,
      whole: `"whole", ${DATA}`,
      file: '"file", { kind: ec2.ExportImageTask }',
    });
    assert.equal(code, 0, output);
    const { task, done, read } = pair.outputs("down") as Record<string, Props>;
    const until = task!.configurationsDownloadUrlExpiresAt;
    const told: Props = { ...task, configurationsDownloadUrlExpiresAt: undefined };
    assert.equal(told.id, id);
    assert.equal(told.taskState, "succeeded");
    assert.deepEqual(Object.keys(told).sort(), [
      ...[
        "accountId",
        "configurationsDownloadUrlExpiresAt",
        "exportId",
        "exportRequestTime",
        "exportStatus",
        "id",
        "partial",
      ],
      ...["recordExpired", "region", "statusMessage", "taskKind", "taskState"],
    ]);
    assert.ok(Date.parse(String(until)) > Date.now());
    for (const same of [done, read]) {
      assert.deepEqual({ ...same, configurationsDownloadUrlExpiresAt: undefined }, told);
    }
  });

  it("keeps what is secret upstream secret downstream, and nothing else", () => {
    const { task, done, read, whole, file } = pair.outputs("down");
    // The task itself has the URL, and as an output is as secret.
    assert.deepEqual([task, done, read, whole, file].map(isSecret), [
      ...[false, false, false],
      ...[true, true],
    ]);
  });

  it("has a result without the URL, and nothing that anybody sees has it", async () => {
    const told = await pair.told();
    assert.doesNotMatch(told, URL_PART);
    // Once in the clear: of the second stack all is shown.
    assert.match(told, /"s3Bucket": "hush-bucket"/);
  });
});
