import type { Shape } from "./shapes";

/** What a value names, by the roles in its model. */
interface Mentions {
  readonly ids: readonly string[];
  readonly hasTags: boolean;
}

export function mentions(shape: Shape, value: unknown): Mentions {
  const ids = new Set<string>();
  let hasTags = false;
  const walk = (at: Shape, inner: unknown): void => {
    if (inner === undefined || inner === null) return;
    if (at.role === "tags") hasTags ||= Object.keys(inner as object).length > 0;
    if (at.role === "id" && typeof inner === "string") ids.add(inner);
    if (at.type === "list" && Array.isArray(inner)) {
      for (const item of inner) walk(at.item, item);
    } else if (at.type === "structure") {
      for (const [name, member] of Object.entries(at.members)) {
        walk(member, (inner as Record<string, unknown>)[name]);
      }
    }
  };
  walk(shape, value);
  return { ids: [...ids], hasTags };
}
