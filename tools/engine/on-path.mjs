import fs from "node:fs";
import path from "node:path";
import { isAtLeast, oldestVersion, versionOf } from "./version.mjs";

/**
 * The `pulumi` on PATH, if it is new enough and has its Node language host beside it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ binFolder: string, version: string } | { why: string }>}
 */
export async function findOnPath(env) {
  const pulumi = onPath("pulumi", env);
  if (!pulumi) return { why: "there is none" };
  const version = await versionOf(pulumi);
  if (!version) return { why: `${pulumi} does not tell its version` };
  if (!isAtLeast(version, oldestVersion)) {
    return { why: `${pulumi} is ${version}, older than ${oldestVersion}` };
  }
  const beside = [path.dirname(pulumi), path.dirname(fs.realpathSync(pulumi))];
  if (!beside.some((folder) => isExecutable(path.join(folder, "pulumi-language-nodejs")))) {
    return { why: `${pulumi} has no pulumi-language-nodejs beside it` };
  }
  return { binFolder: path.dirname(pulumi), version };
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function onPath(name, env) {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => names.map((each) => path.join(folder, each)))
    .find(isExecutable);
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
