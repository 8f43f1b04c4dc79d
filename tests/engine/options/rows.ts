/** Rows of the table of options that only the engine can tell: what it made of one resource. */
import assert from "node:assert/strict";
import { record } from "../../support/lifecycleTable";
import type { Project } from "../support/project";

export interface EngineRow {
  readonly option: string;
  readonly state: string;
  readonly command: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly happened: RegExp;
}

/** What one operation of the engine did, taken before the next one. */
export class Operation {
  readonly #log;
  readonly #starts: number;

  constructor(
    readonly project: Project,
    readonly output: string,
    before: number,
  ) {
    this.#log = project.emulator.log();
    project.emulator.clearLog();
    this.#starts = project.emulator.tasks().length - before;
  }

  /** How many tasks the operation started. */
  get starts(): number {
    return this.#starts;
  }

  /** Calls that changed or ended something. */
  get changes(): string[] {
    return this.#log
      .map(({ operation }) => operation)
      .filter((operation) => !/^(Describe|Get|List)/.test(operation));
  }

  /** Calls for that task alone; a start's look at all tasks is another resource's. */
  callsOf(id: string): string[] {
    const isOnly = (ids: readonly string[]) =>
      ids.includes(id) && ids.filter((one) => one.startsWith("export-ami-")).length === 1;
    return this.#log.filter(({ ids }) => isOnly(ids)).map(({ operation }) => operation);
  }

  /** What the engine says of that resource at last: `create`, `update (succeeded)`, … */
  stepOf(name: string): string {
    const rows = [...this.output.matchAll(rowsOf(name))].map(([, step]) => step!);
    const steps = rows.map((step) => STEPS[step]).filter((step) => step !== undefined);
    return steps.at(-1) ?? "no change";
  }
}

const rowsOf = (name: string) => new RegExp(`aws-tasks\\S* ${name} +([a-z]+)`, "g");

const STEPS: Readonly<Record<string, string>> = {
  ...{ create: "shows a start", created: "create", update: "shows an update", updated: "update" },
  ...{ replace: "shows a replacement", replaced: "replace", deleted: "delete", retained: "retain" },
};

/** Runs the engine and counts what it started. */
export async function operate(project: Project, ...args: string[]): Promise<Operation> {
  return operateWith(project, {}, ...args);
}

export async function operateWith(
  project: Project,
  options: { onLine?: (line: string) => void; env?: NodeJS.ProcessEnv },
  ...args: string[]
): Promise<Operation> {
  const before = project.emulator.tasks().length;
  project.emulator.clearLog();
  const { code, output } = await project.runWith(options, ...args);
  assert.equal(code, 0, output);
  return new Operation(project, output, before);
}

/** What happened to the resource of that row, whose task has that id. */
export function see(operation: Operation, row: EngineRow, id: string): void {
  const { option, state, command, name } = row;
  const taskState = operation.project.tasks()[name]?.outputs.taskState;
  const told = typeof taskState === "string" ? ` (${taskState})` : "";
  const happened = operation.stepOf(name) + (command === "preview" ? "" : told);
  assert.match(happened, row.happened, operation.output);
  const calls = operation.callsOf(id);
  record({
    section: "engine",
    option,
    state,
    command,
    kind: "ec2.ExportImageTask",
    happened,
    calls,
  });
}
