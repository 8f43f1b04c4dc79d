/**
 * Holds docs/lifecycle-table.md against the rows that the tests of this run have seen: the page is
 * what they saw, or the run fails. With UPDATE_LIFECYCLE_TABLE=1 the page is written.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { markdown, type Section, wholeOf } from "./lifecycleTable";

const page = path.resolve(__dirname, "../../docs/lifecycle-table.md");
const between = (section: Section) =>
  new RegExp(`(<!-- ${section}: from tests -->\n\n)[^]*?(\n\n<!-- end -->)`);

/** Nothing is held against a run of only some of the tests of `files`. */
export function holdAgainstPage(section: Section, files: string): void {
  after(`docs/lifecycle-table.md says what the ${section} tests saw`, () => {
    const names = fs.readdirSync(files).filter((name) => name.endsWith(".test.ts"));
    if (names.some((name) => !(path.join(files, name) in require.cache))) return;
    const rows = wholeOf(section);
    if (rows.length === 0) return;
    const text = fs.readFileSync(page, "utf8");
    const expected = text.replace(
      between(section),
      `$1${markdown(rows).replaceAll("$", "$$$$")}$2`,
    );
    if (process.env.UPDATE_LIFECYCLE_TABLE === "1") fs.writeFileSync(page, expected);
    else assert.equal(text, expected, "run it with UPDATE_LIFECYCLE_TABLE=1 and read what changed");
  });
}
