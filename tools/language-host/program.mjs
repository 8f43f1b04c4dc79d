import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

/** @pulumi/pulumi/cmd/run ends with this when it has told the user already what is wrong. */
const toldUserExitCode = 32;
const cancelGraceMs = 5_000;

/**
 * @typedef {object} Program what the engine asks to run
 * @property {string} monitorAddress
 * @property {string} project
 * @property {string} stack
 * @property {string} organization
 * @property {string} rootFolder
 * @property {string} programFolder
 * @property {string} entryPoint
 * @property {number} parallel
 * @property {boolean} dryRun
 * @property {string[]} args
 * @property {Record<string, string>} config
 * @property {string[]} secretKeys
 * @property {Record<string, unknown>} options the project's runtime options
 *
 * @typedef {{ error: string, bail: boolean }} Outcome
 * @typedef {ReturnType<typeof createProgramRunner>} ProgramRunner
 */

/**
 * Runs programs, one at a time.
 * @param {string} engineAddress
 */
export function createProgramRunner(engineAddress) {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let running;
  /** @type {Promise<unknown>} */
  let idle = Promise.resolve();
  let cancelled = false;

  /**
   * @param {Program} program
   * @returns {Promise<Outcome>}
   */
  async function run(program) {
    const runScript = resolveRunScript(program.programFolder);
    const child = spawn(process.execPath, commandLine(runScript, engineAddress, program), {
      cwd: program.programFolder,
      env: { ...process.env, ...programEnvironment(program) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    running = child;
    const ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? signal));
    });
    idle = ended.catch(() => {});
    try {
      return outcome(await ended, cancelled);
    } finally {
      running = undefined;
    }
  }

  return {
    run,
    isRunning: () => running !== undefined,
    whenIdle: () => idle,
    /** @param {NodeJS.Signals} signal */
    kill: (signal) => running?.kill(signal),
    /** The engine's Cancel: the program may end by itself, for a while. */
    cancel() {
      cancelled = true;
      const child = running;
      child?.kill("SIGINT");
      setTimeout(() => child?.kill("SIGKILL"), cancelGraceMs).unref();
    },
  };
}

/**
 * The program's own @pulumi/pulumi, as node resolves it from the program's folder.
 * @param {string} folder
 */
export function resolveRunScript(folder) {
  const given = process.env["PULUMI_LANGUAGE_NODEJS_RUN_PATH"];
  if (given) return given;
  try {
    const from = createRequire(path.join(folder, "resolve.js"));
    return from.resolve("@pulumi/pulumi/cmd/run");
  } catch (cause) {
    const hint = `@pulumi/pulumi is not installed for ${folder}: run "npm install" there`;
    throw new Error(hint, { cause });
  }
}

/**
 * @param {string} runScript
 * @param {string} engineAddress
 * @param {Program} program
 */
function commandLine(runScript, engineAddress, program) {
  const nodeArguments = String(program.options["nodeargs"] ?? "").split(" ");
  const settings = Object.entries({
    monitor: program.monitorAddress,
    engine: engineAddress,
    organization: program.organization,
    project: program.project,
    "root-directory": program.rootFolder,
    stack: program.stack,
    pwd: program.programFolder,
    parallel: program.parallel === 0 ? "" : String(program.parallel),
  });
  return [
    ...nodeArguments.filter(Boolean),
    runScript,
    ...settings.flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(program.dryRun ? ["--dry-run"] : []),
    program.entryPoint || ".",
    ...program.args,
  ];
}

/**
 * @param {Program} program
 * @returns {Record<string, string>}
 */
function programEnvironment({ config, secretKeys, options }) {
  const tsconfig = options["tsconfig"];
  return {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] ?? true),
    ...(typeof tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
  };
}

/**
 * @param {number | string | null} exit its code, or the signal that ended it
 * @param {boolean} cancelled
 * @returns {Outcome}
 */
export function outcome(exit, cancelled) {
  if (exit === 0) return { error: "", bail: false };
  if (exit === toldUserExitCode || cancelled) return { error: "", bail: true };
  return { error: `Program exited with ${exit}`, bail: false };
}
