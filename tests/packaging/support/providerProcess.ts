/** The process in which Pulumi runs dynamic providers, as the engine starts it for a program. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as Grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "../../../provider/lifecycle/ports";
import { Listener } from "../../faults/support/host";
import type { Installation } from "./installation";

const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = requireAsPulumi("@grpc/grpc-js") as typeof Grpc;
/** The plugin that lies beside the CLI: it finds the rest from the folder that it is started in. */
const PLUGIN = path.join(
  path.dirname(require.resolve("@pulumi/pulumi")),
  "pulumi-resource-pulumi-nodejs",
);

export class ProviderProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly client: ResourceProviderClient,
    readonly listener: Listener,
  ) {}

  static async start(
    { folder, command }: Installation,
    environment: NodeJS.ProcessEnv,
  ): Promise<ProviderProcess> {
    const listener = await Listener.make();
    const [file, ...args] = command(PLUGIN, listener.address);
    const child = spawn(file, args, {
      cwd: folder,
      env: { ...process.env, ...environment, PULUMI_HOME: path.join(folder, ".pulumi") },
      stdio: ["pipe", "pipe", "inherit"],
      // A shell starts it, which passes no signal on: they are ended as one group.
      detached: true,
    });
    const port = await portOf(child).finally(() => child.exitCode !== null && listener.close());
    const credentials = grpc.credentials.createInsecure() as never;
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials);
    const provider = new ProviderProcess(child, client, listener);
    const request = new messages.ConfigureRequest();
    request.setArgs(struct({}));
    await provider.#call("configure", request);
    return provider;
  }

  /** Checks and creates a resource as the engine does; its id. */
  async create(inputs: Props): Promise<string> {
    const check = new messages.CheckRequest();
    check.setOlds(struct({}));
    check.setNews(struct(inputs));
    const checked = await this.#call<messages.CheckResponse>("check", check);
    const [failure] = checked.getFailuresList();
    if (failure) throw new Error(failure.getReason());
    const create = new messages.CreateRequest();
    create.setProperties(checked.getInputs());
    return (await this.#call<messages.CreateResponse>("create", create)).getId();
  }

  /** Ends the process as the engine does: its input ends, and it has to notice. */
  async end(): Promise<void> {
    this.client.close();
    this.listener.close();
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.stdin!.end();
    await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
    if (this.child.exitCode === null) process.kill(-this.child.pid!, "SIGKILL");
    await ended;
  }

  #call<T>(method: string, request: object): Promise<T> {
    const call = (this.client as unknown as Record<string, Method>)[method]!;
    return new Promise((resolve, reject) => {
      call.call(this.client, request, (error, value) =>
        error ? reject(error) : resolve(value as T),
      );
    });
  }
}

type Method = (request: object, answer: (error: Error | null, value: unknown) => void) => void;

/** The first line it prints. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout!.setEncoding("utf8").on("data", (text) => {
      printed += text;
      const port = /^(\d+)\r?\n/m.exec(printed)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.once("exit", () => reject(new Error(`the provider's process has ended:\n${printed}`)));
  });
}

const struct = (value: Props): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
