import fs from "node:fs";
import path from "node:path";
import {
  commonInputsTable,
  commonOutputsTable,
  defaultsTable,
  roleTable,
  tagsTable,
} from "./everyTask.mjs";
import { functionsTable } from "./functions.mjs";
import { interfacesIn } from "./members.mjs";
import { withSections } from "./markdown.mjs";
import { policyText } from "./policies.mjs";
import { defaultsText, inputsTable, outputsText, remediesText, statesTable } from "./reference.mjs";

/** @typedef {import("./facts.mjs").Facts} Facts */

/**
 * The pages that are made from the code, in part, as they should be, not formatted yet.
 * @param {string} root
 * @param {Facts} facts
 * @returns {{ file: string, text: string }[]}
 */
export function generatedPages(root, facts) {
  const pages = facts.KINDS.map((kind) => resourcePage(root, kind, facts));
  return [...pages, everyTaskPage(root, facts), readingPage(root, facts)];
}

/** What a new page begins with; the words between the sections are written by hand. */
const SECTIONS = ["inputs", "outputs", "defaults", "states", "policy", "remedies"];

/**
 * @param {string} root
 * @param {Facts["KINDS"][number]} kind
 * @param {Facts} facts
 */
function resourcePage(root, kind, facts) {
  const [service = "", name = ""] = kind.type.split(":");
  const interfaces = interfacesIn(sources(root, path.join("provider", "kinds", service)));
  const file = path.join("docs", "resources", `${service}.${name}.md`);
  const sections = SECTIONS.map((each) => `<!-- ${each}: from the code -->\n<!-- end -->\n`);
  return written(root, file, [`# ${service}.${name}\n`, ...sections].join("\n"), {
    inputs: () => inputsTable(kind, interfaces),
    outputs: () => outputsText(kind, interfaces, facts),
    defaults: () => defaultsText(kind),
    states: () => statesTable(kind),
    policy: () => policyText(kind, facts),
    remedies: () => remediesText(kind, interfaces),
  });
}

/**
 * @param {string} root
 * @param {Facts} facts
 */
function everyTaskPage(root, { KINDS, OUR_TAG_COUNT }) {
  const interfaces = interfacesIn(sources(root, path.join("provider", "pulumi")));
  return written(root, path.join("docs", "resources", "every-task.md"), "", {
    inputs: () => commonInputsTable(interfaces),
    role: () => roleTable(interfaces),
    outputs: () => commonOutputsTable(interfaces),
    defaults: () => defaultsTable(KINDS),
    tags: () => tagsTable(KINDS, OUR_TAG_COUNT),
  });
}

/**
 * @param {string} root
 * @param {Facts} facts
 */
function readingPage(root, { READS }) {
  return written(root, path.join("docs", "reading.md"), "", {
    functions: () => functionsTable(READS),
  });
}

/**
 * @param {string} root
 * @param {string} folder
 */
function sources(root, folder) {
  const names = fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".ts"));
  return names.map((name) => fs.readFileSync(path.join(root, folder, name), "utf8"));
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} blank what is there if there is no such page yet
 * @param {Readonly<Record<string, () => string>>} makers
 */
function written(root, file, blank, makers) {
  const place = path.join(root, file);
  const text = fs.existsSync(place) ? fs.readFileSync(place, "utf8") : blank;
  const whole = withSections(text, (name, source) =>
    name === "program" ? program(root, source) : makers[name]?.(),
  );
  return { file, text: whole };
}

/**
 * A program of examples/, which a test runs.
 * @param {string} root
 * @param {string} file
 */
function program(root, file) {
  return `\`\`\`ts\n${fs.readFileSync(path.join(root, file), "utf8").trimEnd()}\n\`\`\``;
}
