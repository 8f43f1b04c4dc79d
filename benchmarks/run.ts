/**
 * Runs the benchmarks and writes docs/benchmarks/: `npm run bench`, `npm run bench -- --quick`, or
 * with the names of some. What is not run keeps its last results.
 */
import fs from "node:fs";
import path from "node:path";
import { benchmarks } from ".";
import type { Benchmark, Results } from "./benchmark";
import { machineText } from "./support/machine";
import { plotFile, sectionOf, tally } from "./support/page";
import { svgOf } from "./support/svg";

const folder = path.join(__dirname, "..", "docs", "benchmarks");
const page = path.join(folder, "README.md");

const HEAD = `# Benchmarks

What \`npm run bench\` measured. Every figure that counts is a ratio of two that were measured in the
same run, so that it says something on another machine too; a bar is a figure to be reached.
\`npm run bench -- --quick\` takes a minute, \`npm run bench -- <name>\` runs one.
`;

async function main(args: readonly string[]): Promise<void> {
  const isQuick = args.includes("--quick");
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => !benchmarks.some((one) => one.name === name));
  if (unknown.length > 0) {
    const known = benchmarks.map(({ name }) => name).join(", ");
    throw new Error(`there is no benchmark ${unknown.join(", ")}, only ${known}`);
  }
  fs.mkdirSync(folder, { recursive: true });
  for (const benchmark of benchmarks) {
    if (names.length > 0 && !names.includes(benchmark.name)) continue;
    await measure(benchmark, isQuick);
  }
  console.log("wrote docs/benchmarks/README.md");
}

async function measure(benchmark: Benchmark, isQuick: boolean): Promise<void> {
  console.log(`${benchmark.name}: ${benchmark.title}`);
  const began = performance.now();
  const say = (text: string) => console.log(`  ${text}`);
  const results = await benchmark.run({ isQuick, say });
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(`  ${seconds} s, ${tally(results.bars)}`);
  await writeResults(benchmark, results, `${isQuick ? "Quick run" : "Run"} of ${seconds} s`);
}

async function writeResults(benchmark: Benchmark, results: Results, run: string): Promise<void> {
  for (const plot of results.plots) {
    fs.writeFileSync(path.join(folder, plotFile(benchmark, plot)), await svgOf(plot.spec));
  }
  const section = sectionOf({ benchmark, results });
  const sections = new Map(benchmarks.map(({ name }) => [name, lastResults(name)]));
  sections.set(benchmark.name, `${section}\n\n${run} on ${machineText()}.\n`);
  const parts = [...sections]
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `${beginning(name)}\n\n${text}`);
  const { format, resolveConfig } = await import("prettier");
  const style = await resolveConfig(page);
  const text = await format([HEAD, ...parts].join("\n"), { ...style, filepath: page });
  fs.writeFileSync(page, text);
}

const beginning = (name: string) => `<!-- results: ${name} -->`;

/** What the page has of it now. */
function lastResults(name: string): string | undefined {
  if (!fs.existsSync(page)) return undefined;
  const text = fs.readFileSync(page, "utf8").split(beginning(name))[1];
  return text?.split("<!-- results: ")[0]?.trim().concat("\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
