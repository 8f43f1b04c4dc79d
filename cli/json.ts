/** A report for machines. Of outputs it has none: a presigned URL is one. Pure. */
import { nameOf } from "./kindNames";
import type { Row } from "./rows";
import { safe } from "./text";
import type { Report } from "./view";

export function documentOf({ at, account, region, rows, notes, ...report }: Report): object {
  return {
    time: new Date(at).toISOString(),
    account,
    region,
    tasks: rows.map((row) => taskOf(row, at)),
    hidden: report.hidden,
    hiddenOrphans: report.hiddenOrphans,
    notes,
  };
}

/** What is not known is left out. */
function taskOf(row: Row, at: number): object {
  const { kind, id, state, status, message, percent, began, holder, stackTag } = row;
  return {
    kind: nameOf(kind),
    id,
    state,
    status: safe(status),
    message: message && safe(message),
    progressPercent: percent,
    startedAt: began === undefined ? undefined : new Date(began).toISOString(),
    ageSeconds: began === undefined ? undefined : Math.round((at - began) / 1_000),
    heldBy: holder && { stack: holder.stack, name: holder.name },
    stackTag,
    orphan: row.isOrphan,
    adopt: row.isOrphan && row.isAdoptable ? id : undefined,
  };
}
