import type { Shape } from "../model/shapes";

interface XmlStyle {
  readonly memberName: (name: string) => string;
  /** The element round each value of a list. */
  readonly item: string;
}

/** A value as XML elements, without the element that holds it. */
export function xmlContent(shape: Shape, value: unknown, style: XmlStyle): string {
  switch (shape.type) {
    case "structure":
      return Object.entries(shape.members)
        .map(([name, member]) => {
          const inner = (value as Record<string, unknown>)[name];
          if (inner === undefined) return "";
          return element(member.wire ?? style.memberName(name), xmlContent(member, inner, style));
        })
        .join("");
    case "list":
      return (value as unknown[])
        .map((item) => element(style.item, xmlContent(shape.item, item, style)))
        .join("");
    case "map":
      return Object.entries(value as Record<string, string>)
        .map(([key, item]) =>
          element("entry", element("key", text(key)) + element("value", text(item))),
        )
        .join("");
    case "timestamp":
      return new Date(value as number).toISOString();
    default:
      return text(String(value));
  }
}

export const xmlDocument = (root: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;

// AWS sends a member without content as an empty element, which clients read as "".
export const element = (name: string, content: string): string =>
  content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

export const text = (raw: string): string =>
  raw
    // XML 1.0 has no way to write these, escaped or not.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"\r]/g, (character) => escapes[character] ?? "");
