import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "../../../emulator";
import { ami, post, signed } from "./harness";

describe("the emulator's state file", () => {
  let folder: string;
  let stateFile: string;
  let emulator: Emulator;
  const open = async (): Promise<void> => {
    emulator = await startEmulator({ speed: 0, stateFile });
  };
  const start = () =>
    post(
      emulator.endpoint,
      `Action=ExportImage&Version=2016-11-15&ImageId=${ami}&DiskImageFormat=RAW&ClientToken=t` +
        "&S3ExportLocation.S3Bucket=b&TagSpecification.1.ResourceType=export-image-task" +
        "&TagSpecification.1.Tag.1.Key=__proto__&TagSpecification.1.Tag.1.Value=v",
    );

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "emulator-"));
    stateFile = join(folder, "state.json");
    await open();
  });
  afterEach(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });

  it("keeps tasks, tags, tokens and time", async () => {
    await start();
    emulator.setImage({ imageId: "ami-12345678", missing: true });
    emulator.clock.advance(5_000);
    const before = [emulator.tasks(), emulator.clock.now()];
    await emulator.close();
    await open();
    deepEqual([emulator.tasks(), emulator.clock.now()], before);
    equal(emulator.tasks()[0]?.progress, 25);
    equal((await start()).status, 200);
    equal(emulator.tasks().length, 1);
  });

  it("keeps what was said of images of the desktop services", async () => {
    const workspaceImage = { imageId: "wsi-123456789", name: "golden" };
    emulator.setAppStreamImage({ name: "golden", missing: true });
    emulator.setWorkspaceImage(workspaceImage);
    await emulator.close();
    await open();
    emulator.clock.advance(1);
    const { appstreamImages, workspaceImages } = JSON.parse(readFileSync(stateFile, "utf8"));
    deepEqual(appstreamImages, { golden: { name: "golden", missing: true } });
    deepEqual(workspaceImages, { "wsi-123456789": workspaceImage });
    emulator.reset();
    deepEqual(JSON.parse(readFileSync(stateFile, "utf8")).workspaceImages, {});
  });

  it("is written before the answer goes out", async () => {
    await start();
    const kept = JSON.parse(readFileSync(stateFile, "utf8"));
    deepEqual(Object.keys(kept.scopes["123456789012/us-east-1"].tasks), [emulator.tasks()[0]?.id]);
    emulator.clock.advance(1);
    equal(JSON.parse(readFileSync(stateFile, "utf8")).nowMs, emulator.clock.now());
    deepEqual(readdirSync(folder), ["state.json"]);
    equal(statSync(stateFile).mode & 0o777, 0o600);
  });

  it("is emptied by a reset", async () => {
    await start();
    emulator.reset();
    await emulator.close();
    await open();
    deepEqual(emulator.tasks(), []);
  });

  it("rejects at the start when it can't be written, or read", async () => {
    const gone = join(folder, "gone", "state.json");
    const start = startEmulator({ stateFile: gone });
    await rejects(start, /^Error: the state file .*gone.state\.json can't be written: ENOENT/);
    await rejects(
      startEmulator({ stateFile: folder }),
      /^Error: the state file .* can't be read: EISDIR/,
    );
  });

  it("rejects at the end when it can't be written, and stops listening even so", async () => {
    rmSync(folder, { recursive: true });
    const { port } = new URL(emulator.endpoint);
    await rejects(emulator.close(), /can't be written: ENOENT/);
    await rejects(fetch(`${emulator.endpoint}/_emulator/health`));
    mkdirSync(folder);
    emulator = await startEmulator({ port: Number(port), stateFile });
  });

  it("leaves nothing beside it when it can't be written", async () => {
    rmSync(stateFile);
    mkdirSync(stateFile);
    throws(() => emulator.clock.advance(1), /the state file .* can't be written/);
    deepEqual(readdirSync(folder), ["state.json"]);
    rmSync(stateFile, { recursive: true });
  });

  it("of an earlier version is understood", async () => {
    await start();
    await emulator.close();
    const kept = JSON.parse(readFileSync(stateFile, "utf8"));
    for (const scope of Object.values(kept.scopes) as Record<string, unknown>[]) {
      delete scope.deletedWorkspaceImages;
    }
    writeFileSync(stateFile, JSON.stringify(kept));
    await open();
    emulator.setWorkspaceImage({ imageId: "wsi-123456789" });
    const remove = await post(emulator.endpoint, '{"ImageId":"wsi-123456789"}', {
      ...signed("workspaces"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "WorkspacesService.DeleteWorkspaceImage",
    });
    equal(remove.status, 200);
  });

  it("is refused when it is something else", async () => {
    const other = join(folder, "other.json");
    writeFileSync(other, "{}");
    await rejects(startEmulator({ stateFile: other }), /other\.json is not a state file/);
    writeFileSync(other, "nonsense");
    await rejects(startEmulator({ stateFile: other }), /other\.json is not a state file/);
  });
});
