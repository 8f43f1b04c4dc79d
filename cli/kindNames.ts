/** How people name task kinds: `ec2:ExportImageTask`, `ec2.ExportImageTask`, or all of `ec2`. */
import { KINDS } from "../provider/kinds";
import type { TaskKind } from "../provider/lifecycle/kind";

/** As programs write it. */
export function nameOf({ type }: TaskKind): string {
  return type.replace(":", ".");
}

/** The kinds of that name, none if there are none. */
export function kindsNamed(name: string): readonly TaskKind[] {
  const type = name.replace(".", ":");
  return KINDS.filter((kind) => kind.type === type || kind.type.startsWith(`${type}:`));
}

export const KIND_NAMES = KINDS.map(nameOf).join(", ");
