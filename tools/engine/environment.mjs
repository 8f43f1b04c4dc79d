import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { localFolder, projectRoot } from "../setup/root.mjs";

/** Stacks of the local backend hold no one's secrets; a constant survives a removed .pulumi-local. */
const localPassphrase = "pulumi-aws-tasks-local";

/**
 * The environment in which the engine runs: `base`, and for what it leaves unset a backend, a home
 * and settings of this clone's own, so that nothing of the user's is touched.
 * @param {import("../engine.mjs").Engine} engine
 * @param {{ base?: NodeJS.ProcessEnv, root?: string }} [options]
 * @returns {NodeJS.ProcessEnv}
 */
export function engineEnvironment(engine, { base = process.env, root = projectRoot } = {}) {
  const local = localFolder(root);
  /** @type {NodeJS.ProcessEnv} */
  const defaults = {
    PULUMI_HOME: path.join(local, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Without it the engine makes one diff after another, and ours wait.
    PULUMI_PARALLEL_DIFF: "true",
    ...(base["PULUMI_BACKEND_URL"] ? {} : localBackend(local, base)),
  };
  const unset = Object.entries(defaults).filter(([name]) => isUnset(name, base[name]));
  return { ...base, PATH: searchPath(engine, base), ...Object.fromEntries(unset) };
}

/** An empty passphrase or identity is a choice; anything else that is empty counts as unset. */
const mayBeEmpty = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_AWS_TASKS_IDENTITY"];

/**
 * @param {string} name
 * @param {string | undefined} value
 */
const isUnset = (name, value) =>
  value === undefined || (value === "" && !mayBeEmpty.includes(name));

/**
 * What goes with our own backend only: a known passphrase has no place in the user's stacks, and
 * the identity tells two local backends with equal stack names apart.
 * @param {string} local
 * @param {NodeJS.ProcessEnv} base
 */
function localBackend(local, base) {
  const state = path.join(local, "state");
  fs.mkdirSync(state, { recursive: true });
  return {
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_AWS_TASKS_IDENTITY: localIdentity(path.join(local, "identity")),
    ...(base["PULUMI_CONFIG_PASSPHRASE_FILE"] ? {} : { PULUMI_CONFIG_PASSPHRASE: localPassphrase }),
  };
}

/**
 * Random, made once and kept beside the backend; of two who make it at once the first one's counts.
 * @param {string} file
 */
function localIdentity(file) {
  if (!fs.existsSync(file)) {
    const draft = `${file}.draft-${process.pid}`;
    fs.writeFileSync(draft, randomUUID());
    try {
      fs.linkSync(draft, file);
    } catch {
      // The other one was first.
    }
    fs.rmSync(draft, { force: true });
  }
  return fs.readFileSync(file, "utf8").trim();
}

/**
 * An engine of ours goes first, so that its plugins are found beside it; the user's own is on PATH
 * already, and putting its folder first would change which node or git is found.
 * @param {import("../engine.mjs").Engine} engine
 * @param {NodeJS.ProcessEnv} base
 */
function searchPath({ binFolder, origin }, base) {
  const folders = (base["PATH"] ?? "").split(path.delimiter);
  if (origin === "path" || folders[0] === binFolder) return base["PATH"];
  return [binFolder, ...folders.filter((folder) => folder !== binFolder)].join(path.delimiter);
}
