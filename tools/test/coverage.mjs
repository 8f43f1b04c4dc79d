import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, sourceFolders } from "../setup/distribution.mjs";

/** How often what processes have written is looked through. */
const everyMs = 5_000;
const afterCalls = fileURLToPath(new URL("after-calls.cjs", import.meta.url));
const fromDist = fileURLToPath(new URL("from-dist.cjs", import.meta.url));

/**
 * Does `work` so that c8 can tell what all processes have run of our code, the engine's too. They run
 * dist/, which is mapped to the sources without a map in what is published. Where c8 doesn't run us,
 * it does `work` only.
 * @template T
 * @param {string} root
 * @param {(mochaArgs: readonly string[]) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withCoverage(root, work) {
  const { NODE_V8_COVERAGE: folder, NODE_OPTIONS: options = "" } = process.env;
  if (!folder) return work([]);
  fs.writeFileSync(path.join(folder, "maps.json"), JSON.stringify(await sourceMaps(root)));
  process.env["NODE_OPTIONS"] = `${options} --require ${JSON.stringify(afterCalls)}`;
  const watch = setInterval(() => keepOurs(folder, root), everyMs);
  try {
    return await work(["--require", fromDist]);
  } finally {
    clearInterval(watch);
    keepOurs(folder, root);
  }
}

/**
 * As Node writes them beside what was run.
 * @param {string} root
 */
async function sourceMaps(root) {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-maps-"));
  try {
    await compile(root, ["--noCheck", "--sourceMap", "--declaration", "false", "--outDir", folder]);
    const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
    const maps = files.filter((file) => file.endsWith(".js.map"));
    const entry = (/** @type {string} */ file) => {
      const made = path.join(root, "dist", file.replace(/\.map$/, ""));
      const source = path.join(root, file.replace(/\.js\.map$/, ".ts"));
      const map = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
      return [
        pathToFileURL(made).href,
        { data: { ...map, sources: [pathToFileURL(source).href] } },
      ];
    };
    return { result: [], "source-map-cache": Object.fromEntries(maps.map(entry)) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Leaves of what processes have written only what is ours: all of it, twenty megabytes for every
 * `pulumi up`, would be more than c8 can read.
 * @param {string} folder
 * @param {string} root
 */
export function keepOurs(folder, root) {
  const places = [...sourceFolders, "dist"].map((name) => path.join(root, name, path.sep));
  const starts = places.map((place) => pathToFileURL(place).href);
  const isOurs = (/** @type {string} */ url) => starts.some((start) => url.startsWith(start));
  for (const name of fs.readdirSync(folder).filter((name) => name.startsWith("coverage-"))) {
    const file = path.join(folder, name);
    const report = readReport(file);
    if (!report) continue;
    const result = report.result.filter(({ url }) => isOurs(url));
    const maps = Object.entries(report["source-map-cache"] ?? {}).filter(([url]) => isOurs(url));
    const ours = { result, "source-map-cache": Object.fromEntries(maps) };
    if (result.length > 0) {
      fs.writeFileSync(path.join(folder, `ours-${name}`), JSON.stringify(ours));
    }
    fs.rmSync(file);
  }
}

/**
 * @param {string} file
 * @returns {{ result: { url: string }[], "source-map-cache"?: object } | undefined} none as long as
 *   it is being written
 */
function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
