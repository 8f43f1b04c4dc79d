import assert from "node:assert/strict";
import path from "node:path";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the version rule", () => {
  const folder = scratchFolder();

  const cases: [string, string, boolean][] = [
    ["3.200.0", "3.200.0", true],
    ["v3.230.0", "3.200.0", true],
    ["4.0.0", "3.200.0", true],
    ["3.199.9", "3.200.0", false],
    ["3.99.0", "3.200.0", false],
    ["2.300.0", "3.200.0", false],
    ["3.200.0-alpha.1", "3.200.0", false],
    ["3.201.0-dev.0", "3.200.0", true],
    ["3.200.0+built.here", "3.200.0", true],
    ["", "3.200.0", false],
    ["latest", "3.200.0", false],
  ];
  for (const [version, least, expected] of cases) {
    it(`says that "${version}" ${expected ? "is" : "is not"} at least ${least}`, async () => {
      const { isAtLeast } = await load("engine/version.mjs");
      assert.equal(isAtLeast(version, least), expected);
    });
  }

  it("takes the pinned version from go.mod and finds it new enough itself", async () => {
    const { isAtLeast, oldestVersion, pinnedVersion } = await load("engine/version.mjs");
    assert.ok(isAtLeast(pinnedVersion, oldestVersion));
  });

  it("reads what a CLI says and nothing from one that fails or is none", async () => {
    const { versionOf } = await load("engine/version.mjs");
    writeFiles(folder, {
      good: "#!/bin/sh\necho v3.230.0\n",
      bad: "#!/bin/sh\necho v3.230.0\nexit 1\n",
    });
    assert.equal(await versionOf(path.join(folder, "good")), "3.230.0");
    assert.equal(await versionOf(path.join(folder, "bad")), undefined);
    assert.equal(await versionOf(path.join(projectRoot, "nothing")), undefined);
  });
});
