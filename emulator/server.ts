import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { control, type ControlAnswer } from "./control";
import type { Controls } from "./controls";
import { dispatch, type Dispatched } from "./dispatch";
import type { Held } from "./held";
import type { WireRequest } from "./protocols/protocol";
import type { World } from "./world";

/** The HTTP side: loopback only, one path for AWS, `/_emulator/` for the test. */
interface HttpServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

export async function listen(
  world: World,
  controls: Controls,
  held: Held,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  if (!loopbackHosts.has(host)) {
    throw new Error(
      `the emulator listens on loopback only, not on ${host}: it checks no signature`,
    );
  }
  const server = createServer((request, response) => {
    serve(request, response, world, controls, held).catch((error: unknown) => {
      sendControl(response, { status: 500, body: { error: String(error) } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return { endpoint: `http://${shownHost}:${address.port}`, close: () => close(server) };
}

const loopbackHosts: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // An error says that it has been closed before.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  controls: Controls,
  held: Held,
): Promise<void> {
  // A page in a browser must not get here by a name that resolves to loopback.
  if (!isLoopbackName(request.headers.host ?? "")) {
    return sendControl(response, { status: 403, body: { error: "loopback only" } });
  }
  const url = new URL(request.url ?? "/", "http://emulator");
  const isControl = url.pathname.startsWith("/_emulator/");
  // Nor by a form or a fetch without CORS, which browsers send with their origin.
  if (isControl && request.headers.origin !== undefined) {
    return sendControl(response, { status: 403, body: { error: "not for pages in a browser" } });
  }
  const body = await readBody(request);
  if (isControl) {
    const method = request.method ?? "GET";
    return sendControl(response, control({ method, path: url.pathname, body }, controls));
  }
  if (url.pathname !== "/") {
    const error = `nothing at ${url.pathname}: AWS is at /, the control at /_emulator/`;
    return sendControl(response, { status: 404, body: { error } });
  }
  const wire: WireRequest = { headers: headersOf(request), query: url.search.slice(1), body };
  deliver(dispatch(wire, world), request, response, held);
}

function deliver(
  { reply, call }: Dispatched,
  request: IncomingMessage,
  response: ServerResponse,
  held: Held,
): void {
  if (reply.delivery === "wait") {
    const goOn = () => deliver({ reply: reply.goOn(), call }, request, response, held);
    const forget = held.hold(call, goOn);
    response.once("close", () => {
      if (forget()) reply.giveUp();
    });
    return;
  }
  const send = (): void => {
    const half = Buffer.from(reply.body).subarray(0, Math.floor(Buffer.byteLength(reply.body) / 2));
    switch (reply.delivery) {
      case "reset":
        request.socket.resetAndDestroy();
        return;
      case "cut":
        response.writeHead(reply.status, { ...reply.headers, "content-length": half.length });
        response.end(half);
        return;
      case "cutAndReset":
        response.writeHead(reply.status, {
          ...reply.headers,
          "content-length": Buffer.byteLength(reply.body),
        });
        response.write(half, () => request.socket.destroy());
        return;
      default:
        response.writeHead(reply.status, {
          ...reply.headers,
          "content-length": Buffer.byteLength(reply.body),
        });
        response.end(reply.body);
    }
  };
  if (reply.delivery === "hang") {
    response.once("close", held.hold(call, send));
  } else if (reply.delayMs > 0) {
    const timer = setTimeout(send, reply.delayMs);
    response.once("close", () => clearTimeout(timer));
  } else {
    send();
  }
}

function sendControl(response: ServerResponse, { status, body }: ControlAnswer): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

const isLoopbackName = (host: string): boolean =>
  /^(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost)(:\d+)?$/.test(host);

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
}
