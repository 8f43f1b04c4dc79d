// A downstream stack and the tasks that it can't have the results of, on the real engine.
import assert from "node:assert/strict";
import { DeregisterImageCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ENDINGS, StackPair } from "../engine/support/downstream";

/** Node would take half a minute to print an error with Pulumi's stack in it. */
const AT_ONCE_MS = 25_000;

describe("tasks that a downstream stack can't use, on the real engine", function () {
  this.timeout(180_000);
  const UP = "`pulumi up --stack organization/endings/up` in its project";
  let pair: StackPair;
  const taskId = (name: string) => pair.project.tasks()[name]!.id!;

  before(async () => {
    // Long ago, for a URL that has expired since.
    const startTimeMs = Date.parse("2026-01-01T00:00:00Z");
    pair = await StackPair.make("endings", { speed: 0, startTimeMs, artifactDelayMs: 1_000 });
    await pair.upstream(ENDINGS);
    pair.project.stack = "up";
    const { emulator } = pair.project;
    emulator.addFault({
      ids: [taskId("failed")],
      effect: { kind: "fail", code: "CopyError", statusMessage: "No room" },
    });
    emulator.addFault({ ids: [taskId("truncated")], effect: { kind: "truncate" } });
    emulator.clock.advance(60_000);
    await pair.upstream(ENDINGS);
  });
  after(() => pair.project.close());

  it("are named, each once and at once, with what to do", async () => {
    const startedAt = Date.now();
    const told = await pair.refusals({
      failed: '"failed"',
      truncated: '"truncated", { kind: discovery.ExportTask }',
      text: '"text"',
      several: '"several"',
      nothing: '"nothing"',
      kind: '"gone", { kind: ec2.StoreImageTask }',
    });
    assert.ok(Date.now() - startedAt < AT_ONCE_MS, `${Date.now() - startedAt} ms`);
    for (const text of [
      `Output "failed" of stack ${pair.name} can't be used: AppStream image export ` +
        `${taskId("failed")} failed (FAILED): CopyError: No room. `,
      `Mend the cause and run ${UP}`,
      `Application Discovery export ${taskId("truncated")} is incomplete. There was more agent data`,
      "To take it as it is set { allowPartial: true }.",
      `Output "text" of stack ${pair.name} is not the result of a task`,
      "each under a name of its own (it has those of gone).",
      `Stack ${pair.name} has no output "nothing", only failed, gone, several, text and truncated.`,
      "is the result of appstream:ExportImageTask, not of ec2:StoreImageTask",
    ]) {
      assert.equal(told.split(text).length - 1, 1, `${text}\n\nis not once in\n\n${told}`);
    }
  });

  it("may be partial where that is allowed; that the URL has expired is said, without it", async () => {
    const { code, output } = await pair.downstream({
      gone: '"gone", { kind: appstream.ExportImageTask }',
      truncated: '"truncated", { kind: discovery.ExportTask, allowPartial: true }',
    });
    assert.equal(code, 0, output);
    assert.match(output, /the download URL of Application Discovery export .* has expired \(2026-/);
    assert.match(output, /discovery\.getExportTasks gets a new one/);
    const { gone, truncated } = pair.outputs("down") as Record<string, Record<string, unknown>>;
    assert.match(String(gone!.amiId), /^ami-/);
    assert.equal(truncated!.partial, true);
    assert.doesNotMatch(await pair.told(), /X-Amz-Signature/);
  });

  it("have made what is gone since, as the first stack's refresh has seen", async () => {
    const { amiId } = pair.outputs("up").gone as { amiId: string };
    await deregister(pair.project.emulator.endpoint, amiId);
    await pair.upstream(ENDINGS, "refresh");
    await pair.upstream(ENDINGS);
    const told = await pair.refusals({ gone: '"gone", { kind: appstream.ExportImageTask }' });
    pair.project.stack = "up";
    assert.ok(
      told.includes(
        `what AppStream image export ${taskId("gone")} has made does not exist any more`,
      ),
      told,
    );
    assert.ok(
      told.includes(`Change \`triggers\` of the task and run ${UP}, once to make it again`),
    );
  });

  it("are of a stack that does not exist: Pulumi says so", async () => {
    const { code, output } = await pair.project.run("stack", "rm", "up", "--yes", "--force");
    assert.equal(code, 0, output);
    const ran = await pair.downstream({ gone: '"gone"' });
    assert.notEqual(ran.code, 0);
    assert.match(ran.output, /unknown stack "organization\/endings\/up"/);
  });
});

/** What somebody does by hand. */
async function deregister(endpoint: string, ImageId: string): Promise<void> {
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };
  const client = new EC2Client({ region: "us-east-1", endpoint, credentials });
  await client.send(new DeregisterImageCommand({ ImageId }));
  client.destroy();
}
