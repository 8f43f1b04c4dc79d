/** A report as a table for people. Pure. */
import Table from "cli-table3";
import { isFailure } from "../provider/lifecycle/kind";
import { durationText } from "../provider/waiting/deadline";
import { remainingMs } from "../provider/waiting/interval";
import { nameOf } from "./kindNames";
import type { Row } from "./rows";
import { counted, safe, shortened } from "./text";
import type { Report } from "./view";

/** How what must be seen is made to stand out; `plain` where there is no terminal. */
export type Style = "plain" | "colour";

/** AWS's words may be of any length; `--json` has them all. Why a task has failed matters more. */
const LONGEST_STATE = 40;
const LONGEST_REASON = 100;

export function tableOf(report: Report, style: Style): string {
  const { rows, at, account, region } = report;
  const time = new Date(at).toISOString().replace("T", " ").slice(0, 19);
  const head = [account && `account ${account}`, region, `${time} UTC`].filter(Boolean).join(", ");
  const parts = [
    head,
    rows.length > 0 ? drawn(report, style) : "No task is running.",
    orphansOf(report, style),
    footerOf(report),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const NO_BORDERS = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left"],
    ...["bottom-right", "left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
  ].map((part) => [part, ""]),
);

function drawn({ rows, at, stacks }: Report, style: Style): string {
  const table = new Table({
    head: ["task", "id", "state", "progress", "age", stacks ? "held by" : "stack (its tag)"],
    chars: { ...NO_BORDERS, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) {
    const cells = [
      nameOf(row.kind),
      row.id,
      stateText(row),
      progressText(row, at),
      ageText(row, at),
    ];
    table.push([...cells.map(safe), safe(holderText(row))].map((cell) => loud(cell, row, style)));
  }
  return table.toString().replace(/ +$/gm, "");
}

function loud(text: string, { isOrphan }: Row, style: Style): string {
  return isOrphan && style === "colour" ? `\u001b[1;33m${text}\u001b[0m` : text;
}

/** AWS's word, and what it says besides; ours where AWS's does not tell that it has failed. */
function stateText({ state, status, message = "" }: Row): string {
  const hasEndedBadly = isFailure(state);
  const word = hasEndedBadly ? `${state} (${status})` : status;
  const isNews = message !== "" && !(state === "running" && repeats(message, status));
  const text = isNews ? `${word}: ${safe(message)}` : word;
  return shortened(text, hasEndedBadly ? LONGEST_REASON : LONGEST_STATE);
}

/** `IN_PROGRESS` and "The export is in progress." are the same. */
function repeats(message: string, status: string): boolean {
  const [said, word] = [message, status].map((text) => text.replace(/[\W_]/g, "").toLowerCase());
  return said!.includes(word!) || word!.includes(said!);
}

function progressText({ state, percent, began }: Row, at: number): string {
  if (percent === undefined) return "";
  const left = began === undefined ? undefined : remainingMs(at - began, percent);
  const isKnown = state === "running" && left !== undefined && left > 0;
  return `${percent} %${isKnown ? `, ~${roughly(left)} left` : ""}`;
}

const MINUTE_MS = 60_000;

/** Seconds would be more than anybody knows. */
function roughly(ms: number): string {
  return durationText(ms < MINUTE_MS ? ms : Math.round(ms / MINUTE_MS) * MINUTE_MS);
}

function ageText({ began }: Row, at: number): string {
  return began === undefined ? "?" : durationText(at - began);
}

function holderText({ holder, isOrphan, stackTag }: Row): string {
  if (holder) return `${holder.stack} ${holder.name}`;
  if (isOrphan) return "ORPHAN";
  return stackTag ?? "-";
}

function orphansOf({ rows, stacks }: Report, style: Style): string {
  const orphans = rows.filter(({ isOrphan }) => isOrphan);
  if (orphans.length === 0) return "";
  const what = `${counted(orphans.length, "orphan")}: ours by the tag, in no state that was given.`;
  const lines = orphans.map((row) => {
    const line = row.isAdoptable ? `adopt: ${JSON.stringify(row.id)}` : `${row.id} has ended`;
    const { stackTag } = row;
    const owner = stackTag === undefined ? "" : `, started by ${stackTag}`;
    const isAway = stackTag !== undefined && !stacks?.has(stackTag);
    const doubt = isAway ? ": make sure that its state was given" : "";
    return `  ${loud(line, row, style)}  (${nameOf(row.kind)}${safe(owner)}${doubt})`;
  });
  const how = orphans.some(({ isAdoptable }) => isAdoptable)
    ? " The line, among a resource's inputs, takes it over:"
    : "";
  return [what + how, ...lines].join("\n");
}

function footerOf({ hidden, hiddenOrphans, notes }: Report): string {
  const among = hiddenOrphans > 0 ? `, ${counted(hiddenOrphans, "orphan")} among them` : "";
  const ended = hidden > 0 ? [`${counted(hidden, "ended task")} not shown${among}: --all`] : [];
  return [...ended, ...notes.map((note) => `note: ${note}`)].join("\n");
}
