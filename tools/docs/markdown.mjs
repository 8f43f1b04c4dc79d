import path from "node:path";
import prettier from "prettier";

/**
 * A table; prettier aligns it.
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
export function table(heads, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "-")), ...rows.map(line)].join("\n");
}

/** @param {string} text */
const cell = (text) => text.replace(/\s+/g, " ").replace(/\|/g, "\\|").trim();

/** @param {string} text */
export const code = (text) => `\`${text}\``;

/**
 * The text with what stands between `<!-- name: from source -->` and `<!-- end -->` written anew.
 * @param {string} text
 * @param {(name: string, source: string) => string | undefined} make undefined: no such section
 */
export function withSections(text, make) {
  return text.replace(
    /(<!-- ([\w-]+): from ([^>]*?) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, opening, name, source, end) => {
      const content = make(name, source);
      if (content === undefined) throw new Error(`nobody makes the section "${name}"`);
      return `${opening}\n${content}\n\n${end}`;
    },
  );
}

/**
 * As `npm run format` leaves it, with the lines of texts as long as they may be.
 * @param {string} root
 * @param {string} text
 */
export async function formatted(root, text) {
  const options = await prettier.resolveConfig(path.join(root, "README.md"));
  return prettier.format(text, { ...options, parser: "markdown", proseWrap: "always" });
}
