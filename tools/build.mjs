import { checkSources } from "./setup/distribution.mjs";
import { projectRoot } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";

// `npm run build`, and what npm runs before it packs: dist/ with its types checked, no engine.
await runScript(async () => {
  await setUp({ engine: false });
  await checkSources(projectRoot, process.stderr);
});
