/** What people download, and a place outside the repository for those who install it. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { succeed } from "./run";

export const root = path.resolve(__dirname, "../../..");

export interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export const manifest = (): Manifest =>
  JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

let scratch: string | undefined;

/** One for the whole run, outside the repository: nothing may be found in its node_modules. */
export function newFolder(name: string): string {
  scratch ??= fs.realpathSync(
    fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-aws-tasks-packaging-")),
  );
  const folder = path.join(scratch, name);
  fs.mkdirSync(folder);
  return folder;
}

after(function () {
  this.timeout(60_000);
  if (scratch) fs.rmSync(scratch, { recursive: true, force: true });
});

let packing: Promise<string> | undefined;

/** The tarball of dist/ as it is, packed once. */
export const tarball = (): Promise<string> => (packing ??= pack());

async function pack(): Promise<string> {
  const folder = newFolder("tarball");
  const args = ["--silent", "--ignore-scripts", "--pack-destination", folder];
  const stdout = await succeed(["npm", "pack", ...args], root);
  const packed = path.join(folder, stdout.trim());
  const hash = createHash("sha256").update(fs.readFileSync(packed)).digest("hex");
  // Yarn 1 takes what it has seen under this path, or version, for the same.
  const named = path.join(folder, `${path.basename(packed, ".tgz")}-${hash.slice(0, 12)}.tgz`);
  fs.renameSync(packed, named);
  return named;
}
