/** Texts of AWS and of files, fit to be shown. */

/**
 * AWS's words may repeat what was sent and may be anybody's: no presigned URL, no token and no key
 * may get onto a screen or into a log, and nothing that moves a terminal's cursor.
 */
export function safe(text: string): string {
  return text
    .replace(/\bhttps?:\/\/[^\s"']*\?[^\s"']*/gi, "[URL]")
    .replace(/\b(x-amz-security-token|x-amz-signature|signature)([:=])\s*\S+/gi, "$1$2[secret]")
    .replace(/\b(AKIA|ASIA)[0-9A-Z]{12,}\b/g, "[key]")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}

export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** `1 orphan`, `2 orphans`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
