import fs from "node:fs";
import path from "node:path";
import { binFolderOf, fillBinFolder, isBinFolderReady } from "./engine/bin-folder.mjs";
import { builtEngineKey, cacheFolder } from "./engine/cache.mjs";
import { downloadRelease, releases } from "./engine/download.mjs";
import { buildFromGoModule } from "./engine/go-module.mjs";
import { NoEngineError } from "./engine/no-engine-error.mjs";
import { findOnPath, isExecutable } from "./engine/on-path.mjs";
import { oldestVersion, pinnedVersion, versionOf } from "./engine/version.mjs";
import { madeBeside } from "./setup/beside.mjs";
import { withLock } from "./setup/lock.mjs";
import { projectRoot } from "./setup/root.mjs";
import { messageOf } from "./setup/script.mjs";
import { step } from "./setup/step.mjs";

export { engineEnvironment } from "./engine/environment.mjs";
export { runEngine } from "./engine/run.mjs";

/**
 * @typedef {"path" | "download" | "go-module"} Origin
 * @typedef {{ binFolder: string, pulumi: string, version: string, origin: Origin }} Engine
 * @typedef {{ root?: string, env?: NodeJS.ProcessEnv }} Place
 * @typedef {{ what: string, why: string }} Attempt something that was tried, and why it failed
 */

/**
 * The Pulumi engine that is there, without installing anything.
 * @param {Place} [place]
 * @returns {Promise<Engine>}
 */
export async function findEngine({ root = projectRoot, env = process.env } = {}) {
  /** @type {Attempt[]} */
  const attempts = [];
  const engine = await findInstalled(root, env, attempts);
  if (engine) return engine;
  throw new NoEngineError(attempts, 'run "npm test" or "npm run pulumi -- version", which get one');
}

/**
 * The Pulumi engine, from PATH, or else downloaded, or else built, once for all clones of a user.
 * @param {Place & { out?: NodeJS.WritableStream, from?: string }} [options] `from`: where releases are
 * @returns {Promise<Engine>}
 */
export async function ensureEngine(options = {}) {
  const { root = projectRoot, env = process.env, out = process.stderr, from = releases } = options;
  /** @type {Attempt[]} */
  const attempts = [];
  const engine = await findInstalled(root, env, attempts);
  if (engine) return engine;
  const lockFile = path.join(cacheFolder(env), `${builtEngineKey()}.lock`);
  return withLock(lockFile, out, async (lock) => {
    // Another process may have got one while we waited for the lock.
    const installed = await findInstalled(root, env, []);
    return installed ?? install({ root, env, out, from, lock }, attempts.slice(0, 1));
  });
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {Attempt[]} attempts
 * @returns {Promise<Engine | undefined>}
 */
async function findInstalled(root, env, attempts) {
  const onPath = await findOnPath(env);
  if ("version" in onPath) return engineIn(onPath.binFolder, "path", onPath.version);
  attempts.push({ what: `pulumi ${oldestVersion} or later on PATH`, why: onPath.why });
  const downloaded = downloadFolder(env);
  if (await isPinned(downloaded)) return engineIn(downloaded, "download");
  attempts.push({ what: `the download in ${downloaded}`, why: "there is none" });
  const built = path.join(cacheFolder(env), builtEngineKey());
  if (await isBuiltEngineReady(root, built)) return engineIn(binFolderOf(root), "go-module");
  attempts.push({ what: `the build in ${built}`, why: "there is none" });
  return undefined;
}

/**
 * @typedef {object} Installation
 * @property {string} root
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.WritableStream} out
 * @property {string} from where releases are
 * @property {import("./setup/lock.mjs").Lock} lock
 *
 * @param {Installation} installation
 * @param {Attempt[]} attempts what was tried before
 * @returns {Promise<Engine>}
 */
async function install({ root, env, out, from, lock }, attempts) {
  const downloaded = downloadFolder(env);
  const built = path.join(cacheFolder(env), builtEngineKey());
  try {
    const title = `download of Pulumi ${pinnedVersion}`;
    await step(out, title, () => madeBeside(downloaded, (draft) => downloadRelease(draft, from)));
    return engineIn(downloaded, "download");
  } catch (error) {
    attempts.push({ what: `the download from ${from}`, why: messageOf(error) });
  }
  try {
    const title = `build of Pulumi ${pinnedVersion} from its Go module (once, some minutes)`;
    await step(out, title, () =>
      madeBeside(built, (draft) => buildFromGoModule(draft, env, lock.adopt)),
    );
    fillBinFolder(root, path.basename(built), path.join(built, "pulumi"));
    return engineIn(binFolderOf(root), "go-module");
  } catch (error) {
    attempts.push({ what: "a build from its Go module", why: messageOf(error) });
  }
  throw new NoEngineError(attempts, "install the Pulumi CLI or Go, and run this again");
}

/**
 * True if the clone's own folder has the engine, filled from the cache where need be.
 * @param {string} root
 * @param {string} built
 */
async function isBuiltEngineReady(root, built) {
  const key = path.basename(built);
  if (isBinFolderReady(root, key) && (await isPinned(binFolderOf(root)))) return true;
  if (!(await isPinned(built))) return false;
  fillBinFolder(root, key, path.join(built, "pulumi"));
  return true;
}

/** @param {string} folder */
async function isPinned(folder) {
  const pulumi = path.join(folder, "pulumi");
  return isExecutable(pulumi) && (await versionOf(pulumi)) === pinnedVersion;
}

/** @param {NodeJS.ProcessEnv} env */
function downloadFolder(env) {
  const { platform, arch } = process;
  return path.join(cacheFolder(env), `download-${pinnedVersion}-${platform}-${arch}`);
}

/**
 * @param {string} folder
 * @param {Origin} origin
 * @param {string} [version]
 * @returns {Engine}
 */
function engineIn(folder, origin, version = pinnedVersion) {
  // Resolved, because the CLI compares the PATH it finds plugins on with where it really lies.
  const binFolder = origin === "path" ? folder : fs.realpathSync(folder);
  return { binFolder, pulumi: path.join(binFolder, "pulumi"), version, origin };
}
