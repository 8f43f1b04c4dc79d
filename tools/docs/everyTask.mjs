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
 * How many tags are left beside ours, and what they may be.
 * @param {readonly TaskKind[]} kinds
 * @param {number} ours how many a task gets that can have them
 */
export function tagsTable(kinds, ours) {
  const rows = kinds.map(({ type, tagging, tagRules }) => {
    const { most, keyLength, valueLength, alphabet } = tagRules;
    const left = tagging ? `${most - ours}` : `${most}`;
    const characters = alphabet === undefined ? "any" : lettersOf(alphabet);
    return [code(type.replace(":", ".")), left, `${keyLength}`, `${valueLength}`, characters];
  });
  return table(["resource", "tags", "a key", "a value", "characters"], rows);
}

const CLASSES = new Map([
  ["\\p{L}", "letters"],
  ["\\p{N}", "digits"],
  ["\\p{Z}", "spaces"],
]);

/**
 * A regular expression's class in words: `[\p{L}_\-]` is "letters and _ -".
 * @param {string} alphabet
 */
function lettersOf(alphabet) {
  const parts = alphabet.slice(1, -1).match(/\\p\{\w\}|\\?./g) ?? [];
  const words = parts.flatMap((part) => CLASSES.get(part) ?? []);
  const signs = parts.filter((part) => !CLASSES.has(part)).map((part) => part.replace("\\", ""));
  return `${words.join(", ")} and ${code(signs.join(" "))}`;
}

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
