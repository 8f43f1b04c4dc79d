/**
 * EC2's filters, for where EC2 ignores them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
import type { ListField } from "../../lifecycle/validate";

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The rules of the argument `filters`; any name, unless these are all. */
export function filterField(names?: readonly string[]): ListField {
  return {
    type: "list",
    max: 50,
    items: {
      type: "object",
      fields: {
        name: { type: "string", required: true, min: 1, ...(names && { oneOf: names }) },
        values: { type: "list", required: true, min: 1, max: 200, items: { type: "string" } },
      },
    },
  };
}

/** A thing passes a filter if one of the values fits, and it has to pass all of them. */
export function passes(
  filters: readonly Filter[],
  valueOf: (name: string) => string | undefined,
): boolean {
  return filters.every(({ name, values }) => {
    const value = valueOf(name);
    return value !== undefined && values.some((pattern) => fits(value, pattern));
  });
}

/** `*` is any text, `?` any one character; after a backslash each is itself. */
function fits(value: string, pattern: string): boolean {
  const parts = [...pattern.matchAll(/\\?[^]/gu)].map(([part]) => {
    if (part === "*") return "[^]*";
    if (part === "?") return "[^]";
    return part.replace(/^\\(?=[^])/, "").replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "u").test(value);
}
