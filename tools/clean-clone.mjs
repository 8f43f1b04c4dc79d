import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChild } from "./setup/child.mjs";
import { onInterrupt } from "./setup/interrupt.mjs";
import { projectRoot } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { runShown } from "./setup/shown.mjs";

/** What is run there may be a test run, which ends what it started before it ends itself. */
const graceMs = 15_000;

// `node tools/clean-clone.mjs npm test`: the command in a fresh clone of what is committed, with no
// engine cached and nothing of this clone's; before each release.
await runScript(async () => {
  const wanted = process.argv.slice(2);
  const [command = "", ...args] = wanted.length > 0 ? wanted : ["npm", "test"];
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-clone-"));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const release = onInterrupt(remove);
  try {
    const clone = path.join(folder, "clone");
    await runChild("git", ["clone", "--quiet", projectRoot, clone]);
    console.log(`in ${clone}: ${[command, ...args].join(" ")}`);
    const own = { INIT_CWD: clone, PULUMI_AWS_TASKS_CACHE: path.join(folder, "cache") };
    const env = { ...process.env, ...own };
    process.exitCode = await runShown(command, args, { cwd: clone, env, graceMs });
  } finally {
    release();
    remove();
  }
});
