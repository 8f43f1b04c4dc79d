import { Command, InvalidArgumentError } from "commander";
import { startEmulator, type Emulator } from "./emulator";
import type { EmulatorOptions } from "./options";

/** The command `pulumi-aws-tasks-emulator`: runs until SIGINT or SIGTERM. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const emulator = await startEmulator(optionsOf(argv));
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void emulator.close().catch(report));
    }
    // Last: who has read it may end the process.
    process.stdout.write(greeting(emulator));
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function greeting(emulator: Emulator): string {
  const environment = Object.entries(emulator.environment());
  return [
    `pulumi-aws-tasks emulator listening on ${emulator.endpoint}`,
    ...environment.map(([name, value]) => `export ${name}=${value}`),
    "",
  ].join("\n");
}

function optionsOf(argv: readonly string[]): EmulatorOptions {
  const given = createProgram().parse(argv).opts<Record<string, never>>();
  // The flags are the options' names without their units.
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [optionNames[name] ?? name, value]),
  );
}

const optionNames: Readonly<Record<string, keyof EmulatorOptions>> = {
  duration: "durationMs",
  visibilityDelay: "visibilityDelayMs",
  tokenLifetime: "tokenLifetimeMs",
  recordLifetime: "recordLifetimeMs",
  artifactDelay: "artifactDelayMs",
  state: "stateFile",
};

function createProgram(): Command {
  return new Command("pulumi-aws-tasks-emulator")
    .description("A small AWS for tasks that run for minutes or hours, on loopback")
    .option("--port <number>", "TCP port; 0 takes a free one", parseNumber, 4500)
    .option("--host <address>", "127.0.0.1, ::1 or localhost", "127.0.0.1")
    .option("--speed <n>", "emulator time per real time; 0: stepped", parseNumber, 1)
    .option("--duration <time>", 'how long a task takes, such as "90m" (default: 20s)', parseTime)
    .option("--visibility-delay <time>", "how long a started task stays unseen", parseTime)
    .option("--token-lifetime <time>", "how long a client token is remembered", parseTime)
    .option("--record-lifetime <time>", "how long an ended task is shown", parseTime)
    .option("--artifact-delay <time>", "how long its AMI or image is pending then", parseTime)
    .option("--home-region <region>", "where alone Application Discovery's exports start")
    .option("--seed <number>", "makes ids and probabilities repeatable", parseNumber)
    .option("--state <file>", "keeps tasks and time in this file, over restarts");
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0))
    throw new InvalidArgumentError("Not a number from 0 on.");
  return value;
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function parseTime(text: string): number {
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Not a time such as "20s" or "90m".');
  return Number(count) * (unitMs[unit] ?? 1);
}
