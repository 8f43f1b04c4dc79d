/** The process in which Pulumi runs dynamic providers, spoken to as the engine does. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import type * as Grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "../../provider/lifecycle/ports";

const root = path.resolve(__dirname, "../..");
/** The copy of grpc that @pulumi/pulumi uses: its client works with no other. */
const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = requireAsPulumi("@grpc/grpc-js") as typeof Grpc;

type Method = (
  request: object,
  answer: (error: Error | null, value: messages.CheckResponse) => void,
) => void;

export class Host {
  readonly #child: ChildProcess;
  readonly #client: Promise<ResourceProviderClient>;

  /** `engine`: the address to which it says what people are to read. */
  constructor(environment: NodeJS.ProcessEnv, engine: string) {
    const program = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const { PATH, HOME } = process.env;
    const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
    this.#child = spawn(
      process.execPath,
      ["-r", path.join(__dirname, "probe.cjs"), program, engine],
      {
        cwd: root,
        env: { PATH, HOME, ...quiet, ...environment },
        // The provider ends when its input does.
        stdio: ["pipe", "pipe", "inherit", "ipc"],
      },
    );
    this.#client = this.#connected();
  }

  /** `check` and then `diff`, whose answer may take as long as a task does. */
  async checkAndDiff(id: string, olds: Props, program: Props): Promise<() => Promise<unknown>> {
    const check = new messages.CheckRequest();
    check.setOlds(struct(olds));
    check.setNews(struct(program));
    const news = (await this.#call("check", check)).getInputs();
    const diff = new messages.DiffRequest();
    diff.setId(id);
    diff.setOlds(struct(olds));
    diff.setNews(news);
    const answer = this.#call("diff", diff);
    // The process is ended before its waits are.
    answer.catch(() => undefined);
    return () => answer;
  }

  async memory(): Promise<NodeJS.MemoryUsage> {
    this.#child.send("measure");
    const [usage] = (await once(this.#child, "message")) as [NodeJS.MemoryUsage];
    return usage;
  }

  async end(): Promise<void> {
    (await this.#client).close();
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  async #connected(): Promise<ResourceProviderClient> {
    const [port] = (await once(this.#child.stdout!, "data")) as [Buffer];
    const address = `127.0.0.1:${String(port).trim()}`;
    const client = new ResourceProviderClient(address, grpc.credentials.createInsecure() as never);
    const request = new messages.ConfigureRequest();
    request.setArgs(struct({}));
    await ask(client, "configure", request);
    return client;
  }

  async #call(method: string, request: object): Promise<messages.CheckResponse> {
    return ask(await this.#client, method, request);
  }
}

function ask(
  client: ResourceProviderClient,
  method: string,
  request: object,
): Promise<messages.CheckResponse> {
  return new Promise((resolve, reject) => {
    const call = (client as unknown as Record<string, Method>)[method]!;
    call.call(client, request, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

function struct(value: Props): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
}
