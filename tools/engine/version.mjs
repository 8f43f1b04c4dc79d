import fs from "node:fs";
import { finishChild } from "../setup/child.mjs";

/** What the provider needs of a CLI that is already there. */
export const oldestVersion = "3.200.0";

/** The version we download or build: the one that go.mod names. */
export const pinnedVersion = readPinnedVersion();

/**
 * True if `version` ("3.230.0", also with a leading v) is at least `least`; a pre-release of
 * `least` itself is older than it.
 * @param {string} version
 * @param {string} least
 */
export function isAtLeast(version, least) {
  const [have, want] = [parse(version), parse(least)];
  if (!have || !want) return false;
  const index = have.numbers.findIndex((number, i) => number !== want.numbers[i]);
  if (index === -1) return !have.isPrerelease || want.isPrerelease;
  return (have.numbers[index] ?? 0) > (want.numbers[index] ?? 0);
}

/**
 * Asks a CLI for its version, without touching anyone's Pulumi home; undefined if it gives none.
 * @param {string} pulumi path of the binary
 * @returns {Promise<string | undefined>} without the leading v
 */
export async function versionOf(pulumi) {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { code, stdout } = await finishChild(pulumi, ["version"], { env });
    const version = stdout.trim().replace(/^v/, "");
    return code === 0 && parse(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} version */
function parse(version) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(-[^+]*)?(\+.*)?$/.exec(version);
  if (!match) return undefined;
  return { numbers: match.slice(1, 4).map(Number), isPrerelease: match[4] !== undefined };
}

function readPinnedVersion() {
  const text = fs.readFileSync(new URL("go.mod", import.meta.url), "utf8");
  const match = /github\.com\/pulumi\/pulumi\/pkg\/v3 v([\d.]+)/.exec(text);
  if (!match?.[1]) throw new Error("tools/engine/go.mod names no version of pulumi/pkg/v3");
  return match[1];
}
