/** A program's folder with the packed package in it, as one package manager makes it. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {
  absentIn,
  EXTRAS,
  type Extra,
  type Layout,
  managerOf,
  reasonIn,
  registryEnvironment,
} from "./layouts";
import { type Command, run } from "./run";
import { manifest, newFolder, tarball, tarballWithoutOptional } from "./tarball";

export interface Installation {
  readonly folder: string;
  /** The command line that runs this command as the manager's users do. */
  command(...command: Command): Command;
  /** The command line of a command that a package has. */
  bin(name: string, ...args: readonly string[]): Command;
}

const begun = new Map<Layout, Promise<Installation | { why: string }>>();

/**
 * For a `before` hook: the program's folder, installed once for all tests; or all tests of the
 * `describe` are skipped, which then says why.
 */
export async function installationOrSkip(
  context: Mocha.Context,
  layout: Layout,
): Promise<Installation> {
  const installing = begun.get(layout) ?? install(layout);
  begun.set(layout, installing);
  const installed = await installing;
  if ("folder" in installed) return installed;
  return skip(context, installed.why);
}

/** Skips all tests of the `describe` whose `before` this is, and lets its title tell why. */
export function skip(context: Mocha.Context, why: string): never {
  const suite = context.test?.parent;
  if (suite) suite.title += ` (${why})`;
  return context.skip();
}

/** True if the extra is there. */
export const has = ({ folder }: Installation, extra: Extra): boolean =>
  fs.existsSync(path.join(folder, "node_modules", extra, "package.json"));

async function install(layout: Layout): Promise<Installation | { why: string }> {
  const manager = await managerOf(layout);
  if ("why" in manager) return manager;
  const folder = newFolder(layout.name.replace(/\W+/g, "-"));
  const program = {
    name: "program",
    private: true,
    dependencies: {
      "@pulumi/pulumi": layout.pulumi ?? manifest().devDependencies["@pulumi/pulumi"],
      "pulumi-aws-tasks": `file:${await tarballFor(layout)}`,
    },
    // What can't be had must not keep the rest away.
    optionalDependencies: Object.fromEntries(
      (layout.extras ?? []).map((extra) => [extra, EXTRAS[extra]]),
    ),
  };
  const files = { ...layout.files, "package.json": JSON.stringify(program) };
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), text);
  }
  const env = { ...(await registryEnvironment()), ...layout.env };
  const { code, output } = await run([...manager.command, ...layout.install], folder, env);
  if (code !== 0 && isUnreachable(output)) return { why: reasonIn(output) };
  assert.equal(code, 0, `${layout.name}:\n${output}`);
  const { exec } = layout;
  return {
    folder,
    command: (...command) => (exec ? [...manager.command, ...exec, ...command] : command),
    bin: (name, ...args) =>
      exec
        ? [...manager.command, "run", name, ...args]
        : [path.join(folder, "node_modules", ".bin", name), ...args],
  };
}

async function tarballFor({ needsAll = false }: Layout): Promise<string> {
  const optional = Object.keys(manifest().optionalDependencies ?? {});
  const absent = needsAll ? await absentIn(optional) : undefined;
  if (absent === undefined) return tarball();
  console.log(`      tried without the optional ${absent}, which this registry has not`);
  return tarballWithoutOptional();
}

/** No answer at all is the registry's fault; one that refuses a package we name is ours. */
const isUnreachable = (output: string): boolean =>
  /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(output);
