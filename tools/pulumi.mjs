import { engineEnvironment } from "./engine.mjs";
import { runAttached } from "./engine/attached.mjs";
import { projectRoot } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";

// `npm run --silent pulumi -- <any arguments of pulumi>`: this clone's engine, after a set-up that
// writes to standard error only, so that `pulumi … --json` can be piped.
await runScript(async () => {
  const engine = await setUp({ out: process.stderr });
  if (!engine) throw new Error("the set-up gave no engine");
  const options = { cwd: callersFolder(), env: engineEnvironment(engine) };
  process.exitCode = await runAttached(engine.pulumi, process.argv.slice(2), options);
});

/** Where the user stands: npm runs scripts in the package's folder and tells of the user's. */
function callersFolder() {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  const startedByNpm = script === "pulumi" && process.cwd() === projectRoot;
  return startedByNpm && INIT_CWD ? INIT_CWD : process.cwd();
}
