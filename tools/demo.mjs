import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runEngine } from "./engine.mjs";
import { onInterrupt } from "./setup/interrupt.mjs";
import { localFolder, projectRoot } from "./setup/root.mjs";
import { messageOf } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";

/**
 * `npm run demo`: an EC2 image export from its first preview to its removal, by the real Pulumi
 * engine and the program in examples/quickstart, against the emulator. Nothing of the user's is
 * touched, and nothing is left running. Each step is checked; the first that went wrong ends it.
 */
const folder = path.join(localFolder(projectRoot), "demo");
const STACK = "emulator-demo";
const ctrlC = new AbortController();

try {
  const engine = await setUp({ out: process.stdout });
  assert.ok(engine, "set-up gave no engine");
  const ended = demo(engine).catch(tell);
  const release = onInterrupt(async () => {
    ctrlC.abort(new Error("interrupted"));
    await ended;
  });
  await ended;
  release();
} catch (error) {
  tell(error);
}

/** @param {unknown} error */
function tell(error) {
  console.error(`\nThe demo went wrong: ${messageOf(error)}`);
  process.exitCode = 1;
}

/** @param {import("./engine.mjs").Engine} engine */
async function demo(engine) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  try {
    await inFolder(engine);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import("./engine.mjs").Engine} engine */
async function inFolder(engine) {
  const { startEmulator } = await import(
    pathToFileURL(path.join(projectRoot, "dist/emulator/index.js")).href
  );
  // An export of 20 minutes, in 20 seconds.
  const durationMs = 20 * 60_000;
  const emulator = await startEmulator({ speed: 60, durationMs });
  // The engine ends once what it waits for has: now.
  ctrlC.signal.addEventListener("abort", () => emulator.clock.advance(durationMs));
  const began = performance.now();
  try {
    const pulumi = pulumiIn(engine, emulator);
    await pulumi("stack", "init", STACK, "--no-select");
    // It writes its salt beside Pulumi.yaml, whatever file the commands after it are given.
    fs.rmSync(path.join(projectRoot, `Pulumi.${STACK}.yaml`), { force: true });
    await pulumi("config", "set", "bucket", "my-exports");
    await pulumi("config", "set", "lookEvery", "1s");
    await journey(emulator, pulumi);
  } finally {
    await emulator.close();
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`Done in ${seconds} s. The stack is gone, and nothing is left running.`);
}

/**
 * @param {import("../emulator/index.js").Emulator} emulator
 * @param {(...args: string[]) => Promise<string>} pulumi
 */
async function journey(emulator, pulumi) {
  const calls = () => {
    const operations = emulator.log().map(({ operation }) => operation);
    emulator.clearLog();
    return operations;
  };

  say("1. `pulumi preview`: shows what will be started, and starts nothing.");
  await pulumi("preview");
  assert.deepEqual(calls(), [], "the preview must not call AWS");

  say("2. `pulumi up`: starts the export and returns within seconds; its id is in the stack.");
  await pulumi("up", "--yes", "--skip-preview");
  const [task] = emulator.tasks();
  assert.ok(task?.running, "the export should be running");
  const starts = calls().filter((operation) => operation === "ExportImage");
  assert.equal(starts.length, 1, "there must be one start");

  say("3. `pulumi preview` while it runs: says how far it is, and does not wait.");
  const preview = await pulumi("preview");
  assert.match(preview, new RegExp(`active \\d+ % .*${task.id}`), "it should name the percentage");
  assert.ok(emulator.tasks()[0]?.running, "the preview must not wait");

  say("4. `pulumi up` again: its diff waits for the export to complete.");
  const waited = await pulumi("up", "--yes", "--skip-preview");
  assert.match(waited, new RegExp(`${task.id} completed: s3://`), "it should name the file");
  calls();

  say("5. `pulumi up` once more: all is settled, and AWS is not asked at all.");
  await pulumi("up", "--yes", "--skip-preview");
  assert.deepEqual(calls(), [], "a settled stack must cost no AWS call");

  say("6. `pulumi refresh`: looks once, and changes nothing.");
  await pulumi("refresh", "--yes", "--skip-preview");
  assert.deepEqual(calls(), ["DescribeExportImageTasks"], "it should look once");

  say("7. `pulumi destroy`: forgets the task; the exported file stays in S3.");
  await pulumi("destroy", "--yes", "--skip-preview");
  assert.ok(!calls().includes("CancelExportTask"), "a finished export must not be cancelled");
  assert.equal(emulator.tasks().length, 1, "there must have been one task in all");
  assert.deepEqual(
    emulator.tasks().filter(({ running }) => running),
    [],
    "nothing may be left running",
  );
}

/**
 * Runs `pulumi` on the demo's own stack, shows what it prints, and throws where it fails.
 * @param {import("./engine.mjs").Engine} engine
 * @param {import("../emulator/index.js").Emulator} emulator
 */
function pulumiIn(engine, emulator) {
  const env = {
    ...emulator.environment(),
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_AWS_TASKS_IDENTITY: "demo",
  };
  /** @param {string[]} args */
  return async (...args) => {
    const isQuiet = args[0] === "stack" || args[0] === "config";
    const configuration = ["--config-file", path.join(folder, "configuration.yaml")];
    const where = args[0] === "stack" ? [] : ["--stack", STACK, ...configuration];
    const { code, output } = await runEngine(engine, [...args, ...where], {
      cwd: projectRoot,
      env,
      signal: ctrlC.signal,
      onLine: (line) => isQuiet || console.log(`   | ${line}`),
    });
    ctrlC.signal.throwIfAborted();
    assert.equal(code, 0, `pulumi ${args.join(" ")} failed${isQuiet ? `:\n${output}` : ""}`);
    return output;
  };
}

/** @param {string} text */
function say(text) {
  console.log(`\n${text}`);
}
