/** Keeps the values of secret inputs out of every text: AWS's own messages repeat what was sent. */
import type { Props } from "./ports";

/** The inputs that the program marked secret; their names are stored, to be known on refresh. */
export function secretNames(props: Props): ReadonlySet<string> {
  return new Set(Array.isArray(props.__secrets) ? props.__secrets.map(String) : []);
}

/** Shorter values are words of any text. */
const SHORTEST = 3;

/** The texts within secret inputs that nothing may repeat. */
export function secretsOf(props: Props): string[] {
  return [...secretNames(props)].flatMap((name) => stringsIn(props[name]));
}

export function redact(text: string, props: Props): string {
  const longestFirst = secretsOf(props).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((shown, value) => shown.replaceAll(value, "[secret]"), text);
}

/** The same of every text within a value. */
export function redactAll(value: unknown, props: Props): unknown {
  if (secretNames(props).size === 0) return value;
  if (typeof value === "string") return redact(value, props);
  if (Array.isArray(value)) return value.map((item) => redactAll(item, props));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, redactAll(item, props)]);
  return Object.fromEntries(entries);
}

/** Addresses with a query, but for those of AWS's own pages. */
const WITH_QUERY = /https?:\/\/(?!([\w-]+\.)*aws\.amazon\.com[/?])[^\s?]*\?\S*/gi;

/** Without presigned URLs, whoever has signed them: each lets in whoever has it. */
export function withoutUrls(text: string): string {
  return text.replace(WITH_QUERY, "[presigned URL]");
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length < SHORTEST ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
