// The examples in which tasks work together, as they stand, on the real engine.
import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../emulator";
import { Example } from "./support/example";

const OFTEN = { lookEvery: "0.2s" };

describe("examples of tasks that work together", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let examples: Example[];
  const make = async (name: string) => {
    const example = await Example.make(name, emulator);
    examples.push(example);
    return example;
  };
  const running = () => emulator.tasks().filter((task) => task.running);
  const calls = () => emulator.log().map(({ operation }) => operation);

  beforeEach(async () => {
    examples = [];
    emulator = await startEmulator({ speed: 0, durationMs: 3_000, artifactDelayMs: 1_000 });
  });
  afterEach(async () => {
    for (const example of examples) example.close();
    await emulator.close();
  });

  it("golden-image: an AMI becomes a WorkSpaces image in one update, and goes with the stack", async () => {
    await emulator.close();
    // In real time, for an update that waits.
    emulator = await startEmulator({ durationMs: 3_000, artifactDelayMs: 1_000 });
    const example = await make("golden-image");
    await example.configure(OFTEN);
    const said = await example.operate("up");
    assert.match(said, /Completion golden .*COMPLETED: ami-/);
    const { amiId, imageId } = await example.outputs();
    assert.match(String(amiId), /^ami-[0-9a-f]{17}$/);
    const [first, second, ...others] = emulator.tasks();
    assert.deepEqual(others, []);
    assert.deepEqual([first?.running, second?.id], [false, imageId]);
    assert.ok(JSON.stringify(second?.details).includes(String(amiId)));
    emulator.clock.advance(60_000);
    assert.match(await example.operate("up"), /COMPLETED: wsi-/);
    assert.equal((await example.outputs()).usableImage, imageId);
    emulator.clearLog();
    assert.match(await example.operate("destroy"), /deleted what AppStream .*: ami-/);
    const ended = calls().filter((call) => /^(Deregister|Delete)/.test(call));
    assert.deepEqual(ended, ["DeleteTags", "DeregisterImage"]);
  });

  it("nightly-store: stores every AMI once a night", async () => {
    const example = await make("nightly-store");
    await example.configure({ ...OFTEN, bucket: "my-images", night: "2026-01-01" });
    await example.operate("up");
    assert.equal(running().length, 2);
    emulator.clock.advance(60_000);
    const said = await example.operate("up");
    assert.match(said, /Completed: s3:\/\/my-images\/ami-0123456789abcdef0\.bin/);
    assert.deepEqual((await example.outputs()).states, { web: "succeeded", worker: "succeeded" });
    await example.configure({ night: "2026-01-02" });
    await example.operate("up");
    assert.deepEqual([emulator.tasks().length, running().length], [4, 2]);
  });

  it("component: archives an AMI twice, and knows when both are there", async () => {
    const example = await make("component");
    await example.configure({ ...OFTEN, bucket: "my-archive" });
    await example.operate("up");
    assert.deepEqual(await example.outputs(), { isComplete: false, places: {} });
    emulator.clock.advance(60_000);
    await example.operate("up");
    const exported = emulator.tasks().find(({ kind }) => kind === "ec2:ExportImageTask")!;
    assert.deepEqual(await example.outputs(), {
      isComplete: true,
      places: {
        object: "s3://my-archive/ami-0123456789abcdef0.bin",
        file: `s3://my-archive/disks/${exported.id}.vmdk`,
      },
    });
  });
});
