/**
 * Makes what AWS answers fit for Pulumi's state. The host throws on `undefined`, bigint and bytes
 * after `create` returned, which would orphan the task, and turns a `Date` into `{}`. Pure.
 */
import type { Props } from "./ports";

/** Plain JSON: times as ISO 8601, whole numbers too large as text, bytes as base64, no holes. */
export function toJson(value: Props): Props {
  return convert(value, false) as Props;
}

/** As {@link toJson} for an answer of AWS, whose empty strings stand for "nothing". */
export function answerToJson(answer: object): Props {
  return convert(answer, true) as Props;
}

function convert(value: unknown, isAnswer: boolean): unknown {
  switch (typeof value) {
    case "string":
      return isAnswer && value === "" ? undefined : wellFormed(value);
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    case "object":
      return value === null ? (isAnswer ? undefined : null) : convertObject(value, isAnswer);
    default:
      return undefined;
  }
}

function convertObject(value: object, isAnswer: boolean): unknown {
  if (value instanceof Date) return Number.isNaN(+value) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) {
    return value.map((item) => convert(item, isAnswer)).filter((item) => item !== undefined);
  }
  // A union member newer than this SDK: `{ $unknown: [name, value] }`.
  if (isAnswer && "$unknown" in value && Array.isArray(value.$unknown)) {
    return convertObject({ [String(value.$unknown[0])]: value.$unknown[1] }, isAnswer);
  }
  const entries = Object.entries(value)
    .filter(([key]) => !isAnswer || key !== "$metadata")
    .map(([key, item]) => [wellFormed(key), convert(item, isAnswer)] as const)
    .filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries);
}

/** Half a surrogate pair is no UTF-8, which is all that the engine takes. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** The value if it is an object, else an empty one. */
export function record(value: unknown): Props {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Props)
    : {};
}
