import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {
  type Document,
  documentOf,
  documents,
  type Link,
  root,
} from "../../support/docs/documents";

describe("links in the documents", function () {
  this.timeout(30_000);

  it("lead to a file that is there, and to one of its headings", () => {
    const all = new Map(documents().map((document) => [document.file, document]));
    const broken = [...all.values()].flatMap((document) =>
      document.links.flatMap((link) => brokenBy(document, link, all) ?? []),
    );
    assert.deepEqual(broken, []);
  });

  it("lead from the index to the page of every resource", () => {
    const index = documents().find(({ file }) => file === "docs/README.md")!;
    const linked = index.links.map(({ url }) => path.posix.join("docs", url));
    const pages = documents().filter(({ file }) => file.startsWith("docs/resources/"));
    const missing = pages.filter(({ file }) => !linked.includes(file));
    assert.deepEqual(
      missing.map(({ file }) => file),
      [],
    );
  });

  it("are found to be broken where they are", () => {
    const text =
      "# One thing\n\n# One thing\n\n[a](b.md) [b](#one-thing-1) [c](#two) [d](../README.md#no)\n";
    const page = documentOf("docs/page.md", text);
    const all = new Map([[page.file, page]]);
    assert.deepEqual(
      page.links.map((link) => brokenBy(page, link, all)),
      [
        "docs/page.md:5: b.md: there is no docs/b.md",
        undefined,
        "docs/page.md:5: #two: docs/page.md has no such heading",
        "docs/page.md:5: ../README.md#no: README.md is no document whose headings are known",
      ],
    );
  });
});

function brokenBy(
  { file }: Document,
  { place, url }: Link,
  all: ReadonlyMap<string, Document>,
): string | undefined {
  if (/^[a-z]+:/.test(url)) return undefined;
  const [to = "", anchor] = decodeURI(url).split("#");
  const target = to === "" ? file : path.posix.join(path.posix.dirname(file), to);
  if (!fs.existsSync(path.join(root, target)) && !all.has(target)) {
    return `${place}: ${url}: there is no ${target}`;
  }
  if (anchor === undefined) return undefined;
  const page = all.get(target);
  if (!page) return `${place}: ${url}: ${target} is no document whose headings are known`;
  return page.anchors.has(anchor) ? undefined : `${place}: ${url}: ${target} has no such heading`;
}
