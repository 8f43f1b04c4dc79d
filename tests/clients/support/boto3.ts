/** boto3, in one Python process for all tests of a file. */
import assert from "node:assert/strict";
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { ServiceName } from "../../../emulator";
import { Client, type Props, type Refusal, type Use } from "./client";
import { clientEnvironment } from "./python";

/** How a call is made, where not once and with the emulator's usual credentials. */
export interface CallOptions {
  /** Arguments of boto3's `client`. */
  readonly client?: Props;
  /** botocore's own setting, as `{ mode, total_max_attempts }`. */
  readonly retries?: Props;
  /** Asks for all pages, with this PaginationConfig. */
  readonly pages?: Props;
  readonly waiter?: { readonly name: string; readonly config: Props };
}

interface Told {
  readonly status: number;
  readonly requestId: string;
}

interface Refused extends Told {
  readonly type: string;
  readonly response: Props & { readonly Error: { Code: string; Message: string } };
}

/** One of the three. */
interface Answer {
  readonly outputs?: readonly (Told & { readonly output: Props })[];
  readonly refusal?: Refused;
  /** boto3 did not send it, or gave up waiting. */
  readonly failure?: { readonly type: string; readonly message: string };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The process, which takes the calls of all clients that share it, one after the other. */
export class Boto3Process {
  #process: ChildProcessByStdio<Writable, Readable, null> | undefined;
  readonly #waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];

  start(python: string): void {
    const script = path.join(__dirname, "boto3_lines.py");
    const child = spawn(python, [script], {
      env: clientEnvironment(),
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process = child;
    createInterface(child.stdout).on("line", (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line)),
    );
    child.once("exit", () => this.#break());
    child.stdin.on("error", () => this.#break());
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || !this.#isRunning()) return;
    const exit = once(child, "exit");
    child.stdin.end();
    await exit;
  }

  answer(call: Props): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#isRunning()) this.#process?.stdin.write(`${JSON.stringify(call)}\n`);
      else this.#break();
    });
  }

  #isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  /** Python has said why on standard error. */
  #break(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error("boto3 broke down"));
  }
}

export class Boto3 extends Client {
  readonly #process: Boto3Process;

  constructor(process: Boto3Process, uses: Use[]) {
    super(uses);
    this.#process = process;
  }

  /** The answer, whatever it is. */
  async ask(
    service: ServiceName,
    operation: string,
    input: Props = {},
    options: CallOptions = {},
  ): Promise<Answer> {
    const { retries = { total_max_attempts: 1 }, client = {}, ...rest } = options;
    const call = {
      service,
      operation,
      input,
      retries,
      client: { ...this.#clientArguments(), ...client },
      ...rest,
    };
    const answer = await this.#process.answer(call);
    for (const { output, status, requestId } of answer.outputs ?? []) {
      assert.equal(status, 200);
      assert.match(requestId, uuid);
      this.uses.push({ service, operation, input, output });
    }
    return answer;
  }

  async call(
    service: ServiceName,
    operation: string,
    input: Props = {},
    options: CallOptions = {},
  ): Promise<Props> {
    const [answer, ...others] = await this.outputs(service, operation, input, options);
    assert.ok(answer && others.length === 0, "one answer");
    return answer;
  }

  /** The answers of a call that makes several, page by page. */
  async outputs(
    service: ServiceName,
    operation: string,
    input: Props,
    options: CallOptions,
  ): Promise<Props[]> {
    const answer = await this.ask(service, operation, input, options);
    assert.ok(answer.outputs, JSON.stringify(answer));
    return answer.outputs.map(({ output }) => output);
  }

  async refuses(
    service: ServiceName,
    operation: string,
    input: Props,
    refusal: Refusal,
  ): Promise<void> {
    const { response, status } = await this.refusal(service, operation, input);
    const { Code, Message } = response.Error;
    assert.deepEqual([Code, status], [refusal.code, refusal.status]);
    if (typeof refusal.message === "string") assert.equal(Message, refusal.message);
    else assert.match(Message, refusal.message);
  }

  /** All that boto3 knows of a refusal. */
  async refusal(
    service: ServiceName,
    operation: string,
    input: Props = {},
    options: CallOptions = {},
  ): Promise<Refused> {
    const { refusal, ...other } = await this.ask(service, operation, input, options);
    assert.ok(refusal, `expected a refusal, got ${JSON.stringify(other)}`);
    assert.match(refusal.requestId, uuid);
    return refusal;
  }

  time(_service: ServiceName, ms: number): unknown {
    return { datetime: new Date(ms).toISOString().replace("Z", "+00:00") };
  }

  // As arguments, not as environment: the process outlives the emulators.
  #clientArguments(): Props {
    const env = this.emulator.environment();
    return {
      endpoint_url: env.AWS_ENDPOINT_URL,
      region_name: env.AWS_DEFAULT_REGION,
      aws_access_key_id: env.AWS_ACCESS_KEY_ID,
      aws_secret_access_key: env.AWS_SECRET_ACCESS_KEY,
    };
  }
}
