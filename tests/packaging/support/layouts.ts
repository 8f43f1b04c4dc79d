/** The package managers, and how each lays a program's packages out. */
import { type Command, run, succeed } from "./run";
import { manifest, root } from "./tarball";

export interface Layout {
  readonly name: string;
  /** The package that has the manager, and its command; npm is there. */
  readonly manager?: { readonly spec: string; readonly command: string };
  readonly install: readonly string[];
  /** It installs nothing where the registry has not even an optional dependency. */
  readonly needsAll?: boolean;
  /** Its version of Pulumi, where not ours. */
  readonly pulumi?: string;
  /** What its programs have besides Pulumi and our package. */
  readonly extras?: readonly Extra[];
  /** Beside package.json. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments of the manager that run what stands behind them, where node alone can't. */
  readonly exec?: readonly string[];
}

/** The compilers and runners of programs; where the registry has one not, its tests are skipped. */
export const EXTRAS = {
  "@types/node": "^20.0.0",
  "ts-node": "10.9.2",
  tsx: "^4.23.15",
  typescript: "5.9.3",
  "typescript-6": "npm:typescript@6.0.3",
};
export type Extra = keyof typeof EXTRAS;

/** The newest that run on Node 20. */
const PNPM = { spec: "pnpm@10.34.9", command: "pnpm" };
const YARN_1 = { spec: "yarn@1.22.22", command: "yarn" };
const YARN_4 = { spec: "@yarnpkg/cli-dist@4.18.1", command: "yarn" };

export const NPM: Layout = {
  name: "npm",
  extras: ["@types/node", "ts-node", "tsx", "typescript", "typescript-6"],
  install: ["install", "--prefer-offline", "--no-audit", "--no-fund"],
};

/** The oldest that our package is for. */
export const OLDEST_PULUMI: Layout = {
  ...NPM,
  name: "npm with the oldest Pulumi",
  pulumi: /^>=([\d.]+)/.exec(manifest().peerDependencies["@pulumi/pulumi"]!)![1]!,
};

/** Only what a package declares is in its reach. */
export const PNPM_STRICT: Layout = {
  name: "pnpm",
  manager: PNPM,
  extras: ["@types/node", "typescript"],
  install: ["install", "--prefer-offline", "--no-frozen-lockfile", "--ignore-workspace"],
};

export const YARN_CLASSIC: Layout = {
  name: "yarn 1",
  manager: YARN_1,
  needsAll: true,
  install: ["install", "--prefer-offline", "--no-progress", "--non-interactive"],
};

/** No node_modules at all. */
export const YARN_PNP = yarn4("yarn 4 (Plug'n'Play)", "pnp", ["exec"]);

export const YARN_NODE_MODULES = yarn4("yarn 4 (node_modules)", "node-modules");

function yarn4(name: string, nodeLinker: string, exec: readonly string[] = []): Layout {
  return {
    name,
    manager: YARN_4,
    needsAll: true,
    install: ["install"],
    // With a lock file of its own it looks for no project in the folders above.
    files: {
      ".yarnrc.yml": `nodeLinker: ${nodeLinker}\nenableTelemetry: false\n`,
      "yarn.lock": "",
    },
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
    ...(exec.length > 0 && { exec }),
  };
}

/** The manager's command, or why this registry's npm can't have it. */
export async function managerOf({
  manager,
}: Layout): Promise<{ command: Command } | { why: string }> {
  if (!manager) return { command: ["npm"] };
  // Into npm's own cache, where `npm exec` looks before it asks.
  const find = ["--yes", "--prefer-offline", `--package=${manager.spec}`, "-c"];
  const { code, stdout, output } = await run(
    ["npm", "exec", ...find, `command -v ${manager.command}`],
    root,
  );
  if (code === 0) return { command: [stdout.trim()] };
  return { why: `no ${manager.spec}: ${reasonIn(output)}` };
}

/** Which registry npm asks: the others have settings of their own, which nobody made. */
export async function registryEnvironment(): Promise<NodeJS.ProcessEnv> {
  const registry = (await succeed(["npm", "config", "get", "registry"], root)).trim();
  return { npm_config_registry: registry, YARN_NPM_REGISTRY_SERVER: registry };
}

/** The first of these packages that the registry has not. */
export async function absentIn(names: readonly string[]): Promise<string | undefined> {
  const looked = await Promise.all(
    names.map((name) => run(["npm", "view", "--prefer-offline", name, "version"], root)),
  );
  return names.find((_, place) => /E404/.test(looked[place]!.output));
}

/** The manager's own word for it. */
export function reasonIn(output: string): string {
  const lines = output.trim().split("\n");
  return (lines.find((line) => /error|ERR_|YN0035/i.test(line)) ?? lines[0] ?? "").trim();
}
