/** The documents that people read, taken apart: what they link to, and their code blocks. */
import fs from "node:fs";
import path from "node:path";
import { parsers } from "prettier/plugins/markdown";

export const root = path.resolve(__dirname, "../../..");

/** A fenced block; `words` are those of its first line, the language first. */
export interface Block {
  readonly place: string;
  readonly words: readonly string[];
  readonly text: string;
}

export interface Link {
  readonly place: string;
  readonly url: string;
}

export interface Document {
  /** From the root. */
  readonly file: string;
  /** What a link to a heading ends with. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly Link[];
  readonly blocks: readonly Block[];
  /** Code within a line. */
  readonly snippets: readonly { readonly place: string; readonly text: string }[];
}

/** Of a syntax tree (mdast), what is needed here. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly position?: { readonly start: { readonly line: number } };
  readonly children?: readonly Node[];
}

const PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const FOLDERS = ["docs", "examples"];
/** Not ours, or made anew by `npm run docs`, which checks it. */
const LEFT_OUT = /(^|\/)(node_modules|docs\/api)\//;

let read: readonly Document[] | undefined;

export function documents(): readonly Document[] {
  return (read ??= files().map((file) =>
    documentOf(file, fs.readFileSync(path.join(root, file), "utf8")),
  ));
}

function files(): string[] {
  const below = FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => path.posix.join(folder, name)),
  );
  return [...PAGES, ...below.filter((file) => file.endsWith(".md") && !LEFT_OUT.test(file))].sort();
}

export function documentOf(file: string, text: string): Document {
  const nodes = all(parsers.markdown.parse(text, {} as never) as Node);
  const of = (...types: string[]) => nodes.filter(({ type }) => types.includes(type));
  const place = ({ position }: Node) => `${file}:${position?.start.line ?? 1}`;
  return {
    file,
    anchors: anchorsOf(of("heading").map(textOf)),
    links: of("link", "definition", "image").map((one) => ({
      place: place(one),
      url: one.url ?? "",
    })),
    blocks: of("code").map((one) => ({
      place: place(one),
      words: [one.lang ?? "", ...(one.meta ?? "").split(/\s+/)].filter((word) => word !== ""),
      text: one.value ?? "",
    })),
    snippets: of("inlineCode").map((one) => ({ place: place(one), text: one.value ?? "" })),
  };
}

function all(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(all)];
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

/** As GitHub makes them; the second heading of one text gets a number. */
function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replace(/ /g, "-");
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}
