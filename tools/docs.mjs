import fs from "node:fs";
import path from "node:path";
import { require as load } from "tsx/cjs/api";
import { factsFrom } from "./docs/facts.mjs";
import { formatted } from "./docs/markdown.mjs";
import { generatedPages } from "./docs/pages.mjs";
import { finishChild } from "./setup/child.mjs";
import { projectRoot } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";

// `npm run docs`: the tables in docs/ from the code, and the API reference in docs/api/ (TypeDoc).
await runScript(async () => {
  await setUp({ engine: false });
  const facts = factsFrom((file) => load(file, import.meta.url));
  for (const { file, text: draft } of generatedPages(projectRoot, facts)) {
    const place = path.join(projectRoot, file);
    const text = await formatted(projectRoot, draft);
    if (fs.existsSync(place) && fs.readFileSync(place, "utf8") === text) continue;
    fs.writeFileSync(place, text);
    console.log(`docs: wrote ${file}`);
  }
  const typedoc = path.join(projectRoot, "node_modules", "typedoc", "bin", "typedoc");
  const { code, output } = await finishChild(process.execPath, [typedoc], { cwd: projectRoot });
  if (code !== 0) throw new Error(output.trimEnd());
  console.log("docs: wrote docs/api/");
});
