import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../setup/root.mjs";

/**
 * What the pages are made from, besides the documentation in the sources.
 * @typedef {object} Facts
 * @property {readonly import("../../provider/lifecycle/kind.js").TaskKind[]} KINDS
 * @property {readonly string[]} RESULT_OUTPUTS
 * @property {readonly string[]} HINDRANCES
 * @property {number} OUR_TAG_COUNT
 * @property {readonly import("../../provider/reading/operation.js").ReadOperation[]} READS
 * @property {import("../../cli/policy.js").policyOf} policyOf
 * @property {import("../../cli/policy.js").rolesOf} rolesOf
 */

/**
 * From the sources themselves: what is built may be older.
 * @param {(file: string) => any} load what a TypeScript file exports
 * @returns {Facts}
 */
export function factsFrom(load) {
  const from = (/** @type {string} */ file) => load(path.join(projectRoot, file));
  const { KINDS } = from("provider/kinds/index.ts");
  const { RESULT_OUTPUTS, HINDRANCES } = from("provider/lifecycle/state.ts");
  const { OUR_TAG_COUNT } = from("provider/lifecycle/identity.ts");
  const { policyOf, rolesOf } = from("cli/policy.ts");
  // Each service has its read operations in a file of their own; a module's names have no order.
  const READS = fs
    .readdirSync(path.join(projectRoot, "provider", "kinds"))
    .map((service) => path.join("provider", "kinds", service, "reads.ts"))
    .filter((file) => fs.existsSync(path.join(projectRoot, file)))
    .flatMap((file) => Object.values(from(file)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { KINDS, READS, RESULT_OUTPUTS, HINDRANCES, OUR_TAG_COUNT, policyOf, rolesOf };
}
