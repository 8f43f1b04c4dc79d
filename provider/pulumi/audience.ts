/**
 * Whether the engine paints rows on a terminal or writes lines to a log: it tells no provider. It
 * is asked for what the engine itself decides by (`cmdutil.Interactive` and `ciutil.IsCI` of
 * Pulumi's SDK): a CI system's variables, TERM, the CLI's flag, and whether it has a terminal.
 */
import fs from "node:fs";
import path from "node:path";

/** What there is to be asked; the process's own unless a test says otherwise. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly parent: number;
  /** As `fs.readFileSync`, for text; throws where there is no such file. */
  read(file: string): string;
  /** Where a link points to; throws where it doesn't. */
  link(file: string): string;
  /** Whether this process has a controlling terminal. */
  hasTerminal(): boolean;
}

/** Which variables tell of a CI system, as the engine knows them. */
const CI_VARIABLES = [
  ...["PULUMI_CI_SYSTEM", "APPVEYOR", "CODEBUILD_BUILD_ARN", "bamboo_planKey", "BITBUCKET_COMMIT"],
  ...["TF_BUILD", "BUILDKITE", "CIRCLECI", "CF_BUILD_URL", "DRONE", "GITHUB_ACTIONS", "GITLAB_CI"],
  ...["GO_PIPELINE_LABEL", "HUDSON_URL", "JENKINS_URL", "MAGNUM", "SEMAPHORE"],
  ...["SPACELIFT_MAX_REQUESTS_BURST", "TF_VAR_spacelift_run_trigger", "TRAVIS"],
  ...["SPACELIFT_STORE_HOOKS_ENV_VARS", "TF_VAR_spacelift_commit_branch", "TEAMCITY_VERSION"],
  ...["SPACELIFT_WORKER_TRACING_ENABLED", "TASK_ID", "RUN_ID"],
];

/** True: somebody looks at rows that are painted over. False: each text is a line of a log. */
export function isOnScreen(around: Surroundings = OURS): boolean {
  const { env, platform } = around;
  if (env.TERM?.toLowerCase() === "dumb" || isCi(env)) return false;
  // The Automation API runs the CLI with --non-interactive, always.
  if (env.PULUMI_AUTOMATION_API) return false;
  try {
    const engine = platform === "linux" ? engineOf(around) : undefined;
    if (engine !== undefined) return isInteractive(engine, around);
    return platform === "win32" || around.hasTerminal();
  } catch {
    return around.hasTerminal();
  }
}

function isCi(env: NodeJS.ProcessEnv): boolean {
  if (env.PULUMI_DISABLE_CI_DETECTION) return false;
  // Systems that the engine doesn't know get lines all the same: nobody watches them.
  const isGeneric = env.CI !== undefined && !["", "0", "false"].includes(env.CI.toLowerCase());
  return isGeneric || CI_VARIABLES.some((name) => env[name]) || env.CI_NAME === "codeship";
}

/** Between us and the engine there is the shell that finds Node. */
const MOST_ANCESTORS = 4;

/** The engine's process id, by its name. */
function engineOf({ parent, read }: Surroundings): number | undefined {
  for (let pid = parent, n = 0; pid > 1 && n < MOST_ANCESTORS; n++) {
    if (read(`/proc/${pid}/comm`).trim() === "pulumi") return pid;
    const stat = read(`/proc/${pid}/stat`);
    // The name in parentheses may have any character in it.
    pid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  }
  return undefined;
}

/** It paints if both its ends are a terminal's and nobody asked it not to. */
function isInteractive(engine: number, { read, link }: Surroundings): boolean {
  const flags = read(`/proc/${engine}/cmdline`).split("\0");
  if (flags.some((flag) => /^--non-interactive(=(true|t|1))?$/i.test(flag))) return false;
  const ends = [0, 1].map((end) => link(`/proc/${engine}/fd/${end}`));
  return ends.every((end) => /^\/dev\/(pts\/|tty|console)/.test(end));
}

const OURS: Surroundings = {
  env: process.env,
  platform: process.platform,
  parent: process.ppid,
  read: (file) => fs.readFileSync(file, "utf8"),
  link: (file) => fs.readlinkSync(file),
  hasTerminal() {
    try {
      fs.closeSync(fs.openSync(path.join("/dev", "tty"), "r"));
      return true;
    } catch {
      return false;
    }
  },
};
