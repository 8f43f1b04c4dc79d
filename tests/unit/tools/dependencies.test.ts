import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { load } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the dependencies", () => {
  const folder = scratchFolder();
  const a = { version: "1.0.0", integrity: "sha512-a" };
  const other = { version: "2.0.0", integrity: "sha512-o", optional: true };
  const self = { resolved: "", link: true };
  const wanted = {
    "": { name: "us" },
    "node_modules/a": a,
    "node_modules/other-system": other,
    "node_modules/us": self,
  };
  const installed = { "node_modules/a": a, "node_modules/us": self };

  function clone(name: string, hidden: object | undefined): string {
    const root = path.join(folder, name);
    writeFiles(root, {
      "package-lock.json": JSON.stringify({ packages: wanted }),
      "node_modules/a/package.json": "{}",
    });
    fs.symlinkSync("..", path.join(root, "node_modules", "us"));
    const packages = hidden && JSON.stringify({ packages: hidden });
    if (packages) writeFiles(root, { "node_modules/.package-lock.json": packages });
    return root;
  }

  async function staleness(root: string): Promise<string | undefined> {
    const { staleDependencies } = await load("setup/dependencies.mjs");
    return staleDependencies(root);
  }

  it("are fresh if node_modules holds what the lock says, optional ones apart", async () => {
    assert.equal(await staleness(clone("fresh", installed)), undefined);
  });

  it("are fresh in a clone that was moved", async () => {
    const root = clone("before", installed);
    fs.renameSync(root, path.join(folder, "after"));
    assert.equal(await staleness(path.join(folder, "after")), undefined);
  });

  it("are stale if nothing, or only half, was installed", async () => {
    assert.equal(await staleness(clone("half", undefined)), "nothing is installed");
  });

  it("are stale if the lock names another version", async () => {
    const older = { ...installed, "node_modules/a": { ...a, version: "0.9.0" } };
    assert.equal(await staleness(clone("older", older)), "node_modules/a is another version");
  });

  it("are stale if one is missing, in the list or in the folder", async () => {
    const without = { "node_modules/us": self };
    assert.equal(await staleness(clone("unlisted", without)), "node_modules/a is missing");
    const root = clone("removed", installed);
    fs.rmSync(path.join(root, "node_modules", "a"), { recursive: true });
    assert.equal(await staleness(root), "node_modules/a is missing");
  });

  it("are stale if one is installed that the lock no longer names", async () => {
    const more = { ...installed, "node_modules/b": a };
    assert.equal(await staleness(clone("more", more)), "node_modules/b is no longer wanted");
  });
});
