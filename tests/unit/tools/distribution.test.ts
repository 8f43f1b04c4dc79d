import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { load } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("dist/", () => {
  const root = scratchFolder();

  beforeEach(async () => {
    fs.rmSync(root, { recursive: true, force: true });
    writeFiles(root, {
      "provider/index.ts": "export {};",
      "emulator/model/ec2.ts": "export {};",
      "cli/main.ts": "export {};",
      "tsconfig.json": "{}",
      "tsconfig.build.json": "{}",
      "package-lock.json": "{}",
      "dist/provider/index.js": "",
    });
    const { hashSources } = await load("setup/distribution.mjs");
    writeFiles(root, { ".pulumi-local/dist.sources": hashSources(root) });
  });

  async function isBuilt(): Promise<boolean> {
    return (await load("setup/distribution.mjs")).isBuilt(root);
  }

  it("is up to date when made from these sources, whatever their times", async () => {
    fs.utimesSync(path.join(root, "provider/index.ts"), new Date(), new Date(Date.now() + 9e6));
    assert.equal(await isBuilt(), true);
  });

  const changes: Record<string, () => void> = {
    "a source changed": () => writeFiles(root, { "provider/index.ts": "export const a = 1;" }),
    "a source came": () => writeFiles(root, { "emulator/new.ts": "" }),
    "a source went": () => fs.rmSync(path.join(root, "emulator/model/ec2.ts")),
    "the compiler's settings changed": () => writeFiles(root, { "tsconfig.json": "{ }" }),
    "another compiler may be installed": () => writeFiles(root, { "package-lock.json": "{ }" }),
    "it was removed": () => fs.rmSync(path.join(root, "dist"), { recursive: true }),
    "no one knows what it was made from": () =>
      fs.rmSync(path.join(root, ".pulumi-local"), { recursive: true }),
  };
  for (const [change, make] of Object.entries(changes)) {
    it(`is made again when ${change}`, async () => {
      make();
      assert.equal(await isBuilt(), false);
    });
  }

  it("is replaced as a whole, and keeps the old one when making the new one fails", async () => {
    const { madeBeside } = await load("setup/beside.mjs");
    const dist = path.join(root, "dist");
    await assert.rejects(
      madeBeside(dist, async (draft: string) => {
        writeFiles(draft, { "half.js": "" });
        throw new Error("interrupted");
      }),
    );
    assert.deepEqual(fs.readdirSync(dist), ["provider"]);
    writeFiles(root, { "dist.draft-1-abandoned/half.js": "" });
    await madeBeside(dist, async (draft: string) => writeFiles(draft, { "new.js": "" }));
    assert.deepEqual(fs.readdirSync(dist), ["new.js"]);
    assert.deepEqual(
      fs.readdirSync(root).filter((name) => name.includes("draft")),
      [],
    );
  });
});
