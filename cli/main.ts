import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { readFileSync } from "node:fs";
import type { TaskKind } from "../provider/lifecycle/kind";
import { CommandError, DONE, MISUSED } from "./failure";
import * as help from "./help";
import { type Io, processIo } from "./io";
import { KIND_NAMES, kindsNamed } from "./kindNames";
import { type ListOptions, listCommand } from "./listCommand";
import { policyCommand, type PolicyOptions } from "./policyCommand";
import { watchCommand, type WatchOptions } from "./watchCommand";

/** The command `pulumi-aws-tasks`. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv, processIo());
}

/** The exit code; whatever goes wrong is said on standard error. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = DONE as number;
  const program = createProgram(io, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    // Commander has said it itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSED;
    if (!(error instanceof CommandError)) throw error;
    io.err.write(`${error.message}\n`);
    return error.exitCode;
  }
}

function createProgram(io: Io, ended: (exitCode: number) => void): Command {
  const program = new Command("pulumi-aws-tasks")
    .description(help.ABOUT)
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.out.write(text),
      writeErr: (text) => void io.err.write(text),
    })
    .addHelpText("after", help.AFTER);

  look(program.command("list"))
    .description("show the tasks that run in an account and Region, in one table")
    .option("--all", "ended tasks, too, as long as AWS lists them")
    .option("--json", "one JSON document")
    .addHelpText("after", help.LIST)
    .action(async (options: ListOptions) => ended(await listCommand(io, options)));

  look(program.command("watch"))
    .description("follow them; Ctrl-C ends it")
    .option("--all", "ended tasks, too, as long as AWS lists them")
    .option("--json", "one JSON document a look, each on a line of its own")
    .option("--until-done", "end when no task runs any more")
    .addHelpText("after", help.WATCH)
    .action(async (options: WatchOptions) => ended(await watchCommand(io, options)));

  program
    .command("policy")
    .description("print the IAM policy for whoever runs Pulumi, as narrow as what is declared")
    .argument("<what...>", "a stack's state (a file; - for standard input), or task kinds")
    .option("--trust", "print the service roles instead: who may assume them, what they may do")
    .option("--no-identity-tags", "as with identityTags: false: without the marks on tasks")
    .addOption(
      new Option(
        "--on-delete <rule>",
        "as with this onDelete, whatever is declared: whether results may be deleted",
      ).choices(["retain", "delete"]),
    )
    .option("--region <region>", "where a state does not say (default: every Region)")
    .option("--account <digits>", "where a state does not say (default: every account)")
    .addHelpText("after", help.POLICY)
    .action((what: string[], options: PolicyOptions) => ended(policyCommand(io, what, options)));
  return program;
}

/** What `list` and `watch` have in common. */
function look(command: Command): Command {
  return command
    .option("--kind <kind>", "only these, by type or service (repeatable)", kinds)
    .option("--stack-file <file>", "a stack's exported state (repeatable)", files)
    .option("--region <region>", "default: AWS_REGION, or the profile's")
    .option("--profile <profile>", "default: the AWS SDK's own chain");
}

function kinds(name: string, before: readonly TaskKind[] = []): readonly TaskKind[] {
  const named = kindsNamed(name);
  if (named.length === 0) throw new InvalidArgumentError(`There are ${KIND_NAMES}.`);
  return [...new Set([...before, ...named])];
}

function files(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path];
}

function version(): string {
  const manifest = require.resolve("pulumi-aws-tasks/package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
