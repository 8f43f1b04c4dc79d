import { code, table } from "./markdown.mjs";

/**
 * @typedef {import("./members.mjs").Interfaces} Interfaces
 * @typedef {import("../../provider/lifecycle/kind.js").TaskKind} TaskKind
 */

/** @param {Interfaces} interfaces */
export const commonInputsTable = (interfaces) => membersTable("input", interfaces, "CommonInputs");

/** @param {Interfaces} interfaces */
export const roleTable = (interfaces) => membersTable("member", interfaces, "AssumeRole");

/** @param {Interfaces} interfaces */
export const commonOutputsTable = (interfaces) =>
  membersTable("output", interfaces, "CommonOutputs");

/**
 * @param {string} head
 * @param {Interfaces} interfaces
 * @param {string} name
 */
function membersTable(head, interfaces, name) {
  const found = interfaces.get(name);
  if (!found) throw new Error(`there is no interface ${name}`);
  const rows = found.members.map((one) => [code(one.name), code(one.type), one.doc]);
  return table([head, "type", "meaning"], rows);
}

/** @param {readonly TaskKind[]} kinds */
export function defaultsTable(kinds) {
  const rows = kinds.map(({ type, defaults: { timeouts, polling } }) => [
    code(type.replace(":", ".")),
    ...[timeouts.start, timeouts.wait, timeouts.cancel ?? ""],
    ...[polling.minInterval, polling.maxInterval],
  ]);
  const heads = ["start", "wait", "cancel"].map((name) => code(`timeouts.${name}`));
  const intervals = ["minInterval", "maxInterval"].map((name) => code(`polling.${name}`));
  return table(["resource", ...heads, ...intervals], rows);
}
