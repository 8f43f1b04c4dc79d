/**
 * A Pulumi project of a test's own on the real engine: its folder, its backend, its emulator.
 * Every operation of the engine goes through `run`, which counts them.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import type { Props } from "../../../provider/lifecycle/ports";
import { FileJournal, journalFolder } from "../../../provider/pulumi/journal";

const root = path.resolve(__dirname, "../../..");
/** Inside the clone, so that programs find the package and Pulumi as in any project. */
const scratch = path.join(root, ".pulumi-local", "engine-tests");
const tools = () => import("../../../tools/engine.mjs");

/** In a project's folder: all that its AWS knows. */
const AWS = "aws.json";

/** What the engine did, for the line at the end of the run. */
export const operations: string[] = [];
/** Operations that take the engine through a deployment; the rest only look at files. */
const COUNTED = ["preview", "up", "refresh", "destroy"];

export interface Run {
  readonly code: number;
  /** Both streams, as a person sees them in a CI log. */
  readonly output: string;
}

export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

interface Deployment {
  readonly resources?: readonly Resource[];
  readonly pending_operations?: readonly unknown[];
}

export class Project {
  /** The stack whose state is read. */
  stack = "dev";
  readonly #backend: string;
  readonly #home: string;
  readonly #identity: string;

  /** `own` is the folder of all that is this project's, and the program's unless that has another. */
  private constructor(
    readonly name: string,
    readonly emulator: Emulator,
    own: string,
    readonly folder: string,
    readonly options: EmulatorOptions,
    identity?: string,
  ) {
    this.#backend = path.join(own, "backend");
    this.#home = path.join(own, "home");
    this.#identity = identity ?? this.#backend;
    for (const folder of [this.#backend, this.#home]) fs.mkdirSync(folder, { recursive: true });
  }

  /** A project with the stack `dev` and this program, in plain JavaScript. */
  static async make(
    name: string,
    program: string,
    options: EmulatorOptions & { folder?: string } = {},
  ): Promise<Project> {
    const own = newFolder(name);
    const { folder = own, ...given } = options;
    const emulatorOptions = { speed: 0, ...given };
    const emulator = await startEmulator({ ...emulatorOptions, stateFile: path.join(own, AWS) });
    const project = new Project(name, emulator, own, folder, emulatorOptions);
    fs.writeFileSync(
      path.join(project.folder, "Pulumi.yaml"),
      `name: ${name}\nruntime: nodejs\nmain: index.js\n`,
    );
    project.program(program);
    const { code, output } = await project.run("stack", "init", "dev");
    assert.equal(code, 0, output);
    return project;
  }

  /**
   * The same stack once more, with an AWS of its own where all is as it is here now: what is done to
   * the one is not done to the other. Not of a project with a folder from elsewhere.
   */
  async copy(): Promise<Project> {
    const own = newFolder(this.name);
    fs.cpSync(this.folder, own, { recursive: true });
    const emulator = await startEmulator({ ...this.options, stateFile: path.join(own, AWS) });
    const project = new Project(this.name, emulator, own, own, this.options, this.#identity);
    // Which stack is meant is kept in the home, by the folder's path.
    const { code, output } = await project.run("stack", "select", "dev");
    assert.equal(code, 0, output);
    return project;
  }

  program(source: string): void {
    fs.writeFileSync(path.join(this.folder, "index.js"), source);
  }

  /** Runs the engine to its end. Throws a clear error where there is no engine. */
  async run(...args: string[]): Promise<Run> {
    return this.runWith({}, ...args);
  }

  /** As `run`, with each line of output as it comes, or another environment. */
  async runWith(
    options: { onLine?: (line: string) => void; env?: NodeJS.ProcessEnv },
    ...args: string[]
  ): Promise<Run> {
    const { findEngine, runEngine } = await tools();
    const engine = await findEngine();
    this.#count(args);
    const { code, output } = await runEngine(engine, args, {
      cwd: this.folder,
      env: { ...this.environment(), ...options.env },
      ...(options.onLine && { onLine: options.onLine }),
    });
    return { code, output };
  }

  /** Runs `pulumi up` without its preview, and fails unless it succeeds. */
  async up(...args: string[]): Promise<string> {
    const { code, output } = await this.run("up", "--yes", "--skip-preview", ...args);
    assert.equal(code, 0, output);
    return output;
  }

  /** As `up`, for one that has to fail. */
  async upFails(...args: string[]): Promise<string> {
    const { code, output } = await this.run("up", "--yes", "--skip-preview", ...args);
    assert.notEqual(code, 0, output);
    return output;
  }

  async preview(): Promise<string> {
    const { code, output } = await this.run("preview");
    assert.equal(code, 0, output);
    return output;
  }

  async refresh(): Promise<string> {
    const { code, output } = await this.run("refresh", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    return output;
  }

  async destroy(): Promise<string> {
    const { code, output } = await this.run("destroy", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    return output;
  }

  /** The engine in a process of its own, for a test that ends it. */
  async spawn(...args: string[]) {
    const { findEngine, engineEnvironment } = await tools();
    const engine = await findEngine();
    this.#count(args);
    const env = engineEnvironment(engine, { base: { ...process.env, ...this.environment() } });
    const stdio = ["pipe", "pipe", "pipe"] as const;
    return spawn(engine.pulumi, args, { cwd: this.folder, env, stdio: [...stdio] });
  }

  /**
   * An `up` that `end` ends as soon as `sign` is printed; its output, once nothing of it lives:
   * after ten seconds at most.
   */
  async interruptedUp(
    sign: RegExp,
    end: (engine: ChildProcess) => Promise<void> | void,
  ): Promise<string> {
    const engine = await this.spawn("up", "--yes", "--skip-preview");
    let output = "";
    await new Promise<void>((resolve, reject) => {
      engine.once("exit", () => reject(new Error(`the update ended:\n${output}`)));
      for (const stream of [engine.stdout, engine.stderr]) {
        stream.on("data", (text) => {
          output += text;
          if (sign.test(output)) resolve();
        });
      }
    });
    engine.removeAllListeners("exit");
    assert.ok(this.processes().length >= 2, "the engine and its provider should live");
    await end(engine);
    const endsAt = Date.now() + 10_000;
    while (this.processes().length > 0 && Date.now() < endsAt) await sleep(100);
    assert.deepEqual(this.processes(), []);
    return output;
  }

  /** `up`, advancing the emulator's clock once the update waits. */
  async upThrough(ms: number, ...args: string[]): Promise<string> {
    return this.upThroughSign(/waiting for export-ami-/, ms, ...args);
  }

  /** As `upThrough`, where that line is printed. */
  async upThroughSign(sign: RegExp, ms: number, ...args: string[]): Promise<string> {
    let isWaiting = false;
    const onLine = (line: string) => {
      if (isWaiting || !sign.test(line)) return;
      isWaiting = true;
      this.emulator.clock.advance(ms);
    };
    const { code, output } = await this.runWith({ onLine }, "up", "--yes", ...args);
    assert.ok(isWaiting, `the update did not wait:\n${output}`);
    assert.equal(code, 0, output);
    return output;
  }

  /** What a client process needs to reach the emulator, and nothing of this machine's. */
  environment(): NodeJS.ProcessEnv {
    return {
      ...this.emulator.environment(),
      // Beside each state file Pulumi writes one of metadata, which a kill in the middle leaves empty;
      // then it reads neither ("failed to load checkpoint: EOF"). That is not what we test.
      PULUMI_BACKEND_URL: `${pathToFileURL(this.#backend).href}?metadata=skip`,
      // Where starts are noted: no other project's notes may be found there.
      PULUMI_HOME: this.#home,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_AWS_TASKS_IDENTITY: this.#identity,
    };
  }

  /** What is noted of starts in this project's home. */
  get journal(): FileJournal {
    return new FileJournal(journalFolder(this.environment()));
  }

  /** Takes the lock off that an engine left which was killed; of a preview there is none. */
  async unlock(): Promise<void> {
    const locks = path.join(this.#backend, ".pulumi", "locks");
    const entries = fs.readdirSync(locks, { recursive: true, withFileTypes: true });
    if (!entries.some((entry) => entry.isFile())) return;
    const { code, output } = await this.run("cancel", "--yes");
    assert.equal(code, 0, output);
  }

  /** The operations that AWS was asked for since the last call of this. */
  calls(): string[] {
    const seen = this.emulator.log().map(({ operation }) => operation);
    this.emulator.clearLog();
    return seen;
  }

  /** The tasks in the state, by the resources' names; read from the file, as nobody else would. */
  tasks(): Record<string, Resource> {
    const tasks = this.deployment().resources?.filter(({ type }) => type.includes("aws-tasks/"));
    return Object.fromEntries((tasks ?? []).map((one) => [one.urn.split("::").at(-1)!, one]));
  }

  /** The stack's outputs. */
  outputs(): Props {
    const stack = this.deployment().resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    return stack?.outputs ?? {};
  }

  deployment(): Deployment {
    const file = path.join(this.#backend, ".pulumi", "stacks", this.name, `${this.stack}.json`);
    const { checkpoint } = JSON.parse(fs.readFileSync(file, "utf8"));
    return checkpoint.latest ?? {};
  }

  /** The processes that this project's engines started and that still live, by their ids. */
  processes(): number[] {
    const mark = `PULUMI_HOME=${this.#home}\0`;
    const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => {
      try {
        return `${fs.readFileSync(`/proc/${pid}/environ`)}\0`.includes(mark) && isAlive(pid);
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return false;
      }
    });
  }

  /** Everything the backend has written, for what must not be in it. */
  written(): string {
    const files = fs.readdirSync(this.#backend, { recursive: true, withFileTypes: true });
    const texts = files.filter((file) => file.isFile());
    return texts.map((file) => fs.readFileSync(path.join(file.parentPath, file.name))).join("\n");
  }

  async close(): Promise<void> {
    await this.emulator.close();
    fs.rmSync(path.dirname(this.#backend), { recursive: true, force: true });
  }

  #count(args: readonly string[]): void {
    if (COUNTED.includes(args[0]!)) operations.push(`${this.name} ${args.join(" ")}`);
  }
}

function newFolder(name: string): string {
  fs.mkdirSync(scratch, { recursive: true });
  return fs.mkdtempSync(path.join(scratch, `${name}-`));
}

/** False for one that has ended and only waits to be collected. */
function isAlive(pid: number): boolean {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return !/^Z/.test(stat.slice(stat.lastIndexOf(")") + 2));
}
