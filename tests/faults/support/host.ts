/**
 * The process in which Pulumi runs dynamic providers, without the engine: its own host with our
 * shim, spoken to as the engine does, over gRPC.
 */
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { TaskError } from "../../../provider/lifecycle/errors";
import type { Props } from "../../../provider/lifecycle/ports";
import type { Methods } from "../../support/stack";

const root = path.resolve(__dirname, "../../..");
/** Inside the clone, where the shim finds the package. */
const scratch = path.join(root, ".pulumi-local", "fault-tests");
const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = requireAsPulumi("@grpc/grpc-js") as typeof Grpc;

/** The code that every state has. */
export const SHIM = fs.readFileSync(path.join(root, "tests/fixtures/shim.v1.txt"), "utf8");

/** The part of an engine that a provider calls: it takes what people are to read. */
export class Listener {
  private constructor(
    readonly address: string,
    readonly server: Grpc.Server,
    readonly texts: readonly string[],
  ) {}

  static async make(): Promise<Listener> {
    const server = new grpc.Server();
    const texts: string[] = [];
    const log = (call: { request: LogRequest }, answer: (error: null, value: Empty) => void) => {
      texts.push(call.request.getMessage());
      answer(null, new Empty());
    };
    server.addService(EngineService as unknown as Grpc.ServiceDefinition, { log });
    const port = await new Promise<number>((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return new Listener(`127.0.0.1:${port}`, server, texts);
  }

  close(): void {
    this.server.forceShutdown();
  }
}

export class Host {
  /** All that the process has printed. */
  output = "";
  readonly #child: ChildProcess;
  readonly #client: Promise<ResourceProviderClient>;
  readonly #ended: Promise<void>;

  constructor(environment: NodeJS.ProcessEnv, listener: Listener, nowMs: number) {
    fs.mkdirSync(scratch, { recursive: true });
    const program = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const preload = path.join(__dirname, "virtualTime.cjs");
    this.#child = spawn(process.execPath, ["-r", preload, program, listener.address], {
      cwd: scratch,
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME },
        ...environment,
        VIRTUAL_NOW: String(nowMs),
      },
      // The provider ends when its input does.
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#ended = new Promise((resolve) => this.#child.once("exit", () => resolve()));
    this.#client = this.#connected();
  }

  /** Ends the process as the engine does, and waits until it has ended. */
  async end(): Promise<void> {
    (await this.#client.catch(() => undefined))?.close();
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  get methods(): Methods {
    return {
      check: async (olds, news) => {
        const request = new messages.CheckRequest();
        request.setOlds(struct(olds));
        request.setNews(struct(news));
        const answer = await this.#call<messages.CheckResponse>("check", request);
        const failures = answer.getFailuresList();
        return {
          inputs: plain(answer.getInputs()),
          failures: failures.map((one) => ({ property: "", reason: one.getReason() })),
        };
      },
      diff: async (id, olds, news) => {
        const request = new messages.DiffRequest();
        request.setId(id);
        request.setOlds(struct(olds));
        request.setNews(struct(news));
        const answer = await this.#call<messages.DiffResponse>("diff", request);
        return {
          changes: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
          replaces: answer.getReplacesList(),
          deleteBeforeReplace: answer.getDeletebeforereplace(),
        };
      },
      create: async (inputs) => {
        const request = new messages.CreateRequest();
        request.setProperties(struct(inputs));
        const answer = await this.#call<messages.CreateResponse>("create", request);
        return { id: answer.getId(), outs: plain(answer.getProperties()) };
      },
      read: async (id, props) => {
        const request = new messages.ReadRequest();
        request.setId(id);
        request.setProperties(struct(props));
        const answer = await this.#call<messages.ReadResponse>("read", request);
        return { id: answer.getId(), props: plain(answer.getProperties()) };
      },
      update: async (id, olds, news) => {
        const request = new messages.UpdateRequest();
        request.setId(id);
        request.setOlds(struct(olds));
        request.setNews(struct(news));
        const answer = await this.#call<messages.UpdateResponse>("update", request);
        return { outs: plain(answer.getProperties()) };
      },
      remove: async (id, props) => {
        const request = new messages.DeleteRequest();
        request.setId(id);
        request.setProperties(struct(props));
        await this.#call("delete", request);
      },
    };
  }

  /** The host prints the port at which it listens. */
  async #connected(): Promise<ResourceProviderClient> {
    const port = await new Promise<string>((resolve, reject) => {
      for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
        stream.on("data", (text) => {
          this.output += text;
          const printed = /^(\d+)\n/.exec(this.output)?.[1];
          if (printed !== undefined) resolve(printed);
        });
      }
      void this.#ended.then(() => reject(new Error(`the host has ended:\n${this.output}`)));
    });
    const client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure() as never,
    );
    const request = new messages.ConfigureRequest();
    request.setArgs(struct({}));
    await ask(client, "configure", request);
    return client;
  }

  async #call<T>(method: string, request: object): Promise<T> {
    return ask<T>(await this.#client, method, request);
  }
}

type Method = (
  request: object,
  answer: (error: Grpc.ServiceError | null, value: unknown) => void,
) => void;

function ask<T>(client: ResourceProviderClient, method: string, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = (client as unknown as Record<string, Method>)[method]!;
    call.call(client, request, (error, value) =>
      error ? reject(errorOf(error)) : resolve(value as T),
    );
  });
}

/** What the engine makes of an error: one with details keeps the resource. */
function errorOf(error: Grpc.ServiceError): Error {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(details)) return new Error(error.details);
  const [any] = Status.deserializeBinary(details).getDetailsList();
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
  return new TaskError(failed.getId(), plain(failed.getProperties()), failed.getReasonsList());
}

function struct(value: Props): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
}

function plain(value: Struct | undefined): Props {
  return (value?.toJavaScript() ?? {}) as Props;
}
