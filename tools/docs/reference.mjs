import { code, table } from "./markdown.mjs";
import { rulesOf } from "./rules.mjs";

/**
 * @typedef {import("../../provider/lifecycle/kind.js").TaskKind} TaskKind
 * @typedef {import("../../provider/lifecycle/validate.js").Field} Field
 * @typedef {import("./members.mjs").Member} Member
 * @typedef {import("./members.mjs").Interface} Interface
 * @typedef {import("./members.mjs").Interfaces} Interfaces
 */

/**
 * What a kind takes: AWS's member, rules, and what a change means.
 * @param {TaskKind} kind
 * @param {Interfaces} interfaces those of its service
 */
export function inputsTable(kind, interfaces) {
  const { members } = interfaceOf(interfaces, kind, "Inputs");
  const rows = Object.entries(kind.fields).flatMap(([name, field]) =>
    inputRows(kind, [], name, field, members),
  );
  return table(["input", startOf(kind, interfaces), "rules", "a change", "meaning"], rows);
}

/**
 * @param {TaskKind} kind
 * @param {readonly { shown: string, aws: string }[]} above the inputs it is in, and AWS's names
 * @param {string} name
 * @param {Field} field
 * @param {readonly Member[]} members among which its documentation is
 * @returns {string[][]}
 */
function inputRows(kind, above, name, field, members) {
  const member = members.find((one) => one.name === name);
  const aws = member?.awsMember ?? awsName(kind, name, above.at(-1)?.aws);
  const list = field.type === "list" && field.items?.type === "object" ? field.items : undefined;
  const place = [...above, { shown: list ? `${name}[]` : name, aws }];
  const meaning = (member?.doc ?? "").replace(/ ?Recorded only once started\./, "");
  const [top = name] = [...above.map(({ shown }) => shown.replace("[]", "")), name];
  const shown = code(shortened([...above.map((one) => one.shown), name]));
  const row = [shown, code(aws), rulesOf(field), changeOf(kind, top), meaning];
  const fields = list?.fields ?? (field.type === "object" ? field.fields : {});
  const inner = Object.entries(fields).flatMap(([each, one]) =>
    inputRows(kind, place, each, one, member?.members ?? []),
  );
  return [row, ...inner];
}

/** @param {readonly string[]} names */
const shortened = (names) => [...(names.length > 2 ? ["…"] : []), ...names.slice(-2)].join(".");

/**
 * AWS's name of a member that the documentation leaves out: the same, but for the first letter.
 * @param {TaskKind} kind
 * @param {string} name
 * @param {string | undefined} above
 */
function awsName(kind, name, above) {
  if (above === undefined) throw new Error(`${kind.type}: ${name} does not say which member it is`);
  return /^[a-z]/.test(above) ? name : name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * @param {TaskKind} kind
 * @param {string} input
 */
function changeOf({ replaces, recordedOnly }, input) {
  if (replaces.includes(input)) return "a new task";
  return recordedOnly.includes(input) ? "recorded only" : "stored";
}

/**
 * What AWS tells of a task, what there is once it has succeeded, and what `result` has of it.
 * @param {TaskKind} kind
 * @param {Interfaces} interfaces
 * @param {{ RESULT_OUTPUTS: readonly string[], HINDRANCES: readonly string[] }} names
 */
export function outputsText(kind, interfaces, { RESULT_OUTPUTS, HINDRANCES }) {
  const { operation } = kind.describe([""]).request;
  const rows = (/** @type {"Outputs" | "Success"} */ part) =>
    interfaceOf(interfaces, kind, part).members.map((one) => outputRow(kind, one));
  const heads = (/** @type {string} */ output) => [output, operation, "type", "meaning"];
  const hindrances = HINDRANCES.filter((name) => name !== "artifactGone" || kind.usable);
  const result = ["id", ...RESULT_OUTPUTS, ...kind.result];
  return [
    table(heads("output"), rows("Outputs")),
    table(heads("once it has succeeded"), rows("Success")),
    `\`result\` has ${result.map(code).join(", ")}; where there is no success also ` +
      `${hindrances.map(code).join(" or ")}.`,
  ].join("\n\n");
}

/**
 * @param {TaskKind} kind
 * @param {Member} member
 */
function outputRow({ secretOutputs }, { name, type, doc, awsMember, awsOperation }) {
  const aws = awsMember === undefined ? "made here" : code(awsMember);
  const source = awsOperation === undefined ? aws : `${aws} of ${awsOperation}`;
  return [
    code(name),
    source,
    `${code(type)}${secretOutputs?.includes(name) ? ", secret" : ""}`,
    doc,
  ];
}

/** @param {TaskKind} kind */
export function statesTable({ states, dying, statusOutput }) {
  const all = ["running", "succeeded", "failed"].map((state) => {
    const words = Object.keys(states).filter((status) => states[status] === state);
    return [code(state), words.map(code).join(", ")];
  });
  const ending = dying.map(code).join(", ");
  const note = ending && `\n\n${ending}: on its way to failure; nobody takes such a task up.`;
  return table(["`taskState`", `AWS's words (\`${statusOutput}\`)`], all) + note;
}

/** @param {TaskKind} kind */
export function defaultsText({ defaults: { timeouts, polling } }) {
  const { start, wait, cancel } = timeouts;
  const limits = [
    `${code("timeouts.start")} ${start}, ${code("timeouts.wait")} ${wait}`,
    ...(cancel === undefined ? [] : [`${code("timeouts.cancel")} ${cancel}`]),
    `${code("polling")} from ${polling.minInterval} to ${polling.maxInterval}`,
  ];
  return `Defaults of ours, not AWS's: ${limits.join(", ")}.`;
}

/**
 * @param {TaskKind} kind
 * @param {Interfaces} interfaces
 */
export function remediesText(kind, interfaces) {
  const { remedies, causes } = kind;
  const start = startOf(kind, interfaces);
  const codes = new Map(/** @type {[string, string[]][]} */ ([]));
  for (const [name, remedy] of Object.entries(remedies)) {
    // The name of a call stands for its denial.
    const said = name === start ? `${code(name)} is denied` : code(name);
    codes.set(remedy, [...(codes.get(remedy) ?? []), said]);
  }
  const rows = [...codes].map(([remedy, names]) => [names.join(", "), remedy]);
  const told = table(["AWS says", "what to do"], rows);
  const words = [...new Set(causes.map(({ remedy }) => remedy))].filter((one) => !codes.has(one));
  if (words.length === 0) return told;
  const list = words.map((remedy) => `- ${remedy}`).join("\n");
  return `${told}\n\nWhere AWS gives no code, its words may point to one of these:\n\n${list}`;
}

/**
 * The operation that starts a task, from "the members of EC2 ExportImage".
 * @param {TaskKind} kind
 * @param {Interfaces} interfaces
 */
function startOf(kind, interfaces) {
  const { doc } = interfaceOf(interfaces, kind, "Inputs");
  const operation = doc.match(/the members of (?:\w+ )*(\w+)\.$/)?.[1];
  if (operation === undefined) throw new Error(`${kind.type}: its inputs name no operation`);
  return operation;
}

/**
 * @param {Interfaces} interfaces
 * @param {TaskKind} kind
 * @param {"Inputs" | "Outputs" | "Success"} part
 * @returns {Interface}
 */
function interfaceOf(interfaces, { type }, part) {
  const name = `${type.split(":")[1]}${part}`;
  const found = interfaces.get(name);
  if (!found) throw new Error(`${type}: there is no interface ${name}`);
  return found;
}
