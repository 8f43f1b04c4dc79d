// The examples in which a stack uses the tasks of another, as they stand, on the real engine.
import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../emulator";
import { Example } from "./support/example";

const OFTEN = { lookEvery: "0.2s" };
/** Node would take half a minute to print an error with Pulumi's stack in it. */
const AT_ONCE_MS = 25_000;

const times = (text: string, part: string) => text.split(part).length - 1;

describe("examples of a stack that uses another's tasks", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let examples: Example[];
  const make = async (name: string, beside?: Example, stack?: string) => {
    const example = await Example.make(name, emulator, beside, stack);
    examples.push(example);
    return example;
  };
  /** What the diagnostics say, and whether they came at once. */
  const tooEarly = async (example: Example, command: "up" | "preview") => {
    const startedAt = Date.now();
    const output = await example.fails(command);
    assert.ok(Date.now() - startedAt < AT_ONCE_MS, `${Date.now() - startedAt} ms`);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    assert.equal(times(diagnostics, "error:"), 1, output);
    assert.doesNotMatch(output, /\.(js|ts):\d|unhandled/);
    return diagnostics;
  };
  const kinds = () => emulator.tasks().map(({ kind }) => kind);

  beforeEach(async () => {
    examples = [];
    emulator = await startEmulator({ speed: 0, durationMs: 3_000, artifactDelayMs: 1_000 });
  });
  afterEach(async () => {
    for (const example of examples) example.close();
    await emulator.close();
  });

  it("stack-pair: the second starts nothing before the first one's AMI is there", async () => {
    const stack = "organization/aws-tasks-producer/dev";
    const producer = await make("stack-pair/producer");
    const consumer = await make("stack-pair/consumer", producer);
    await producer.configure(OFTEN);
    await consumer.configure({ bucket: "my-images" });

    const never = await tooEarly(consumer, "up");
    assert.ok(never.includes(`Stack ${stack} has no outputs, and so no "golden": `), never);
    assert.ok(never.includes(`Run \`pulumi up --stack ${stack}\` in its project`), never);
    await producer.operate("up");
    const { id } = emulator.tasks()[0]!;
    const told = await tooEarly(consumer, "preview");
    const running =
      `Output "golden" of stack ${stack} can't be used: AppStream image export ${id} was running ` +
      "(EXPORTING) after that stack's last successful `pulumi up`. Run `pulumi up --stack " +
      `${stack}\` in its project, which waits for the task or says why it failed, then this again.`;
    assert.equal(times(told, running), 1, told);
    assert.deepEqual(kinds(), ["appstream:ExportImageTask"]);

    emulator.clock.advance(60_000);
    await producer.operate("up");
    await consumer.operate("up");
    const { amiId, state } = await consumer.outputs();
    assert.match(String(amiId), /^ami-[0-9a-f]{17}$/);
    assert.equal(state, "running");
    const [, store] = emulator.tasks();
    assert.deepEqual([store?.kind, store?.region], ["ec2:StoreImageTask", "us-east-1"]);
    assert.match(store!.id, new RegExp(String(amiId)));
  });

  it("fan-out: each team makes its image of the one desktop it takes", async () => {
    const desktops = await make("fan-out/desktops");
    const architects = await make("fan-out/team", desktops, "architects");
    const accounting = await make("fan-out/team", desktops, "accounting");
    await desktops.configure(OFTEN);
    await architects.configure({ desktop: "design" });
    await accounting.configure({ desktop: "office" });

    await desktops.operate("up");
    emulator.clock.advance(60_000);
    await desktops.operate("up");
    const amis = await desktops.outputs();
    for (const [team, desktop] of [
      [architects, "design"],
      [accounting, "office"],
    ] as const) {
      await team.operate("up");
      const { amiId, imageId } = await team.outputs();
      assert.equal(amiId, (amis[desktop] as { amiId: string }).amiId);
      const imported = emulator.tasks().find((task) => task.id === imageId)!;
      assert.ok(JSON.stringify(imported.details).includes(String(amiId)));
      assert.ok(JSON.stringify(imported.details).includes(`${team.stack}-${desktop}-2026-01`));
    }
    assert.equal(kinds().length, 4);
  });
});
