/**
 * One of the programs in examples/ as it stands there, in a stack of the test's own: configuration,
 * backend and emulator are elsewhere, and nothing is written to the example's folder.
 */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Emulator } from "../../../emulator";
import { operations, type Run } from "./project";

const root = path.resolve(__dirname, "../../..");
const scratch = path.join(root, ".pulumi-local", "engine-tests");
const tools = () => import("../../../tools/engine.mjs");

export class Example {
  readonly #folder: string;

  readonly #backend: string;

  private constructor(
    readonly name: string,
    readonly emulator: Emulator,
    readonly stack: string,
    beside?: Example,
  ) {
    fs.mkdirSync(scratch, { recursive: true });
    this.#folder = fs.mkdtempSync(path.join(scratch, `example-${path.basename(name)}-`));
    this.#backend = beside ? beside.#backend : this.#folder;
  }

  /**
   * The example with this one stack, which AWS is this emulator for; in the backend of the one
   * beside, where two belong together.
   */
  static async make(
    name: string,
    emulator: Emulator,
    beside?: Example,
    stack = "dev",
  ): Promise<Example> {
    const example = new Example(name, emulator, stack, beside);
    // `stack init` writes its configuration beside the Pulumi.yaml: not into examples/.
    const own = path.join(root, "examples", name, "Pulumi.yaml");
    fs.copyFileSync(own, path.join(example.#folder, "Pulumi.yaml"));
    const { code, output } = await example.#run(["stack", "init", stack, "-C", example.#folder]);
    assert.equal(code, 0, output);
    return example;
  }

  /** An operation of the engine on the example's own folder; fails unless it succeeds. */
  async operate(command: "up" | "preview" | "destroy"): Promise<string> {
    const { code, output } = await this.#operation(command);
    assert.equal(code, 0, output);
    return output;
  }

  /** As `operate`, for one that has to fail. */
  async fails(command: "up" | "preview"): Promise<string> {
    const { code, output } = await this.#operation(command);
    assert.notEqual(code, 0, output);
    return output;
  }

  /** Sets the program's configuration. */
  async configure(values: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(values).flatMap(([key, value]) => [
      "--plaintext",
      `${key}=${value}`,
    ]);
    const { code, output } = await this.#pulumi("config", "set-all", ...pairs);
    assert.equal(code, 0, output);
  }

  #operation(command: string): Promise<Run> {
    operations.push(`${this.name} ${command}`);
    return this.#pulumi(command, ...(command === "preview" ? [] : ["--yes", "--skip-preview"]));
  }

  /** The stack's outputs, the secret ones as `[secret]`. */
  async outputs(): Promise<Record<string, unknown>> {
    const { code, output } = await this.#pulumi("stack", "output", "--json");
    assert.equal(code, 0, output);
    return JSON.parse(output);
  }

  close(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #pulumi(...args: string[]): Promise<Run> {
    const configuration = path.join(this.#folder, `Pulumi.${this.stack}.yaml`);
    const where = args[0] === "stack" ? [] : ["--config-file", configuration];
    const folder = path.join(root, "examples", this.name);
    return this.#run([...args, "--stack", this.stack, "-C", folder, ...where]);
  }

  async #run(args: readonly string[]): Promise<Run> {
    const { findEngine, runEngine } = await tools();
    const { code, output } = await runEngine(await findEngine(), args, {
      cwd: root,
      env: {
        ...this.emulator.environment(),
        PULUMI_BACKEND_URL: pathToFileURL(this.#backend).href,
        // Where starts are noted: no other example's notes may be found there.
        PULUMI_HOME: path.join(this.#backend, "home"),
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_AWS_TASKS_IDENTITY: this.#backend,
        // `tsc` checks the examples' types once for all; each program's own compiler takes seconds.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      },
    });
    return { code, output };
  }
}
