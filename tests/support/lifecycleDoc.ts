/**
 * Holds docs/lifecycle-table.md against the rows that the tests of this run have seen: the page is
 * what they saw, or the run fails. With UPDATE_LIFECYCLE_TABLE=1 the page is written.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { markdown, recorded, type Section } from "./lifecycleTable";

const page = path.resolve(__dirname, "../../docs/lifecycle-table.md");
const between = (section: Section) =>
  new RegExp(`(<!-- ${section}: from tests -->\n\n)[^]*?(\n\n<!-- end -->)`);

/** Nothing is held against a run of only some of the tests of `folder`. */
export function holdAgainstPage(section: Section, folder: string): void {
  after(`docs/lifecycle-table.md says what the ${section} tests saw`, function () {
    if (!haveAllPassed(this.test!.parent!, folder)) return;
    const text = fs.readFileSync(page, "utf8");
    const table = markdown(recorded(section)).replaceAll("$", "$$$$");
    const expected = text.replace(between(section), `$1${table}$2`);
    if (process.env.UPDATE_LIFECYCLE_TABLE === "1") fs.writeFileSync(page, expected);
    else assert.equal(text, expected, "run it with UPDATE_LIFECYCLE_TABLE=1 and read what changed");
  });
}

function haveAllPassed(root: Mocha.Suite, folder: string): boolean {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  if (names.some((name) => !(path.join(folder, name) in require.cache))) return false;
  const tests = testsOf(root).filter(({ file }) => path.dirname(file ?? "") === folder);
  return tests.every(({ state }) => state === "passed");
}

function testsOf(suite: Mocha.Suite): Mocha.Test[] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
