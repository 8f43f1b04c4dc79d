import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { runChild } from "../setup/child.mjs";
import { isExecutable } from "./on-path.mjs";
import { pinnedVersion, versionOf } from "./version.mjs";

export const releases = "https://get.pulumi.com/releases/sdk";
const connectMs = 10_000;
const downloadMs = 10 * 60_000;

/**
 * Downloads the official release into `folder`, its checksum verified.
 * @param {string} folder
 * @param {string} [from] where releases are
 */
export async function downloadRelease(folder, from = releases) {
  const archive = archiveName();
  const wanted = await publishedChecksum(from, archive);
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, archive);
  const got = await fetchFile(`${from}/${archive}`, file);
  if (got !== wanted) {
    throw new Error(`${archive} has SHA-256 ${got}, the published checksum is ${wanted}`);
  }
  await runChild("tar", ["-xzf", file, "-C", folder, "--strip-components=1"]);
  fs.rmSync(file);
  await checkRelease(folder);
}

/**
 * @param {string} [platform]
 * @param {string} [arch]
 */
export function archiveName(platform = process.platform, arch = process.arch) {
  if (!["linux", "darwin"].includes(platform) || !["x64", "arm64"].includes(arch)) {
    throw new Error(`no archive for ${platform}-${arch}`);
  }
  return `pulumi-v${pinnedVersion}-${platform}-${arch}.tar.gz`;
}

/**
 * @param {string} from
 * @param {string} archive
 */
async function publishedChecksum(from, archive) {
  const list = `pulumi-${pinnedVersion}-checksums.txt`;
  const text = await (await open(`${from}/${list}`)).text();
  const line = text.split("\n").find((each) => each.trim().endsWith(archive));
  const sum = line?.trim().split(/\s+/)[0]?.toLowerCase();
  if (!sum || !/^[0-9a-f]{64}$/.test(sum)) throw new Error(`${list} names no ${archive}`);
  return sum;
}

/**
 * @param {string} url
 * @param {string} file
 * @returns {Promise<string>} its SHA-256
 */
async function fetchFile(url, file) {
  const response = await open(url);
  if (!response.body) throw new Error(`${url} is empty`);
  const hash = createHash("sha256");
  const body = Readable.fromWeb(/** @type {any} */ (response.body));
  body.on("data", (chunk) => hash.update(chunk));
  await pipeline(body, fs.createWriteStream(file));
  return hash.digest("hex");
}

/**
 * Ten seconds for the answer to begin, ten minutes for all of it.
 * @param {string} url
 */
async function open(url) {
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(), connectMs);
  try {
    const signal = AbortSignal.any([slow.signal, AbortSignal.timeout(downloadMs)]);
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response;
  } catch (error) {
    if (slow.signal.aborted) throw new Error(`${url} did not answer within 10 s`, { cause: error });
    const cause = /** @type {{ cause?: Error }} */ (error).cause;
    throw cause ? new Error(cause.message, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} folder */
async function checkRelease(folder) {
  const version = await versionOf(path.join(folder, "pulumi"));
  if (version !== pinnedVersion) throw new Error(`what was downloaded says version ${version}`);
  if (!isExecutable(path.join(folder, "pulumi-language-nodejs"))) {
    throw new Error("the archive holds no pulumi-language-nodejs");
  }
}
