/** The commands that a shell would run of a block, one by one. */
import type { Block } from "./documents";

export interface Command {
  readonly place: string;
  /** Without quotes; the first is what is run. */
  readonly words: readonly string[];
  /** Variables that are set for this command only. */
  readonly variables: readonly string[];
}

export function commandsIn({ place, text }: Block): Command[] {
  const lines = text.replace(/\\\n\s*/g, " ").split("\n");
  return lines.flatMap((line) => {
    const text = line.replace(/(^|\s)#.*$/, "").trim();
    return text === "" ? [] : text.split(/ (?:&&|\|) /).map((one) => commandOf(place, one));
  });
}

export function commandOf(place: string, text: string): Command {
  const all = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const first = all.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const words =
    first < 0 ? [] : all.slice(first).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  const variables = all.slice(0, all.length - words.length).map((word) => word.split("=")[0]!);
  return { place, words, variables };
}
