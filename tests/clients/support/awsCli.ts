/** The AWS CLI: a process for every call, as many at a time as there are processors. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { ServiceName } from "../../../emulator";
import { Client, type Props, type Refusal, type Use } from "./client";
import { clientEnvironment } from "./python";

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the CLI ends with when AWS has refused a call. */
export const REFUSED = 255;

/** Code, operation and message. */
const told =
  /^\nAn error occurred \((\S+)\) when calling the (\w+) operation(?: \(reached max retries: 0\))?: ([^]*)\n$/;

export class AwsCli extends Client {
  readonly #python: string;

  constructor(python: string, uses: Use[]) {
    super(uses);
    this.#python = python;
  }

  /** Runs `aws` with these arguments to its end. */
  run(...args: readonly string[]): Promise<Ended> {
    return slots.use(async () => {
      const child = spawn(this.#python, ["-m", "awscli", ...args], {
        env: clientEnvironment(this.emulator),
        stdio: ["ignore", "pipe", "pipe"],
      });
      const exit = once(child, "exit");
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        exit,
      ]);
      return { code, stdout, stderr };
    });
  }

  /** What `aws` printed; it has to succeed. */
  async prints(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
    return stdout;
  }

  async call(service: ServiceName, operation: string, input: Props = {}): Promise<Props> {
    const printed = await this.prints(...commandOf(service, operation, input));
    const output: Props = printed === "" ? {} : JSON.parse(printed);
    this.uses.push({ service, operation, input, output });
    return output;
  }

  async refuses(
    service: ServiceName,
    operation: string,
    input: Props,
    refusal: Refusal,
  ): Promise<void> {
    const { code, stdout, stderr } = await this.run(...commandOf(service, operation, input));
    assert.deepEqual({ code, stdout }, { code: REFUSED, stdout: "" }, stderr);
    const [, errorCode, refused, message = ""] = told.exec(stderr) ?? [];
    assert.deepEqual([errorCode, refused], [refusal.code, operation], stderr);
    if (typeof refusal.message === "string") assert.equal(message, refusal.message);
    else assert.match(message, refusal.message);
  }

  /** The CLI prints times as they came: XML has ISO 8601, JSON has seconds. */
  time(service: ServiceName, ms: number): unknown {
    return service === "ec2" || service === "sts" ? new Date(ms).toISOString() : ms / 1000;
  }
}

/** An operation and its input as a command line. */
function commandOf(service: ServiceName, operation: string, input: Props): string[] {
  const options = Object.entries(input).flatMap(([name, value]) => {
    const option = dashed(name);
    if (typeof value === "boolean") return [value ? `--${option}` : `--no-${option}`];
    if (isTextList(value)) return [`--${option}`, ...value];
    return [`--${option}`, typeof value === "object" ? JSON.stringify(value) : String(value)];
  });
  return [service, dashed(operation), ...options];
}

const dashed = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** Lets so many work at a time, and the others wait for their turn. */
class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

const slots = new Slots(availableParallelism());
