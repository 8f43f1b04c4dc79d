import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("Ctrl-C while the engine runs", function () {
  this.timeout(30_000);
  const folder = scratchFolder();
  const heard = path.join(folder, "heard");

  /** Tells of each signal it hears, and takes its time to end; the second one would end it at once. */
  const ENGINE = `#!/usr/bin/env node
    const fs = require("node:fs");
    if (process.argv[2] === "version") return console.log("v3.999.0");
    if (process.argv[2] !== "preview") return;
    let count = 0;
    process.on("SIGINT", () => {
      fs.appendFileSync(${JSON.stringify(heard)}, "SIGINT\\n");
      if (++count > 1) process.exit(255);
      setTimeout(() => process.exit(1), 1_000);
    });
    setInterval(() => {}, 1_000);
    console.log("previewing");`;

  before(() =>
    writeFiles(folder, {
      "bin/pulumi": ENGINE,
      "bin/pulumi-language-nodejs": "#!/bin/sh\n",
    }),
  );
  beforeEach(() => fs.writeFileSync(heard, ""));

  it("is heard by it once, however often it comes, and nothing of the demo is left", async () => {
    const PATH = [path.join(folder, "bin"), process.env.PATH].join(path.delimiter);
    const demo = spawn(process.execPath, [path.join(projectRoot, "tools/demo.mjs")], {
      // A group of its own, as a terminal's.
      ...{ detached: true, env: { ...process.env, PATH } },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const previews = new Promise<void>((resolve) => {
      for (const stream of [demo.stdout, demo.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => {
          output += text;
          if (output.includes("| previewing")) resolve();
        });
      }
    });
    const ended = once(demo, "exit");
    await Promise.race([previews, ended]);
    const own = path.join(projectRoot, ".pulumi-local/demo");
    assert.ok(fs.existsSync(own), output);
    // To all of the terminal, and once more by npm.
    process.kill(-demo.pid!, "SIGINT");
    await sleep(200);
    demo.kill("SIGINT");
    await ended;
    assert.match(output, /The demo went wrong: interrupted\n$/);
    assert.equal(fs.readFileSync(heard, "utf8"), "SIGINT\n");
    assert.ok(!fs.existsSync(own));
  });

  it("that came before it began starts nothing", async () => {
    const { runEngine } = await load("engine.mjs");
    const binFolder = path.join(folder, "bin");
    const engine = { binFolder, pulumi: path.join(binFolder, "pulumi"), version: "", origin: "" };
    const signal = AbortSignal.abort(new Error("interrupted"));
    await assert.rejects(runEngine(engine, ["version"], { signal, root: folder }), /interrupted/);
  });
});
