/**
 * The fault matrix: what became of each kind of task at each point under each fault. Its summary is
 * printed at the end of the run; with UPDATE_FAULT_MATRIX=1 docs/fault-matrix.md is written.
 */
import fs from "node:fs";
import path from "node:path";

/** One kind at one point under one fault. */
interface Place {
  /** As programs write it: `ec2.ExportImageTask`. */
  readonly kind: string;
  /** Where in the lifecycle: `create: start, not done`. */
  readonly point: string;
  /** A column of the table: `kill -9 of the engine`. */
  readonly fault: string;
}

/** What a case came to. It is good with one task, none lost, and nothing else. */
export interface Case extends Place {
  /** Tasks that were started for the one resource. */
  readonly started: number;
  /** Tasks that no state knows, and that nobody has ended. */
  readonly lost: number;
  /** Processes that live on; the same ones for the kinds of one stack. */
  readonly leftOver: number;
  /** Times that the same thing was cancelled or deleted once more. */
  readonly removedAgain?: number;
  /** What else is wrong. */
  readonly trouble?: string;
}

const cases: Case[] = [];
const absent: (Place & { readonly reason: string })[] = [];

/** In the order in which the points and faults are to stand in the table. */
export function record(one: Case): void {
  cases.push(one);
}

/** A case that can't be. */
export function notApplicable(one: Place & { readonly reason: string }): void {
  absent.push(one);
}

const isGood = ({ started, lost, leftOver, removedAgain = 0, trouble }: Case) =>
  started === 1 && lost === 0 && leftOver === 0 && removedAgain === 0 && trouble === undefined;

const unique = <T>(all: readonly T[]) => [...new Set(all)];
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

function cellOf(point: string, fault: string): string {
  const isHere = (one: Place) => one.point === point && one.fault === fault;
  const here = cases.filter(isHere);
  if (here.length > 0) return `${here.filter(isGood).length}/${here.length}`;
  return absent.some(isHere) ? "n/a" : "";
}

function table(): string {
  const all: readonly Place[] = [...cases, ...absent];
  const faults = unique(all.map(({ fault }) => fault));
  const points = unique(all.map(({ point }) => point));
  const rows = points.map((point) => [point, ...faults.map((fault) => cellOf(point, fault))]);
  const lines = [["point", ...faults], ["-", ...faults.map(() => "-")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function counts(): string {
  const processes = new Map<string, number>();
  for (const { point, fault, leftOver } of cases) {
    const stack = JSON.stringify([point, fault]);
    processes.set(stack, Math.max(leftOver, processes.get(stack) ?? 0));
  }
  const lines = [
    ["cases tried", cases.length],
    ["of these good", cases.filter(isGood).length],
    ["tasks started twice", sum(cases.map(({ started }) => Math.max(0, started - 1)))],
    ["tasks never started", cases.filter(({ started }) => started === 0).length],
    ["tasks lost", sum(cases.map(({ lost }) => lost))],
    ["things removed twice", sum(cases.map(({ removedAgain = 0 }) => removedAgain))],
    ["processes left over", sum([...processes.values()])],
    ["not applicable", absent.length],
  ];
  return lines.map(([what, count]) => `- ${what}: ${count}`).join("\n");
}

/** Cases of one point with the same reason in one line; columns are named where they differ. */
function reasons(): string {
  const faults = unique([...cases, ...absent].map(({ fault }) => fault));
  const lines = new Map<string, Set<string>>();
  for (const { kind, point, reason } of absent) {
    const same = absent.filter((one) => one.kind === kind && one.point === point);
    const columns = same.filter((one) => one.reason === reason).map(({ fault }) => fault);
    const where = columns.length === faults.length ? "" : `, ${columns.join(", ")}`;
    const line = `${point}${where}: ${reason}`;
    lines.set(line, (lines.get(line) ?? new Set()).add(kind));
  }
  return [...lines].map(([line, kinds]) => `- ${line} (${[...kinds].join(", ")})`).join("\n");
}

function troubles(): string {
  return cases
    .filter((one) => !isGood(one))
    .map((one) => `- ${JSON.stringify(one)}`)
    .join("\n");
}

function page(): string {
  const bad = troubles();
  return `# What is left of a task when something goes wrong

Generated from tests that ran: \`UPDATE_FAULT_MATRIX=1 npm run test:faults\` writes it. A cell is
_good cases/cases_, one case for each kind of task. A case is good if, after the fault and the
commands that a person gives next (\`pulumi cancel\` where the lock is held, and \`pulumi up\`,
without refresh and without clearing anything; \`pulumi destroy\` where that was hit), one task was
started for the resource, its id is in the state and its result complete, nothing was cancelled or
deleted twice, and no process lives on after ten seconds.

${table()}

## Counts

${counts()}
${bad === "" ? "" : `\n## Not good\n\n${bad}\n`}
## Not applicable

${reasons()}
`;
}

const tests = path.resolve(__dirname, "..");
const file = path.resolve(__dirname, "../../../docs/fault-matrix.md");

after("tells the fault matrix", function () {
  console.log(["\n  the fault matrix:", table(), counts(), troubles()].join("\n\n"));
  if (process.env.UPDATE_FAULT_MATRIX !== "1") return;
  const names = fs.readdirSync(tests).filter((name) => name.endsWith(".test.ts"));
  const isWhole = names.every((name) => path.join(tests, name) in require.cache);
  if (!isWhole || testsOf(this.test!.parent!).some(({ state }) => state === undefined)) {
    throw new Error("docs/fault-matrix.md is written by a run of all tests only");
  }
  fs.writeFileSync(file, page());
});

function testsOf(suite: Mocha.Suite): Mocha.Test[] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
