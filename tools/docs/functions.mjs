import { code, table } from "./markdown.mjs";

/** @typedef {import("../../provider/reading/operation.js").ReadOperation} ReadOperation */

/**
 * What each function asks, takes and gives.
 * @param {readonly ReadOperation[]} reads
 */
export function functionsTable(reads) {
  const rows = reads.map(({ name, operation, fields, list, required }) => [
    code(name),
    operation,
    Object.keys(fields).map(code).join(", "),
    givenBy(fields, list?.member ?? required),
    list ? `${code(name.replace(/\.(get|list)/, ".iterate"))}, ${list.largestPage} a page` : "",
  ]);
  return table(["function, and its `…Output`", "asks", "arguments", "gives", "one by one"], rows);
}

/**
 * An answer that has the argument again is the task itself.
 * @param {ReadOperation["fields"]} fields
 * @param {string | undefined} member
 */
function givenBy(fields, member) {
  return member === undefined || Object.hasOwn(fields, member) ? "the members" : code(member);
}
