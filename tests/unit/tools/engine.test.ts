import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { load } from "./load";
import { recorder, scratchFolder, writeFiles } from "./scratch";

describe("finding the engine", () => {
  const folder = scratchFolder();
  const cli = (version: string) => `#!/bin/sh\necho v${version}\n`;
  const place = (name: string, searched = "nothing") => ({
    root: path.join(folder, name),
    env: {
      PATH: path.join(folder, searched),
      PULUMI_AWS_TASKS_CACHE: path.join(folder, name, "cache"),
    },
  });

  before(() =>
    writeFiles(folder, {
      "new/pulumi": cli("3.231.0"),
      "new/pulumi-language-nodejs": "#!/bin/sh\n",
      "old/pulumi": cli("3.199.0"),
      "old/pulumi-language-nodejs": "#!/bin/sh\n",
      "bare/pulumi": cli("3.231.0"),
    }),
  );

  it("takes the one on PATH", async () => {
    const { findEngine } = await load("engine.mjs");
    assert.deepEqual(await findEngine(place("a", "new")), {
      binFolder: path.join(folder, "new"),
      pulumi: path.join(folder, "new", "pulumi"),
      version: "3.231.0",
      origin: "path",
    });
  });

  it("finds the language host beside what PATH links to", async () => {
    const { findEngine } = await load("engine.mjs");
    fs.mkdirSync(path.join(folder, "linked"));
    fs.symlinkSync("../new/pulumi", path.join(folder, "linked", "pulumi"));
    assert.equal((await findEngine(place("a", "linked"))).origin, "path");
  });

  it("names all that was tried when there is none", async () => {
    const { findEngine } = await load("engine.mjs");
    const cases: [string, RegExp][] = [
      ["nothing", /on PATH: there is none/],
      ["old", /on PATH: .*old.pulumi is 3\.199\.0, older than 3\.200\.0/],
      ["bare", /on PATH: .*bare.pulumi has no pulumi-language-nodejs beside it/],
    ];
    for (const [searched, why] of cases) {
      await assert.rejects(findEngine(place("none", searched)), (error: Error) => {
        assert.match(error.message, /^No Pulumi engine: run "npm test" or .* Tried:\n/);
        assert.match(error.message, why);
        assert.match(error.message, /\n {2}- the download in .*: there is none/);
        assert.match(error.message, /\n {2}- the build in .*: there is none$/);
        return true;
      });
    }
  });

  it("gives one error for all ways to get one, each with its reason", async () => {
    const { ensureEngine } = await load("engine.mjs");
    const out = recorder();
    const options = { ...place("refused", "old"), out, from: "http://127.0.0.1:1" };
    await assert.rejects(ensureEngine(options), (error: Error) => {
      assert.match(error.message, /- pulumi 3\.200\.0 or later on PATH: .* is 3\.199\.0/);
      assert.match(error.message, /- the download from http:\/\/127\.0\.0\.1:1: \S+/);
      assert.match(error.message, /- a build from its Go module: go is not on PATH$/);
      return true;
    });
    assert.match(out.texts.join(""), /download of Pulumi .* \.\.\. failed \(.*\)\n/);
    const left = fs.readdirSync(path.join(folder, "refused", "cache"));
    assert.deepEqual(left, [], "neither a lock nor half an engine is left");
  });

  it("puts a built one into the clone, with what the clone adds, and uses it there", async () => {
    const { findEngine } = await load("engine.mjs");
    const { builtEngineKey } = await load("engine/cache.mjs");
    const { pinnedVersion } = await load("engine/version.mjs");
    const { root, env } = place("built");
    writeFiles(env.PULUMI_AWS_TASKS_CACHE, { [`${builtEngineKey()}/pulumi`]: cli(pinnedVersion) });
    const engine = await findEngine({ root, env });
    assert.equal(engine.origin, "go-module");
    assert.equal(engine.binFolder, path.join(root, ".pulumi-local", "bin"));
    assert.deepEqual(fs.readdirSync(engine.binFolder).sort(), [
      "engine",
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    assert.ok(!fs.lstatSync(engine.pulumi).isSymbolicLink(), "the CLI warns if it is a link");

    const moved = path.join(folder, "moved");
    fs.renameSync(root, moved);
    const again = await findEngine({ root: moved, env: place("moved").env });
    assert.equal(again.binFolder, path.join(moved, ".pulumi-local", "bin"));
  });
});
