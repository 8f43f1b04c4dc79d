import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChild } from "./setup/child.mjs";
import { onInterrupt } from "./setup/interrupt.mjs";
import { projectRoot } from "./setup/root.mjs";

// `node tools/clean-clone.mjs npm test`: the command in a fresh clone of what is committed, with no
// engine cached and nothing of this clone's; before each release.
const wanted = process.argv.slice(2);
const [command = "", ...args] = wanted.length > 0 ? wanted : ["npm", "test"];
const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-clone-"));
const clone = path.join(folder, "clone");
try {
  await runChild("git", ["clone", "--quiet", projectRoot, clone]);
  console.log(`in ${clone}: ${[command, ...args].join(" ")}`);
  process.exitCode = await runInClone();
} finally {
  removeFolder();
}

function removeFolder() {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<number>} */
function runInClone() {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: clone,
      env: { ...process.env, INIT_CWD: clone, PULUMI_AWS_TASKS_CACHE: path.join(folder, "cache") },
      stdio: ["ignore", "inherit", "inherit"],
    });
    onInterrupt(async () => {
      child.kill("SIGINT");
      await once(child, "exit");
      removeFolder();
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
