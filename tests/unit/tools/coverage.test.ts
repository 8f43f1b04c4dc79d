import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

interface Report {
  readonly result: readonly { readonly url: string }[];
}

describe("the coverage of what the engine runs", () => {
  const folder = scratchFolder();
  const written = (place: string) =>
    fs.readdirSync(path.join(folder, place)).map((name) => ({
      name,
      text: fs.readFileSync(path.join(folder, place, name), "utf8"),
    }));

  it("is written after each call of a provider, which the engine kills", () => {
    writeFiles(folder, {
      "node_modules/pulumi-aws-tasks/v1.js": "exports.call = async () => 'answer';",
      "dynamic-provider.js": `
        const call = () => require("pulumi-aws-tasks/v1").call("check", []);
        call().then(call).then((answer) => {
          console.log(answer);
          // By another process: of its own end Node would write it.
          require("node:child_process").execFileSync("kill", ["-KILL", String(process.pid)]);
        });`,
    });
    const hook = path.join(projectRoot, "tools/test/after-calls.cjs");
    const env = { ...process.env, NODE_V8_COVERAGE: path.join(folder, "written") };
    const args = ["--require", hook, path.join(folder, "dynamic-provider.js")];
    const { signal, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    assert.deepEqual([signal, stdout], ["SIGKILL", "answer\n"]);
    const reports = written("written").map(({ text }) => JSON.parse(text) as Report);
    assert.equal(reports.length, 2);
    for (const { result } of reports) {
      assert.ok(result.some(({ url }) => url.endsWith("/pulumi-aws-tasks/v1.js")));
    }
  });

  it("is of the code that the tests run, too", () => {
    const program = `
      const { intervalMs } = require("./provider/waiting/interval");
      const files = Object.keys(require.cache).filter((file) => /waiting.interval/.test(file));
      console.log(typeof intervalMs, files.map((file) => require("path").relative(".", file)));`;
    const hook = path.join(projectRoot, "tools/test/from-dist.cjs");
    const args = ["--require", "tsx/cjs", "--require", hook, "-e", program];
    const { stdout } = spawnSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" });
    assert.equal(stdout, `function [ '${path.join("dist/provider/waiting/interval.js")}' ]\n`);
  });

  it("is all that is left of what processes write, once it is written", async () => {
    const { keepOurs } = await load("test/coverage.mjs");
    const url = (file: string) => pathToFileURL(path.join(folder, "clone", file)).href;
    const report = (...files: string[]) =>
      JSON.stringify({ result: files.map((file) => ({ url: url(file) })) });
    writeFiles(folder, {
      "kept/coverage-1.json": report("dist/provider/v1.js", "node_modules/provider/x.js"),
      "kept/coverage-2.json": report("node_modules/typescript/lib/tsc.js"),
      "kept/coverage-3.json": report("cli/main.ts").slice(0, -9),
      "kept/maps.json": "{}",
    });
    keepOurs(path.join(folder, "kept"), path.join(folder, "clone"));
    const [half, maps, ours, ...others] = written("kept");
    assert.deepEqual([half?.name, maps?.name, others], ["coverage-3.json", "maps.json", []]);
    assert.equal(ours?.name, "ours-coverage-1.json");
    assert.deepEqual(JSON.parse(ours!.text).result, [{ url: url("dist/provider/v1.js") }]);
  });

  it("costs nothing where nobody asks for it", async () => {
    const { withCoverage } = await load("test/coverage.mjs");
    const before = process.env.NODE_V8_COVERAGE;
    delete process.env.NODE_V8_COVERAGE;
    try {
      const args = await withCoverage(folder, async (more: readonly string[]) => more);
      assert.deepEqual(args, []);
    } finally {
      if (before !== undefined) process.env.NODE_V8_COVERAGE = before;
    }
  });
});
