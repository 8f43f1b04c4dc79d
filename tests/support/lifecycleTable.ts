/**
 * The table of (option × state of the task × command): every row comes from a test that ran. Rows
 * that say the same of several kinds become one; docs/lifecycle-table.md holds the whole.
 */

/** Where a row was seen: in the lifecycle's own calls, or in what the engine made of them. */
export type Section = "emulator" | "engine";

/** What one test saw. */
export interface Row {
  readonly section: Section;
  readonly option: string;
  readonly state: string;
  readonly command: string;
  /** The kind's name, such as `ec2.ExportImageTask`, or `""` where it does not matter. */
  readonly kind: string;
  readonly happened: string;
  /** AWS operations in order. */
  readonly calls: readonly string[];
}

const rows: Row[] = [];
export function record(row: Row): void {
  rows.push(row);
}

export function recorded(section: Section): readonly Row[] {
  return rows.filter((row) => row.section === section);
}

/** What an operation is for, whatever the service calls it; every other one only reads. */
const PURPOSES: readonly (readonly [purpose: string, operations: RegExp])[] = [
  ["start", /^(ExportImage|CreateStoreImageTask|CreateExportImageTask|Import\w+|StartExportTask)$/],
  ["tag", /^CreateTags$/],
  ["untag", /^DeleteTags$/],
  ["cancel", /^Cancel\w+$/],
  ["delete", /^(Deregister|Delete)\w+$/],
  ["read", /^(Describe|Get|List)\w+$/],
];

/** `reads` are several in a row; who we are is left out, as it is asked once per process. */
export function purposes(calls: readonly string[]): string {
  const asked = calls.filter((call) => call !== "GetCallerIdentity").map(purposeOf);
  const texts: string[] = [];
  for (const purpose of asked) {
    const isRepeated = purpose === "read" && /^reads?$/.test(texts.at(-1) ?? "");
    if (isRepeated) texts[texts.length - 1] = "reads";
    else texts.push(purpose);
  }
  return texts.join(", ") || "none";
}

function purposeOf(call: string): string {
  const found = PURPOSES.find(([, operations]) => operations.test(call));
  if (!found) throw new Error(`the table has no word for ${call}`);
  return found[0];
}

const HEAD =
  "| option | task | command | kinds | what happened | calls |\n| - | - | - | - | - | - |";

/** Markdown; the kinds of which the same is said stand together. */
export function markdown(some: readonly Row[]): string {
  const all = new Set(some.map(({ kind }) => kind));
  const groups = new Map<string, { row: Row; kinds: string[] }>();
  for (const row of some) {
    const { option, state, command, happened, calls } = row;
    const key = JSON.stringify([option, state, command, happened, purposes(calls)]);
    const group = groups.get(key) ?? { row, kinds: [] };
    group.kinds.push(row.kind);
    groups.set(key, group);
  }
  const lines = [...groups.values()].map(({ row, kinds }) => {
    const named = kinds.length === all.size && all.size > 1 ? "all" : kinds.join(", ");
    const cells = [row.option, row.state, row.command, named, row.happened, purposes(row.calls)];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [HEAD, ...lines].join("\n");
}
