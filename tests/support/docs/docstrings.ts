/** The examples in the documentation of public names: the API reference is made of them. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { type Block, root } from "./documents";

const FOLDERS = ["provider", "provider/pulumi", "emulator"];
/** The entry of state files, which nobody calls by hand. */
const INTERNAL = "v1.ts";

export function examples(): readonly Block[] {
  return FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith(".ts") && name !== INTERNAL)
      .flatMap((name) => examplesIn(path.posix.join(folder, name))),
  );
}

function examplesIn(file: string): Block[] {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  if (!text.includes("@example")) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements
    .flatMap((node) => ts.getJSDocTags(node))
    .filter((tag) => tag.tagName.text === "example")
    .map((tag) => {
      const line = source.getLineAndCharacterOfPosition(tag.getStart()).line + 1;
      const given = ts.getTextOfJSDocComment(tag.comment) ?? "";
      const code = given.replace(/^```ts\n|\n```$/g, "");
      const words = /^import /m.test(code) ? ["ts"] : ["ts", "fragment"];
      return { place: `${file}:${line}`, words, text: code };
    });
}
