/** Commands of a program's folder, run as its user would. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

export type Command = readonly [string, ...string[]];

/** Runs a command to its end, whatever its exit code. */
export async function run(
  [command, ...args]: Command,
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd,
    env: { ...usersEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  return { code, stdout, output };
}

/** As `run`, for one that has to succeed: what it prints on standard output. */
export async function succeed(
  command: Command,
  cwd: string,
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const { code, stdout, output } = await run(command, cwd, env);
  assert.equal(code, 0, `${command.join(" ")} in ${cwd}:\n${output}`);
  return stdout;
}

/** Without what `npm test` tells its scripts of this repository, which other managers read, too. */
function usersEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_(package|lifecycle|config_(local_prefix|user_agent))|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
