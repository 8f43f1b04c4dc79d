/** AWS's names of members and ours, which differ in the first letter only. Pure. */
import { record } from "../lifecycle/json";
import type { Props } from "../lifecycle/ports";
import type { ReadOperation } from "./operation";

type Naming = Pick<ReadOperation, "hasSmallNames" | "maps">;

/** Arguments as AWS takes them, without what is not given. */
export function toAws({ hasSmallNames }: Naming, args: Props): Props {
  return renamed(args, hasSmallNames ? (name) => name : capitalised, []) as Props;
}

/** An answer under our names. */
export function fromAws({ maps = [] }: Naming, answer: Props): Props {
  return renamed(answer, lowered, maps) as Props;
}

/** Whether a member of one of these names is anywhere in it. */
export function hasMember(value: unknown, names: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => hasMember(item, names));
  return Object.entries(record(value)).some(
    ([name, item]) => (names.includes(name) && item !== undefined) || hasMember(item, names),
  );
}

function renamed(
  value: unknown,
  rename: (name: string) => string,
  maps: readonly string[],
): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename, maps));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const ours = rename(name);
      return [ours, maps.includes(ours) ? item : renamed(item, rename, maps)];
    }),
  );
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
