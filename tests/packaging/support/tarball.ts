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
  readonly devDependencies: Readonly<Record<string, string>>;
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
  // Tens of thousands of files, on a disk that others use, too.
  this.timeout(300_000);
  if (scratch) fs.rmSync(scratch, { recursive: true, force: true });
});

let packing: Promise<string> | undefined;

/** The tarball of dist/ as it is, packed once. */
export const tarball = (): Promise<string> => (packing ??= pack());

let lessening: Promise<string> | undefined;

/** The same without its optional dependencies. */
export const tarballWithoutOptional = (): Promise<string> => (lessening ??= lessen());

async function lessen(): Promise<string> {
  const folder = newFolder("tarball-without-optional");
  await succeed(["tar", "-xzf", await tarball()], folder);
  const unpacked = path.join(folder, "package");
  const less = { ...manifest(), optionalDependencies: undefined };
  fs.writeFileSync(path.join(unpacked, "package.json"), JSON.stringify(less));
  return packed(unpacked, folder);
}

const pack = (): Promise<string> => packed(root, newFolder("tarball"));

async function packed(from: string, folder: string): Promise<string> {
  const args = ["--silent", "--ignore-scripts", "--pack-destination", folder];
  const stdout = await succeed(["npm", "pack", ...args], from);
  const file = path.join(folder, stdout.trim());
  const hash = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  // Yarn 1 takes what it has seen under this path, or version, for the same.
  const named = path.join(folder, `${path.basename(file, ".tgz")}-${hash.slice(0, 12)}.tgz`);
  fs.renameSync(file, named);
  return named;
}
