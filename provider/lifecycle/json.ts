/**
 * Makes what AWS answers fit for Pulumi's state. The host throws on `undefined`, bigint and bytes
 * after `create` returned, which would orphan the task, and turns a `Date` into `{}`. Pure.
 */
import type { Props } from "./ports";

/** Plain JSON: times as ISO 8601, whole numbers too large as text, bytes as base64, no holes. */
export function toJson(value: Props): Props {
  return convert(value, "state") as Props;
}

/** As {@link toJson} for an answer of AWS, whose empty strings, but for tags', stand for "nothing". */
export function answerToJson(answer: object): Props {
  return convert(answer, "answer") as Props;
}

/** Where a value comes from: in tags an empty string is what somebody gave. */
type From = "state" | "answer" | "tags of an answer";

const TAGS: ReadonlySet<string> = new Set(["Tags", "TagList", "TagSpecifications"]);

function convert(value: unknown, from: From): unknown {
  switch (typeof value) {
    case "string":
      return from === "answer" && value === "" ? undefined : wellFormed(value);
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    case "object":
      if (value !== null) return convertObject(value, from);
      return from === "state" ? null : undefined;
    default:
      return undefined;
  }
}

function convertObject(value: object, from: From): unknown {
  const isAnswer = from !== "state";
  if (value instanceof Date) return Number.isNaN(+value) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) {
    return value.map((item) => convert(item, from)).filter((item) => item !== undefined);
  }
  // A union member newer than this SDK: `{ $unknown: [name, value] }`.
  if (isAnswer && "$unknown" in value && Array.isArray(value.$unknown)) {
    return convertObject({ [String(value.$unknown[0])]: value.$unknown[1] }, from);
  }
  const entries = Object.entries(value)
    .filter(([key]) => !isAnswer || key !== "$metadata")
    .map(
      ([key, item]) =>
        [
          wellFormed(key),
          convert(item, isAnswer && TAGS.has(key) ? "tags of an answer" : from),
        ] as const,
    )
    .filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries);
}

/** Half a surrogate pair is no UTF-8, which is all that the engine takes. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The value if it is an object, else an empty one. */
export function record(value: unknown): Props {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
