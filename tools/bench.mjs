import path from "node:path";
import { spawn } from "node:child_process";
import { projectRoot } from "./setup/root.mjs";
import { setUp } from "./setup.mjs";

// `npm run bench`: the benchmarks in benchmarks/, with what they are measured by in place. Arguments
// are passed on: `--quick`, and the names of some.
try {
  await setUp({ engine: false });
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function run(args) {
  const script = path.join(projectRoot, "benchmarks", "run.ts");
  // Memory is measured after a collection.
  const node = ["--expose-gc", "--require", "tsx/cjs", script, ...args];
  // The SDK's advice to use a newer Node is nothing that is measured.
  const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...process.env };
  const child = spawn(process.execPath, node, { cwd: projectRoot, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
