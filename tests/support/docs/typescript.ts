/** TypeScript of the documents as one program, and what the compiler has to say of it. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { type Block, root } from "./documents";

/** As a new Pulumi project has it. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What a fragment may use without saying where it is from: all that is exported, and these. */
const FRAGMENT = [
  'import * as pulumi from "@pulumi/pulumi";',
  'import { appstream, discovery, ec2, workspaces } from "pulumi-aws-tasks";',
  'import { Completion, Provider, requireCompleted } from "pulumi-aws-tasks";',
  `import { ${namesIn("emulator/index.ts").join(", ")} } from "pulumi-aws-tasks/emulator";`,
  "declare const exported: ec2.ExportImageTask;",
  "declare const emulator: Emulator;",
].join(" ");

/** The names that an index hands on, in braces. */
function namesIn(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)];
  return lists.flatMap(([, isType = "", names = ""]) =>
    names.split(",").flatMap((name) => (name.trim() ? [isType + name.trim()] : [])),
  );
}

/** Packages that programs in the documents use and that are not installed here. */
const AMBIENT = path.join(__dirname, "ambient.d.ts");

/** All that is wrong, each with its place in the document. */
export function complaints(blocks: readonly Block[]): string[] {
  const sources = new Map(blocks.map((block, i) => [fileOf(block, i), block]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.getSourceFile = (file, options, ...others) => {
    const block = sources.get(file);
    return block
      ? ts.createSourceFile(file, sourceOf(block), options, true)
      : getSourceFile(file, options, ...others);
  };
  const program = ts.createProgram([...sources.keys(), AMBIENT], OPTIONS, host);
  return [...sources].flatMap(([file, block]) => {
    const source = program.getSourceFile(file)!;
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map((one) => told(block, one));
  });
}

/** In a folder whose package.json is ours: programs find the package by its name. */
function fileOf(block: Block, i: number): string {
  // CommonJS, as Pulumi runs programs, has no `await` outside of functions.
  const isModule = isFragment(block) || /^(const .*= )?await /m.test(block.text);
  return path.join(root, `${i}.${isModule ? "mts" : "ts"}`);
}

function sourceOf(block: Block): string {
  // On the first line, so that the numbers of the others stay.
  return isFragment(block) ? `${FRAGMENT} { ${block.text}\n}` : `${block.text}\nexport {};`;
}

export function isFragment({ words }: Block): boolean {
  return words.includes("fragment");
}

function told({ place }: Block, { file, start, messageText }: ts.Diagnostic): string {
  const [document, line] = place.split(":");
  const within = start === undefined ? 0 : file!.getLineAndCharacterOfPosition(start).line;
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  return `${document}:${Number(line) + 1 + within}: ${text}`;
}
