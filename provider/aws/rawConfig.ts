/** Reads single settings in the forms in which Pulumi's host hands them over. Pure. */

/**
 * The configuration as Pulumi's host hands it over: full keys such as `aws:region`. Objects are
 * JSON in a stack's configuration, and objects in an explicit `Provider`.
 */
export type RawConfig = Readonly<Record<string, unknown>>;

/** Says what is wrong with it where it is used. */
export const UNREADABLE = "not JSON";

/** Pulumi's mark of a secret, which stays where one is within an object of a `Provider`. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Without marks of secrets; nothing said is undefined. Whatever else it is, `check` says of it. */
export function plain(value: unknown): unknown {
  const open = withoutNulls(value);
  return open === "" ? undefined : open;
}

/** An object or a list, undefined if there is none, or {@link UNREADABLE}. */
export function structure(value: unknown): unknown {
  const given = plain(value);
  if (typeof given !== "string") return given;
  try {
    const parsed: unknown = JSON.parse(given);
    return typeof parsed === "object" ? withoutNulls(parsed) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What is neither true nor false in any form stays as it is. */
export function truth(value: unknown): unknown {
  const given = plain(value);
  if (typeof given !== "string") return given;
  const word = given.toLowerCase();
  return word === "true" ? true : word === "false" ? false : given;
}

export function wholeNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** Lists arrive as JSON; one text stands for a list of one. What is in it, `check` says of it. */
export function list(value: unknown): unknown {
  const given = opened(value);
  if (given === undefined || given === null || given === "") return undefined;
  const all = typeof given === "string" ? (parsedList(given) ?? [given]) : given;
  if (!Array.isArray(all)) return all;
  // An account's id that was written as a number is too short if it began with a zero.
  return all.map(opened).map((item) => (typeof item === "number" ? String(item) : item));
}

function parsedList(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Of the environment's proxies those that we can use; others, such as SOCKS, are for others. */
export function proxy(address: string | undefined): string | undefined {
  if (address === undefined || /^https?:\/\//.test(address)) return address;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? undefined : `http://${address}`;
}

/** A member that is null says the same as one that is left out. */
function withoutNulls(given: unknown): unknown {
  const value = opened(given);
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls).filter((item) => item !== undefined);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutNulls(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function opened(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, SECRET)) return value;
  return opened((value as { value?: unknown }).value);
}
