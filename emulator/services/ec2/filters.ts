import { AwsError } from "../../errors";
import type { filters } from "../../model/ec2Common";
import type { ValueOf } from "../../model/shapes";
import type { Tag } from "../../store";

export type Filters = ValueOf<typeof filters> | undefined;

/** The values that a thing has under the name of a filter; undefined: no such filter. */
type FilterValues<T> = (thing: T, name: string) => readonly string[] | undefined;

/** Keeps what fits every filter; a filter fits if one of its values does. `tag:` is any `tag:k`. */
export function filter<T>(
  things: readonly T[],
  given: Filters,
  names: readonly string[],
  valuesOf: FilterValues<T>,
): readonly T[] {
  const conditions = (given ?? []).map(({ Name = "", Values = [] }) => {
    if (!names.includes(/^tag:./.test(Name) ? "tag:" : Name)) {
      throw new AwsError("InvalidParameterValue", `The filter '${Name}' is invalid`);
    }
    return { name: Name, patterns: Values.map(wildcard) };
  });
  return things.filter((thing) =>
    conditions.every(({ name, patterns }) => {
      const values = valuesOf(thing, name) ?? [];
      return values.some((value) => patterns.some((pattern) => pattern.test(value)));
    }),
  );
}

/** What the filters `tag:k` and `tag-key` look at. */
export function tagValues(tags: readonly Tag[], name: string): readonly string[] | undefined {
  if (name === "tag-key") return tags.map(({ key }) => key);
  if (!name.startsWith("tag:")) return undefined;
  const wanted = name.slice("tag:".length);
  return tags.filter(({ key }) => key === wanted).map(({ value }) => value);
}

// EC2's filters know * and ?, and a backslash before one that is meant as it stands.
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*?\\])|([*?])|([.+^${}()|[\]\\])/g, (whole, quoted, wild) =>
    wild ? (wild === "*" ? "[^]*" : "[^]") : `\\${quoted ?? whole}`,
  );
  return new RegExp(`^${source}$`, "u");
}
