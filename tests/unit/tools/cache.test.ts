import assert from "node:assert/strict";
import { homedir } from "node:os";
import path from "node:path";
import { load } from "./load";

describe("the engine's cache", () => {
  const parts = { goMod: "module a", goSum: "h1:x", flags: ["-ldflags", "-X v"] };

  it("names a build by version, system, architecture and a hash", async () => {
    const { engineKey } = await load("engine/cache.mjs");
    const { pinnedVersion } = await load("engine/version.mjs");
    assert.match(
      engineKey(parts, "linux", "arm64"),
      new RegExp(`^engine-${pinnedVersion}-linux-arm64-[0-9a-f]{16}$`),
    );
  });

  it("gives another name for whatever changes the binary", async () => {
    const { engineKey } = await load("engine/cache.mjs");
    const keys = [
      engineKey(parts, "linux", "x64"),
      engineKey(parts, "darwin", "x64"),
      engineKey(parts, "linux", "arm64"),
      engineKey({ ...parts, goMod: "module b" }, "linux", "x64"),
      engineKey({ ...parts, goSum: "h1:y" }, "linux", "x64"),
      engineKey({ ...parts, flags: ["-ldflags", "-X w"] }, "linux", "x64"),
      engineKey({ ...parts, flags: ["-ldflags-X v"] }, "linux", "x64"),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(engineKey(parts, "linux", "x64"), keys[0]);
  });

  it("lies where PULUMI_AWS_TASKS_CACHE says, else in the user's cache", async () => {
    const { cacheFolder } = await load("engine/cache.mjs");
    assert.equal(cacheFolder({ PULUMI_AWS_TASKS_CACHE: "/somewhere" }), "/somewhere");
    assert.equal(cacheFolder({}), path.join(homedir(), ".cache", "pulumi-aws-tasks"));
  });
});
