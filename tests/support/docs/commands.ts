/** Every command that the documents tell people to run, and who runs it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "./documents";
import type { Command } from "./shell";

/** The file that runs it; or why none does. */
type Run = { readonly by: string } | { readonly byNobody: string };
type Known = Run & { readonly options?: readonly string[] };

const JOURNEY = "tests/engine/journey.test.ts";
const OPTIONS = "tests/engine/options/options.test.ts";
const PULUMIS = "Pulumi's own: nothing of ours is called";

/** Pulumi's commands, with those of their options that are shown. */
const PULUMI: Readonly<Record<string, Known>> = {
  up: {
    by: JOURNEY,
    options: [
      ...["--yes", "--stack", "--skip-preview", "--refresh", "--replace", "--target"],
      "--non-interactive",
    ],
  },
  preview: { by: JOURNEY },
  refresh: { by: JOURNEY, options: ["--yes", "--clear-pending-creates"] },
  destroy: { by: JOURNEY, options: ["--yes"] },
  cancel: { by: "tests/engine/killed.test.ts" },
  "config set": { by: "tests/engine/secrets.test.ts", options: ["--path", "--secret"] },
  "config rm": { byNobody: PULUMIS },
  "stack init": { by: "tests/engine/support/example.ts" },
  "stack output": { by: "tests/engine/secrets.test.ts", options: ["--show-secrets"] },
  "stack export": { byNobody: PULUMIS, options: ["--stack", "--file"] },
  "stack rename": { by: OPTIONS },
  "state move": { by: OPTIONS },
  import: { byNobody: "the text says that it fails" },
  new: { byNobody: PULUMIS },
};

/** npm's own commands; its scripts are in package.json. */
const NPM: Readonly<Record<string, Run>> = {
  install: { by: "tests/engine/package.test.ts" },
  ci: { by: "tools/setup/dependencies.mjs" },
  pack: { by: "tests/packaging/support/tarball.ts" },
  test: { by: "tools/test.mjs" },
};

/** The AWS CLI against the emulator. */
const AWS = { by: "tests/clients/awsCli/terminal.ts" };

const VARIABLES = /^(AWS|PULUMI)_[A-Z_]+$/;

/** What is wrong with it, or undefined where it is known. */
export function complaintOf(command: Command): string | undefined {
  const { words, variables } = command;
  const strange = variables.find((one) => !VARIABLES.test(one));
  if (strange !== undefined) return `${strange} is not a variable of AWS's, Pulumi's or ours`;
  const [name = "", ...rest] = words;
  const judge = Object.hasOwn(JUDGES, name) ? JUDGES[name]! : () => `${name} is not known`;
  return name === "" ? undefined : judge(rest);
}

const JUDGES: Readonly<Record<string, (words: readonly string[]) => string | undefined>> = {
  // commands.test.ts looks for the folder, and sends the request.
  cd: () => undefined,
  curl: () => undefined,
  export: ([assignment = ""]) =>
    VARIABLES.test(assignment.split("=")[0]!) ? undefined : `${assignment} is not known`,
  npm: npmComplaint,
  npx: npxComplaint,
  pulumi: pulumiComplaint,
  yarn: yarnComplaint,
  aws: ([service, operation = ""]) => {
    const text = fs.readFileSync(path.join(root, AWS.by), "utf8");
    const isRun = text.includes(`"${service}", "${operation}"`);
    return isRun ? undefined : `${AWS.by} does not run aws ${service} ${operation}`;
  },
};

function npmComplaint([first = "", ...rest]: readonly string[]): string | undefined {
  if (first !== "run") return runComplaint(`npm ${first}`, NPM[first]);
  const [script = "", ...more] = rest.filter((word) => word !== "--silent");
  const { scripts } = manifest();
  if (!Object.hasOwn(scripts, script)) return `package.json has no script ${script}`;
  return script === "pulumi" && more[0] === "--" ? pulumiComplaint(more.slice(1)) : undefined;
}

/** By it Pulumi is run where there is no node_modules, which tests/full/packaging.test.ts does. */
function yarnComplaint([first = "", ...rest]: readonly string[]): string | undefined {
  if (first === "exec" && rest[0] === "pulumi") return pulumiComplaint(rest.slice(1));
  return first === "run" ? npxComplaint(rest) : `yarn ${first} is not known`;
}

/** Our own commands: the options are those that their help names. */
function npxComplaint(words: readonly string[]): string | undefined {
  const [name = "", ...rest] = words[0] === "--package" ? words.slice(2) : words;
  const { bin } = manifest();
  if (!Object.hasOwn(bin, name)) return `package.json has no command ${name}`;
  const help = helpOf(bin[name]!, rest[0]?.startsWith("-") === false ? rest[0] : undefined);
  const unknown = rest.filter((word) => word.startsWith("--") && !help.has(word));
  return unknown.length === 0 ? undefined : `${name} has no option ${unknown.join(", ")}`;
}

function pulumiComplaint(words: readonly string[]): string | undefined {
  const named = words.filter((word, i) => word !== "-C" && words[i - 1] !== "-C");
  const two = named.slice(0, 2).join(" ");
  const name = Object.hasOwn(PULUMI, two) ? two : (named[0] ?? "");
  // Only an elision, such as "pulumi -- <arguments>".
  if (/^[<…]/.test(name)) return undefined;
  const known = PULUMI[name];
  const options = named.filter((word) => word.startsWith("--"));
  const unknown = options.filter((word) => !known?.options?.includes(word));
  if (known && unknown.length > 0) return `pulumi ${name}: no test runs ${unknown.join(", ")}`;
  return runComplaint(`pulumi ${name}`, known);
}

function runComplaint(name: string, run: Run | undefined): string | undefined {
  if (!run) return `${name} is in no table of tests/support/docs/commands.ts`;
  if ("byNobody" in run || fs.existsSync(path.join(root, run.by))) return undefined;
  return `${name}: there is no ${run.by}`;
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

function manifest(): Manifest {
  return JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
}

const helps = new Map<string, ReadonlySet<string>>();

/** The options that a command's help names, which are those it takes. */
export function helpOf(file: string, subcommand?: string): ReadonlySet<string> {
  const args = [file, ...(subcommand === undefined ? [] : [subcommand]), "--help"];
  const key = args.join(" ");
  if (!helps.has(key)) {
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const lines = stdout.match(/^ +(-\w, )?--[\w-]+/gm) ?? [];
    helps.set(key, new Set(lines.map((line) => line.slice(line.indexOf("--")))));
  }
  return helps.get(key)!;
}
