import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe(".ci/run", () => {
  const folder = scratchFolder();

  /** Runs it in a clone whose npm prints `text` and ends with `code`. */
  function run(text: string, code: number) {
    writeFiles(folder, {
      "bin/npm": `#!/bin/sh\necho "npm $* CI=$CI"\ncat <<'END'\n${text}\nEND\nexit ${code}\n`,
      "clone/.ci/run": fs.readFileSync(path.join(projectRoot, ".ci/run"), "utf8"),
    });
    const env = { ...process.env, PATH: `${path.join(folder, "bin")}:${process.env["PATH"]}` };
    const result = spawnSync("bash", [path.join(folder, "clone/.ci/run")], {
      encoding: "utf8",
      env,
    });
    const lines = result.stdout.trimEnd().split("\n");
    return { code: result.status, lines, last: lines.at(-1), stderr: result.stderr };
  }

  it("calls the README's command with CI=true and ends with its counts", () => {
    const { code, lines } = run("12 passed, 0 failed, 1 skipped", 0);
    assert.equal(code, 0);
    assert.deepEqual(lines, ["npm test CI=true", "12 passed, 0 failed, 1 skipped"]);
  });

  it("repeats the counts after what npm says of a failure, and fails as npm did", () => {
    const { code, last } = run("2 passed, 10 failed\nnpm error code 10", 10);
    assert.equal(code, 10);
    assert.equal(last, "2 passed, 10 failed");
  });

  it("fails on a failed or absent test, whatever npm says", () => {
    assert.equal(run("2 passed, 1 failed", 0).code, 1);
    assert.equal(run("2 passed, 10 failed", 0).code, 1);
    assert.equal(run("0 passed, 0 failed", 0).code, 1);
    assert.equal(run("10 passed, 0 failed", 0).code, 0);
    const { code, stderr } = run("set-up failed; 3 passed, 0 failed was long ago", 0);
    assert.equal(code, 1);
    assert.match(stderr, /no test was run/);
  });
});
