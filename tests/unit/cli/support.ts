/** A command's surroundings, all of them passed in: files, AWS, clock, and what it has written. */
import type { Io } from "../../../cli/io";
import { run } from "../../../cli/main";
import type { Aws, Clock } from "../../../provider/lifecycle/ports";

export interface Written {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

export class Desk {
  readonly #out: string[] = [];
  readonly #err: string[] = [];
  readonly environment: NodeJS.ProcessEnv = { AWS_REGION: "us-east-1" };
  isTTY = false;
  /** What Ctrl-C calls. */
  interrupt: () => void = () => undefined;
  /** The callers for whom AWS was asked. */
  readonly callers: object[] = [];
  /** Called with each text that is written. */
  onWrite: (text: string) => void = () => undefined;

  constructor(
    readonly files: Readonly<Record<string, string>> = {},
    readonly aws?: Aws,
    readonly clock: Clock = { now: () => 0, sleep: async () => undefined },
  ) {}

  get out(): string {
    return this.#out.join("");
  }

  get writes(): readonly string[] {
    return this.#out;
  }

  get io(): Io {
    const { environment, clock, isTTY } = this;
    return {
      out: { write: (text) => this.#written(text), isTTY, rows: 20 },
      err: { write: (text) => this.#err.push(text) },
      environment,
      clock,
      chance: () => 0.5,
      read: (path) => {
        const text = this.files[path];
        if (text !== undefined) return text;
        throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
      },
      aws: (caller) => {
        this.callers.push(caller);
        if (!this.aws) throw new Error("nobody is to ask AWS here");
        return this.aws;
      },
      onInterrupt: (stop) => (this.interrupt = stop),
    };
  }

  #written(text: string): void {
    this.#out.push(text);
    this.onWrite(text);
  }

  async run(...args: string[]): Promise<Written> {
    this.#out.length = 0;
    this.#err.length = 0;
    const exitCode = await run(["node", "pulumi-aws-tasks", ...args], this.io);
    return { out: this.out, err: this.#err.join(""), exitCode };
  }
}

export interface Resource {
  readonly type: string;
  readonly id?: string;
  readonly name?: string;
  readonly stack?: string;
  readonly external?: boolean;
  readonly inputs?: object;
  readonly outputs?: object;
}

/** What `pulumi stack export` writes; `type` as in `ec2:ExportImageTask`. */
export function exported(...resources: Resource[]): string {
  const written = resources.map(({ type, name = "golden", stack = "dev", ...rest }) => {
    const token = `pulumi-nodejs:dynamic/aws-tasks/${type}`;
    return {
      urn: `urn:pulumi:${stack}::tests::${token}::${name}`,
      custom: true,
      type: token,
      ...rest,
    };
  });
  const stack = { urn: "urn:pulumi:dev::tests::pulumi:pulumi:Stack::tests-dev", type: "stack" };
  return JSON.stringify({
    version: 3,
    deployment: { manifest: { magic: "" }, resources: [stack, ...written] },
  });
}

/** A secret as the engine writes it. */
export const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "AAABAA",
};
