import { createHash } from "node:crypto";
import fs from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pinnedVersion } from "./version.mjs";

/**
 * Where engines are kept, for all clones of this user.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env) {
  return env["PULUMI_AWS_TASKS_CACHE"] || path.join(homedir(), ".cache", "pulumi-aws-tasks");
}

/** The flags that decide the binary: `-X` because the Automation API refuses a CLI without version. */
export const buildFlags = [
  "-mod=readonly",
  "-ldflags",
  `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`,
];

/**
 * Names one build: version, system, and a hash of all that goes into it.
 * @param {{ goMod: string, goSum: string, flags: readonly string[] }} parts
 * @param {string} [platform]
 * @param {string} [arch]
 */
export function engineKey(parts, platform = process.platform, arch = process.arch) {
  const hash = createHash("sha256");
  for (const part of [parts.goMod, parts.goSum, ...parts.flags]) hash.update(part).update("\0");
  const digest = hash.digest("hex").slice(0, 16);
  return `engine-${pinnedVersion}-${platform}-${arch}-${digest}`;
}

/** The key of the engine that this clone's go.mod and go.sum describe. */
export function builtEngineKey() {
  /** @param {string} name */
  const read = (name) => fs.readFileSync(new URL(name, import.meta.url), "utf8");
  return engineKey({ goMod: read("go.mod"), goSum: read("go.sum"), flags: buildFlags });
}
