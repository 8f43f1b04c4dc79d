/** The emulator without its socket: real clients, real serialisation, and every byte counted. */
import { dispatch } from "../../emulator/dispatch";
import { createWorld, type EmulatorOptions } from "../../emulator/options";
import type { World } from "../../emulator/world";
import { SdkAws } from "../../provider/aws/clients";
import type { Aws, AwsRequest } from "../../provider/lifecycle/ports";
import { VirtualTime } from "./virtualTime";

/** A request as the SDK gives it to its HTTP handler. */
interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export class Wire {
  readonly time: VirtualTime;
  readonly world: World;
  readonly aws: Aws;
  calls = 0;
  refused = 0;
  bytes = 0;
  /** How long AWS takes for an answer. */
  latencyMs = 0;
  /** Whether a call is refused for too many of them. */
  isRefused: (nowMs: number) => boolean = () => false;

  constructor(options: EmulatorOptions) {
    const startTimeMs = Date.parse("2026-01-01T00:00:00Z");
    this.world = createWorld({ speed: 0, startTimeMs, ...options });
    this.time = new VirtualTime(startTimeMs, this.world.clock);
    const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };
    const sdk = new SdkAws(
      { region: "us-east-1" },
      { credentials, requestHandler: this.#handler() },
    );
    this.aws = {
      region: sdk.region,
      key: sdk.key,
      send: (request, signal) => sdk.send(request, signal),
      accountId: async () => "123456789012",
    };
  }

  /** Loads what the first call of a client takes real time for: its code, and configuration files. */
  async warmUp(requests: readonly AwsRequest[]): Promise<void> {
    for (const request of requests) await this.aws.send(request);
  }

  reset(): void {
    this.calls = this.refused = this.bytes = 0;
  }

  #handler() {
    return {
      handle: (request: HttpRequest) => this.#answer(request).then((response) => ({ response })),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    };
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    if (this.latencyMs > 0) await this.time.sleep(this.latencyMs);
    this.calls++;
    const { method, path, headers } = request;
    const { body: given = "" } = request;
    const body = typeof given === "string" ? Buffer.from(given) : Buffer.concat([given]);
    this.bytes += sizeOf(`${method} ${path} HTTP/1.1`, headers, body);
    const response = this.#isOver(headers) ?? this.#dispatched(headers, body.toString());
    this.bytes += sizeOf(`HTTP/1.1 ${response.statusCode} OK`, response.headers, response.body);
    return response;
  }

  #dispatched(sent: HttpRequest["headers"], body: string): HttpResponse {
    const names = Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]);
    const wire = { headers: Object.fromEntries(names), query: "", body };
    const { reply } = dispatch(wire, this.world);
    if (reply.delivery !== "send") throw new Error(`no answer but ${reply.delivery}`);
    return answerOf(reply.status, reply.headers, reply.body, this.time.now());
  }

  /** AWS's answer to one call too many, in the words of the protocol that was spoken. */
  #isOver(headers: HttpRequest["headers"]): HttpResponse | undefined {
    if (!this.isRefused(this.time.now())) return undefined;
    this.refused++;
    const isJson = headers["x-amz-target"] !== undefined;
    const body = isJson
      ? '{"__type":"ThrottlingException","message":"Rate exceeded"}'
      : "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit " +
        "exceeded.</Message></Error></Errors><RequestID>1</RequestID></Response>";
    const type = isJson ? "application/x-amz-json-1.1" : "text/xml;charset=UTF-8";
    return answerOf(isJson ? 400 : 503, { "content-type": type }, body, this.time.now());
  }
}

function answerOf(
  statusCode: number,
  headers: Readonly<Record<string, string>>,
  text: string,
  nowMs: number,
): HttpResponse {
  const body = Buffer.from(text);
  const date = new Date(nowMs).toUTCString();
  const own = { "content-length": String(body.length), date };
  return { statusCode, headers: { ...headers, ...own }, body };
}

function sizeOf(first: string, headers: HttpRequest["headers"], body: Uint8Array): number {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.byteLength([first, ...lines, "", ""].join("\r\n")) + body.length;
}
