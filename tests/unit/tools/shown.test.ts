import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

const READY = `console.log("pid " + process.pid + "\\nready"); setInterval(() => {}, 1000);`;

describe("what is run and shown", function () {
  this.timeout(20_000);
  const folder = scratchFolder();
  const tool = (file: string) =>
    JSON.stringify(pathToFileURL(path.join(projectRoot, "tools", file)).href);

  /** A script of ours, run as npm does, and ended by this signal once its child is ready. */
  async function ended(source: string, signal: NodeJS.Signals, isToShell = false) {
    const temporary = path.join(folder, "tmp");
    fs.mkdirSync(temporary, { recursive: true });
    writeFiles(folder, { "script.mjs": source });
    const script = spawn("sh", ["-c", `${isToShell ? "" : "exec "}node script.mjs; exit`], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TMPDIR: temporary, npm_lifecycle_event: "test" },
    });
    let output = "";
    await new Promise<void>((resolve) => {
      script.stdout.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (output.includes("ready\n")) resolve();
      });
    });
    const exit = once(script, "exit");
    script.kill(signal);
    const pids = [...output.matchAll(/^pid (\d+)$/gm)].map(([, pid]) => Number(pid));
    const how = await exit;
    return { how, pids, left: fs.readdirSync(temporary).filter((name) => /^pulumi/.test(name)) };
  }

  const gone = async (pids: readonly number[]) => {
    const isAlive = (pid: number) => fs.existsSync(`/proc/${pid}`) && !isZombie(pid);
    for (let looks = 0; looks < 150 && pids.some(isAlive); looks++) await sleep(20);
    return pids.filter(isAlive);
  };

  before(() =>
    writeFiles(folder, {
      "deaf.js": `process.on("SIGINT", () => {}); ${READY}`,
      // As an engine, which has work to end.
      "slow.js": `process.on("SIGINT", () => setTimeout(process.exit, 300)); ${READY}`,
      "parent.js": starting("deaf.js"),
      "hangs.js": `it("hangs", (done) => { ${starting("slow.js")} });`,
    }),
  );

  it("gives its exit code, or 1 where a signal ended it", async () => {
    const { runShown } = await load("setup/shown.mjs");
    const run = (script: string) => runShown(process.execPath, ["-e", script], { cwd: folder });
    assert.equal(await run("process.exitCode = 7"), 7);
    assert.equal(await run("process.kill(process.pid, 'SIGKILL')"), 1);
    await assert.rejects(runShown("/nowhere", [], { cwd: folder }), /ENOENT/);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`ends with all that it has started when a ${signal} comes to us alone`, async () => {
      const source = `
        import { runShown } from ${tool("setup/shown.mjs")};
        const options = { cwd: process.cwd(), graceMs: 300 };
        await runShown(process.execPath, ["parent.js"], options);`;
      const { how, pids } = await ended(source, signal);
      assert.deepEqual(how, [null, signal]);
      assert.equal(pids.length, 2);
      assert.deepEqual(await gone(pids), []);
    });
  }

  it("ends too when npm has ended no more than the shell between it and us", async () => {
    const source = `
      import { runShown } from ${tool("setup/shown.mjs")};
      console.log("pid " + process.pid);
      await runShown(process.execPath, ["slow.js"], { cwd: process.cwd() });`;
    const { pids } = await ended(source, "SIGTERM", true);
    assert.equal(pids.length, 2);
    assert.deepEqual(await gone(pids), []);
  });

  it("is also so of mocha's tests, and nothing of theirs is left", async () => {
    const runs = [{ specs: [path.join(folder, "hangs.js")], args: ["--timeout", "0"] }];
    const all = { root: projectRoot, runs, failedChecks: [] };
    const source = `
      import { runMocha } from ${tool("test/mocha.mjs")};
      await runMocha(${JSON.stringify(all)});`;
    const { how, pids, left } = await ended(source, "SIGTERM");
    assert.deepEqual([how, left], [[null, "SIGTERM"], []]);
    assert.equal(pids.length, 2);
    assert.deepEqual(await gone(pids), []);
  });
});

/** A script that starts another one, and lives on. */
function starting(script: string): string {
  return `require("node:child_process")
    .spawn(process.execPath, [__dirname + "/${script}"], { stdio: "inherit" });
    console.log("pid " + process.pid); setInterval(() => {}, 1000);`;
}

function isZombie(pid: number): boolean {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return /^Z/.test(stat.slice(stat.lastIndexOf(")") + 2));
}
