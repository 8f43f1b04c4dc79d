/** @typedef {import("../../provider/lifecycle/validate.js").Field} Field */

/**
 * What `check` asks of an input, in words.
 * @param {Field} field
 * @returns {string}
 */
export function rulesOf(field) {
  return [...(field.required ? ["required"] : []), ...wordsOf(field)].join("; ");
}

/**
 * @param {Field} field
 * @returns {string[]}
 */
function wordsOf(field) {
  switch (field.type) {
    case "string":
      return stringWords(field);
    case "number":
      return [`${field.min} to ${field.max}`];
    case "boolean":
      return ["true or false"];
    case "object":
      return field.isUnion ? ["exactly one member"] : [];
    case "list":
      return listWords(field);
    case "map":
    case "any":
      return [];
  }
}

/** @param {Extract<Field, { type: "list" }>} field */
function listWords({ items, min, max }) {
  const most = max === undefined ? "" : min === max ? ` of ${max}` : ` of at most ${max}`;
  const each = items ? wordsOf(items) : [];
  return [[`a list${most}`, ...(each.length > 0 ? [`each ${each.join(", ")}`] : [])].join(", ")];
}

/** @param {Extract<Field, { type: "string" }>} field */
function stringWords({ oneOf, min = 0, max, maxBytes, form, pattern, isSensitive }) {
  if (oneOf) return [oneOf.map((word) => `\`${word}\``).join(" or ")];
  const words = [];
  if (max !== undefined) words.push(`${min > 0 ? `${min} to` : "at most"} ${max} characters`);
  else if (min > 0) words.push("not empty");
  if (maxBytes !== undefined) words.push(`at most ${maxBytes} bytes`);
  if (form !== undefined) words.push(`must ${form}`);
  else if (pattern) words.push(`must match \`${pattern.source}\``);
  if (isSensitive) words.push("kept as a secret");
  return words;
}
