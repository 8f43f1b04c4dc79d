import path from "node:path";
import { projectRoot } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { runShown } from "./setup/shown.mjs";
import { setUp } from "./setup.mjs";

// `npm run bench`: the benchmarks in benchmarks/, with what they are measured by in place. Arguments
// are passed on: `--quick`, and the names of some.
await runScript(async () => {
  await setUp({ engine: false });
  const script = path.join(projectRoot, "benchmarks", "run.ts");
  // Memory is measured after a collection.
  const node = ["--expose-gc", "--require", "tsx/cjs", script, ...process.argv.slice(2)];
  // The SDK's advice to use a newer Node is nothing that is measured.
  const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...process.env };
  process.exitCode = await runShown(process.execPath, node, { cwd: projectRoot, env });
});
