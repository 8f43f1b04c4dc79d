/** Until when the download of a task works that another stack hands on. */
import { KINDS } from "../kinds";
import { type Offer, taskName } from "../lifecycle/handover";
import type { Props } from "../lifecycle/ports";

/** By kind: the output that says it, and the function that gets a new one. */
const DOWNLOADS: Readonly<Record<string, { until: string; renewedBy: string }>> = {
  "discovery:ExportTask": {
    until: "configurationsDownloadUrlExpiresAt",
    renewedBy: "discovery.getExportTasks",
  },
};

/** What to say of a download that works no more; `isLost` where no new one is to be had. */
export function expiredDownload(
  offer: Offer,
  result: Props,
  nowMs: number,
): { readonly text: string; readonly isLost: boolean } | undefined {
  const taskKind = String(result.taskKind);
  const download = Object.hasOwn(DOWNLOADS, taskKind) ? DOWNLOADS[taskKind] : undefined;
  const until = download && result[download.until];
  if (!download || typeof until !== "string" || !(Date.parse(until) <= nowMs)) return undefined;
  const when = offer.isSecret ? "" : ` (${until})`;
  const url = `the download URL of ${taskName(offer, result, KINDS)} in stack ${offer.stack}`;
  const isLost = result.recordExpired === true;
  const next = isLost
    ? ", and AWS has forgotten the task: change its `triggers` for another download"
    : `: ${download.renewedBy} gets a new one`;
  return { text: `${url} has expired${when}${next}`, isLost };
}
