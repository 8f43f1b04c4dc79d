import path from "node:path";
import { pathToFileURL } from "node:url";

export const projectRoot = path.resolve(__dirname, "../../..");

/** A module of tools/, which are plain ES modules: this file is compiled to CommonJS. */
export function load(file: string) {
  return import(pathToFileURL(path.join(projectRoot, "tools", file)).href);
}
