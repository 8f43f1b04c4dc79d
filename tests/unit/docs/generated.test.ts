import assert from "node:assert/strict";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { documentOf, root } from "../../support/docs/documents";
import { load } from "../tools/load";

describe("what the documents have from the code", function () {
  this.timeout(30_000);

  it("is up to date: else `npm run docs` writes it", async () => {
    const { factsFrom } = await load("docs/facts.mjs");
    const { generatedPages } = await load("docs/pages.mjs");
    const pages: { file: string; text: string }[] = generatedPages(root, factsFrom(require));
    const stale = pages.filter(({ file, text }) => {
      const place = path.join(root, file);
      return !fs.existsSync(place) || squeezed(fs.readFileSync(place, "utf8")) !== squeezed(text);
    });
    assert.deepEqual(
      stale.map(({ file }) => file),
      [],
    );
  });

  it("is a page with every section where a kind has none yet", async () => {
    const { factsFrom } = await load("docs/facts.mjs");
    const { generatedPages } = await load("docs/pages.mjs");
    const elsewhere = fs.mkdtempSync(path.join(tmpdir(), "docs-"));
    try {
      fs.symlinkSync(path.join(root, "provider"), path.join(elsewhere, "provider"));
      const [page] = generatedPages(elsewhere, factsFrom(require));
      assert.equal(page.file, "docs/resources/ec2.ExportImageTask.md");
      assert.match(page.text, /^# ec2\.ExportImageTask\n/);
      const { blocks } = documentOf(page.file, page.text);
      assert.ok(blocks.some(({ text }) => text.includes('"ec2:ExportImage"')));
    } finally {
      fs.rmSync(elsewhere, { recursive: true });
    }
  });

  it("refuses a section that nobody makes", async () => {
    const { withSections } = await load("docs/markdown.mjs");
    const text = "<!-- a: from the code -->\nold\n<!-- end -->\n";
    const made = withSections(text, (name: string, source: string) => `${name} of ${source}`);
    assert.equal(made, "<!-- a: from the code -->\n\na of the code\n\n<!-- end -->\n");
    assert.throws(() => withSections(text, () => undefined), /nobody makes the section "a"/);
  });
});

/** Without what the formatter decides. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, "").replace(/\|-+(?=\|)/g, "|");
}
