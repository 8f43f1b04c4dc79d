import fs from "node:fs";
import path from "node:path";
import { localFolder } from "../setup/root.mjs";
import { isExecutable } from "./on-path.mjs";

/**
 * The clone's own folder for an engine that was built: the CLI, our language host and the plugin
 * for dynamic resources side by side. The last two depend on the clone's node_modules, so they
 * can't lie in the cache; and the CLI warns of plugins on PATH that are not beside its *resolved*
 * binary, so it is a hard link (or a copy), not a symbolic one.
 * @param {string} root
 */
export const binFolderOf = (root) => path.join(localFolder(root), "bin");

const hostScript = `#!/bin/sh
# Written by tools/engine/bin-folder.mjs; relative, so that the clone can be moved.
exec node "\${0%/*}/../../tools/language-host/main.mjs" "$@"
`;
const dynamicPlugin = "pulumi-resource-pulumi-nodejs";
const pluginTarget = path.join("..", "..", "node_modules", "@pulumi", "pulumi", dynamicPlugin);

/**
 * @param {string} root
 * @param {string} key of the engine that should be in it
 */
export function isBinFolderReady(root, key) {
  const folder = binFolderOf(root);
  try {
    return (
      fs.readFileSync(path.join(folder, "engine"), "utf8") === key &&
      fs.readFileSync(path.join(folder, "pulumi-language-nodejs"), "utf8") === hostScript &&
      fs.readlinkSync(path.join(folder, dynamicPlugin)) === pluginTarget &&
      isExecutable(path.join(folder, "pulumi"))
    );
  } catch {
    return false;
  }
}

/**
 * Each file is put in one step, the name of the engine last: half a folder is not ready.
 * @param {string} root
 * @param {string} key
 * @param {string} pulumi the binary in the cache
 */
export function fillBinFolder(root, key, pulumi) {
  const folder = binFolderOf(root);
  fs.mkdirSync(folder, { recursive: true });
  place(folder, "pulumi", (draft) => linkOrCopy(pulumi, draft));
  place(folder, "pulumi-language-nodejs", (draft) => {
    fs.writeFileSync(draft, hostScript, { mode: 0o755 });
  });
  place(folder, dynamicPlugin, (draft) => fs.symlinkSync(pluginTarget, draft));
  place(folder, "engine", (draft) => fs.writeFileSync(draft, key));
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {(draft: string) => void} make
 */
function place(folder, name, make) {
  const draft = path.join(folder, `${name}.draft-${process.pid}`);
  fs.rmSync(draft, { force: true });
  make(draft);
  fs.renameSync(draft, path.join(folder, name));
  // Renaming a link over another link to the same file does nothing: the draft stays.
  fs.rmSync(draft, { force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function linkOrCopy(from, to) {
  try {
    fs.linkSync(from, to);
  } catch {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
  }
}
