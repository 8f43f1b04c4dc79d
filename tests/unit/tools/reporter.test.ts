import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the report of a test run", () => {
  const folder = scratchFolder();

  before(() =>
    writeFiles(folder, {
      "mixed.js": `
        it("passes", () => {});
        it("passes too", () => {});
        it("fails", () => { throw new Error("on purpose"); });
        describe("later", () => { it.skip("is for later", () => {}); it("has no body"); });`,
      "green.js": `it("passes", () => {});`,
      "hook.js": `before(() => { throw new Error("hook"); }); it("never runs", () => {});`,
      "crash.js": `it("ends the process", () => process.exit(0));`,
      "empty.js": "",
    }),
  );

  function mocha(files: string[], report: object = {}) {
    // Where mocha would take its reporters' options apart.
    const counts = path.join(folder, "a=b,c", "counts.json");
    fs.mkdirSync(path.dirname(counts), { recursive: true });
    fs.rmSync(counts, { force: true });
    const result = spawnSync(
      process.execPath,
      [
        path.join(projectRoot, "node_modules/mocha/bin/mocha.js"),
        "--no-config",
        ...["--reporter", path.join(projectRoot, "tools/mocha-reporter.cjs")],
        ...files.map((file) => path.join(folder, file)),
      ],
      {
        ...{ encoding: "utf8", cwd: folder },
        env: { ...process.env, PULUMI_AWS_TASKS_REPORT: JSON.stringify({ counts, ...report }) },
      },
    );
    const lines = result.stdout.trimEnd().split("\n");
    const text = fs.existsSync(counts) ? fs.readFileSync(counts, "utf8") : "null";
    return { code: result.status, lines, last: lines.at(-1), counts: JSON.parse(text) };
  }

  it("ends with the real counts, and before them names what was skipped", () => {
    const { code, lines, last, counts } = mocha(["mixed.js"]);
    assert.equal(code, 1);
    assert.equal(last, "2 passed, 1 failed, 2 skipped");
    assert.deepEqual(lines.slice(-3, -1), [
      "  skipped: later is for later",
      "  skipped: later has no body",
    ]);
    const names = { skipped: ["later is for later", "later has no body"], failed: ["fails"] };
    assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 2, names });
  });

  it("leaves out a zero of skipped ones, and names what failed before the tests", () => {
    const { code, lines } = mocha(["green.js"], { failedChecks: ["types", "lint"] });
    assert.equal(code, 0);
    assert.deepEqual(lines.slice(-2), ["  failed: types, lint", "1 passed, 0 failed"]);
  });

  it("counts a hook that fails as a failure", () => {
    assert.equal(mocha(["hook.js"]).last, "0 passed, 1 failed");
  });

  it("tells at the end of a last run of all that was run before it", () => {
    const before = path.join(folder, "before.json");
    const first = mocha(["mixed.js"], { isFollowed: true });
    assert.doesNotMatch(first.lines.join("\n"), /passed,/);
    fs.writeFileSync(before, JSON.stringify(first.counts));
    const { lines, counts } = mocha(["mixed.js"], { earlier: before });
    assert.deepEqual(lines.slice(-6), [
      ...["  skipped: later is for later", "  skipped: later has no body"],
      ...["  skipped: later is for later", "  skipped: later has no body"],
      "  failed earlier: fails",
      "4 passed, 2 failed, 4 skipped",
    ]);
    assert.equal(counts.failed, 2);
  });

  it("has no counts when the process ended before", () => {
    assert.deepEqual(mocha(["crash.js"]).counts, null);
  });
});

describe("npm test", () => {
  it("fails without tests, without counts, and when a check or a test failed", async () => {
    const { verdict } = await load("test/verdict.mjs");
    const said: string[] = [];
    const of = (code: number, counts: object | undefined, failedChecks: string[] = []) =>
      verdict({ code, counts, failedChecks }, (line: string) => said.push(line));
    const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

    assert.equal(of(0, counts(3, 0)), 0);
    assert.equal(of(0, counts(3, 0), ["lint"]), 1);
    assert.equal(of(1, counts(3, 1)), 1);
    assert.equal(of(0, counts(3, 1)), 1);
    assert.equal(of(0, counts(0, 0, 5)), 1);
    assert.equal(of(7, counts(3, 0)), 7);
    assert.deepEqual(said, [], "the counts stay the last line");
    assert.equal(of(0, undefined), 1);
    assert.match(said.join(), /^No counts: mocha broke down before its end \(exit code 0\)/);
  });
});
