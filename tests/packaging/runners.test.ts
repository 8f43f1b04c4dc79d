import fs from "node:fs";
import path from "node:path";
import { has, type Installation, installationOrSkip } from "./support/installation";
import { type Extra, NPM } from "./support/layouts";
import { declaredBy } from "./support/programs";
import { declaresAll } from "./support/works";

const NODE16 = { target: "es2022", module: "node16", moduleResolution: "node16", types: ["node"] };

describe("a program with the package is run", function () {
  this.timeout(120_000);
  let installation: Installation;
  before(async function () {
    installation = await installationOrSkip(this, NPM);
    const settings = JSON.stringify({ compilerOptions: { ...NODE16, skipLibCheck: true } });
    fs.writeFileSync(path.join(installation.folder, "tsconfig.json"), settings);
  });

  const by = (title: string, extra: Extra, file: string, ...flags: readonly string[]) =>
    it(`by ${title}`, async function () {
      if (!has(installation, extra)) {
        this.test!.title += " (npm's registry has it not)";
        return this.skip();
      }
      // The types are another test's.
      const env = { TS_NODE_TRANSPILE_ONLY: "true" };
      declaresAll(await declaredBy(installation, "import", file, ["node", ...flags], env));
    });

  by("ts-node", "ts-node", "byTsNode.ts", "-r", "ts-node/register");
  by("ts-node, as an ES module", "ts-node", "byTsNode.mts", "--loader", "ts-node/esm");
  by("tsx", "tsx", "byTsx.ts", "--import", "tsx");
  by("tsx, as an ES module", "tsx", "byTsx.mts", "--import", "tsx");
});
