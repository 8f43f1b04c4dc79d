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
    list ? oneByOne(name, list) : "",
  ]);
  return table(["function, and its `…Output`", "asks", "arguments", "gives", "one by one"], rows);
}

/**
 * @param {string} name
 * @param {NonNullable<ReadOperation["list"]>} list
 */
function oneByOne(name, { largestPage }) {
  const page = largestPage === undefined ? "" : `, ${largestPage} a page`;
  return code(name.replace(/\.(get|list)/, ".iterate")) + page;
}

/**
 * An answer that has the argument again is the task itself.
 * @param {ReadOperation["fields"]} fields
 * @param {string | undefined} member
 */
function givenBy(fields, member) {
  return member === undefined || Object.hasOwn(fields, member) ? "the members" : code(member);
}
