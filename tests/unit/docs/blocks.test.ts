import assert from "node:assert/strict";
import prettier from "prettier";
import { type Block, documentOf, documents } from "../../support/docs/documents";
import { examples } from "../../support/docs/docstrings";
import { complaints } from "../../support/docs/typescript";

/** Every language has somebody who looks at it; `sh` is commands.test.ts's. */
const LANGUAGES = ["", "text", "ts", "json", "yaml", "sh"];

describe("code blocks in the documents", function () {
  this.timeout(60_000);
  const blocks = (language: string) =>
    documents()
      .flatMap((document) => document.blocks)
      .filter(({ words: [first = ""] }) => first === language);

  it("are in languages that are checked", () => {
    const others = documents()
      .flatMap((document) => document.blocks)
      .filter(({ words: [language = ""] }) => !LANGUAGES.includes(language));
    assert.deepEqual(others.map(shown), []);
  });

  it("compile in one program, with the examples of the API; what does not is told of", () => {
    // The compiler takes its time: it is asked once for what is right and what is wrong.
    const wrong = documentOf("wrong.md", WRONG).blocks;
    const told = complaints([...blocks("ts"), ...examples(), ...wrong]);
    assert.deepEqual(
      told.filter((text) => !text.startsWith("wrong.md")),
      [],
    );
    const [first = "", second = "", ...more] = told.filter((text) => text.startsWith("wrong.md"));
    assert.match(first, /^wrong\.md:4: Property 'nothing' does not exist/);
    assert.match(second, /^wrong\.md:8: Type 'Output<string \| undefined>' is not assignable/);
    assert.deepEqual(more, []);
  });

  it("are JSON where they say so", () => {
    for (const block of blocks("json"))
      assert.doesNotThrow(() => JSON.parse(block.text), shown(block));
  });

  it("are YAML where they say so", async () => {
    for (const { text, place } of blocks("yaml")) {
      await assert.doesNotReject(prettier.format(text, { parser: "yaml" }), place);
    }
  });
});

const WRONG = [
  ...["```ts", 'import { ec2 } from "pulumi-aws-tasks";', "", "ec2.nothing();", "```", ""],
  ...["```ts fragment", "const uri: number = exported.s3Uri;", "```", ""],
].join("\n");

function shown({ place, words }: Block): string {
  return `${place}: ${words.join(" ")}`;
}
