import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ChildError, lastLines, runChild } from "../setup/child.mjs";
import { buildFlags } from "./cache.mjs";
import { onPath } from "./on-path.mjs";
import { pinnedVersion, versionOf } from "./version.mjs";

const moduleFolder = path.dirname(fileURLToPath(import.meta.url));

/**
 * Builds `pulumi` from its Go module into `folder`: works where only package registries are
 * reached. `go install …@version` can't (the module has replace directives), hence our own go.mod.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {(pid: number) => void} onStart
 */
export async function buildFromGoModule(folder, env, onStart) {
  // What goes beside it, the language host and the plugin, are scripts for a POSIX shell.
  if (process.platform === "win32") throw new Error("not on Windows");
  if (!onPath("go", env)) throw new Error("go is not on PATH");
  const pulumi = path.join(folder, "pulumi");
  const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
  // Go's temporary files go with the draft, should this be interrupted.
  const temporary = path.join(folder, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  try {
    await runChild("go", ["build", "-o", pulumi, ...buildFlags, command], {
      cwd: moduleFolder,
      env: { ...goEnvironment(env), GOTMPDIR: temporary },
      onStart,
    });
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    throw new Error(`go build failed: ${lastLines(error.output, 5)}`, { cause: error });
  }
  fs.rmSync(temporary, { recursive: true, force: true });
  const version = await versionOf(pulumi);
  if (version !== pinnedVersion) throw new Error(`what was built says version ${version}`);
}

/**
 * The user's, but for what would build for another system or in another module.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function goEnvironment(env) {
  /** @type {NodeJS.ProcessEnv} */
  const ours = { ...env, GOWORK: "off", GO111MODULE: "on" };
  delete ours["GOOS"];
  delete ours["GOARCH"];
  return ours;
}
