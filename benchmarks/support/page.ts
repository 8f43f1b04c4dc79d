/** The results as a page of Markdown. */
import type { Bar, Benchmark, Plot, Results, Table } from "../benchmark";
import { digits } from "./statistics";

export interface Measured {
  readonly benchmark: Benchmark;
  readonly results: Results;
}

export const plotFile = ({ name }: Benchmark, plot: Plot) => `${name}-${plot.name}.svg`;

/** One benchmark's part of the page. */
export function sectionOf({ benchmark, results }: Measured): string {
  const parts = [`## ${benchmark.title}`, results.about.trim()];
  for (const plot of results.plots) parts.push(`![${plot.alt}](${plotFile(benchmark, plot)})`);
  for (const table of results.tables) parts.push(...tableText(table));
  if (results.bars.length > 0) parts.push("### Bars", ...barsText(results.bars));
  return parts.join("\n\n");
}

function tableText({ title, columns, rows, note }: Table): string[] {
  const isRight = (column: number) => rows.every((row) => typeof row[column] === "number");
  const line = columns.map((_, column) => (isRight(column) ? "---:" : "---"));
  const grid = [columns, line, ...rows].map(rowText).join("\n");
  return [`**${title}**`, grid, ...(note === undefined ? [] : [note])];
}

const rowText = (cells: readonly (string | number)[]) =>
  `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;

/** What is missed comes with its reason; a figure that is reached needs none. */
function barsText(bars: readonly Bar[]): string[] {
  const rows = bars.map(({ figure, measured, most, unit = "" }) => {
    const shown = (value: number) => `${digits(value)}${unit && ` ${unit}`}`;
    const isMet = measured <= most;
    return [figure, shown(measured), `≤ ${shown(most)}`, isMet ? "reached" : "**missed**"];
  });
  const grid = [["figure", "measured", "bar", ""], ["---", "---:", "---:", "---"], ...rows];
  const remarks = bars
    .filter(({ measured, most, remark }) => measured > most && remark !== undefined)
    .map(({ figure, remark }) => `- ${figure}: ${remark}`);
  const text = grid.map(rowText).join("\n");
  return remarks.length > 0 ? [text, `Missed, and why:\n\n${remarks.join("\n")}`] : [text];
}

/** `reached 12 of 13 bars`, for who watches. */
export function tally(bars: readonly Bar[]): string {
  const reached = bars.filter(({ measured, most }) => measured <= most).length;
  return bars.length === 0 ? "no bars" : `reached ${reached} of ${bars.length} bars`;
}
