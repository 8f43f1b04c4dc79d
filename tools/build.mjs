import { checkSources } from "./setup/distribution.mjs";
import { projectRoot } from "./setup/root.mjs";
import { setUp } from "./setup.mjs";

// `npm run build`, and what npm runs before it packs: dist/ with its types checked, no engine.
try {
  await setUp({ engine: false });
  await checkSources(projectRoot, process.stderr);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
