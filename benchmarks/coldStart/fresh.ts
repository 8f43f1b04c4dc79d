/** Starts fresh processes, one after the other, and hears their first request's first byte. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";

export interface Started {
  /** From the call to the request's first byte. */
  readonly ms: number;
  /** Of these the `require` of the SDK's client. */
  readonly clientMs: number;
  /** Before: the `require` of the package's entry. */
  readonly entryMs: number;
  /** What was loaded by the entry, and by the call. */
  readonly files: { readonly entry: readonly string[]; readonly call: readonly string[] };
}

/** `sdk`: the same request as `read`, by the SDK alone. */
export type Method = "read" | "create" | "sdk";

const ID = "export-ami-0123456789abcdef0";
const PROPS = {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports" },
  taskKind: "ec2:ExportImageTask",
  taskState: "running",
  region: "us-east-1",
  __identity: JSON.stringify(["organization", "", "urn:pulumi:dev::bench::type::golden"]),
  __provider: "code",
};
const ARGS: Readonly<Record<Method, readonly unknown[]>> = {
  read: [ID, PROPS],
  create: [PROPS],
  sdk: [ID],
};

export class FreshProcesses {
  readonly #server: net.Server;
  #heard: (atMs: number) => void = () => {};

  private constructor() {
    this.#server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => this.#heard(Number(process.hrtime.bigint()) / 1e6));
    });
  }

  static async make(): Promise<FreshProcesses> {
    const processes = new FreshProcesses();
    processes.#server.listen(0, "127.0.0.1");
    await once(processes.#server, "listening");
    return processes;
  }

  async start(method: Method): Promise<Started> {
    const child = fork(
      path.join(__dirname, "fresh.cjs"),
      [JSON.stringify({ method, args: ARGS[method] })],
      { env: this.#environment(), execArgv: [] },
    );
    this.#heard = (atMs) => {
      this.#heard = () => {};
      child.send(atMs);
    };
    const [started] = await Promise.race([once(child, "message"), ended(child)]);
    await once(child, "exit");
    return started as Started;
  }

  close(): void {
    this.#server.close();
  }

  /** Nothing of this machine's: files of its owner's would be read. */
  #environment(): NodeJS.ProcessEnv {
    const { port } = this.#server.address() as net.AddressInfo;
    return {
      PATH: process.env.PATH,
      HOME: path.join(__dirname, "nobody"),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  }
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`a fresh process ended with ${code} before its first request`);
}
