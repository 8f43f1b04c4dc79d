/** Proxies, which Node's own agents of this version do not know. */
import http from "node:http";
import https from "node:https";
import { BlockList, isIP } from "node:net";
import type { Duplex } from "node:stream";

/** The proxy for a host, if it is to be reached by one. */
export type Chooser = (host: string, port: number) => URL | undefined;

/** What `NO_PROXY` says (https://pkg.go.dev/golang.org/x/net/http/httpproxy); never for loopback. */
export function proxyFor(proxy: string | undefined, noProxy = ""): Chooser {
  if (proxy === undefined) return () => undefined;
  const url = new URL(proxy);
  const exceptions = noProxy.split(/[\s,]+/).filter((one) => one !== "");
  return (host, port) => {
    const name = host.toLowerCase().replace(/^\[|\]$/g, "");
    const isDirect = isLoopback(name) || exceptions.some((one) => matches(one, name, port));
    return isDirect ? undefined : url;
  };
}

function isLoopback(name: string): boolean {
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

function matches(exception: string, name: string, port: number): boolean {
  if (exception === "*") return true;
  if (isIP(name) !== 0) return isWithin(exception, name);
  const [, domain = "", only] = /^(.*?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const bare = domain.replace(/^\*?\./, "");
  const isItself = bare === domain && name === bare;
  return bare !== "" && (isItself || name.endsWith(`.${bare}`));
}

/** An address, or a range such as `10.0.0.0/8`. */
function isWithin(exception: string, address: string): boolean {
  const [network = "", prefix] = exception.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(network) !== isIP(address)) return false;
  const range = new BlockList();
  const bits = prefix === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefix);
  if (!Number.isInteger(bits) || bits > (family === "ipv6" ? 128 : 32)) return false;
  range.addSubnet(network, bits, family);
  return range.check(address, family);
}

type Options = https.RequestOptions & { readonly socket?: Duplex };
type Made = (error: Error | null, socket: Duplex) => void;

/** As long as the proxy may take to open a tunnel. */
const OPENS_WITHIN_MS = 10_000;

/** HTTPS through a proxy's tunnel, which it opens when it is asked to CONNECT. */
export class TunnelAgent extends https.Agent {
  readonly #choose: Chooser;

  constructor(options: https.AgentOptions, choose: Chooser) {
    super(options);
    this.#choose = choose;
  }

  override createConnection(options: Options, made: Made): Duplex | null | undefined {
    const host = String(options.host);
    const port = Number(options.port ?? 443);
    const proxy = this.#choose(host, port);
    if (!proxy) return super.createConnection(options, made);
    const where = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    const fail = made as (error: Error) => void;
    const request = requestTo(proxy, where);
    request.once("connect", (response, socket) => {
      if (response.statusCode === 200) {
        const tunnelled: Options = { ...options, socket };
        return made(null, super.createConnection(tunnelled)!);
      }
      socket.destroy();
      fail(refusal(proxy, `answered ${response.statusCode}`));
    });
    request.setTimeout(OPENS_WITHIN_MS, () => request.destroy(refusal(proxy, "does not answer")));
    request.once("error", fail);
    request.end();
    return undefined;
  }
}

const plain = http.Agent.prototype as unknown as {
  addRequest(request: http.ClientRequest, options: Options): void;
};

/** HTTP through a proxy, which is told the whole address. */
export class ProxyAgent extends http.Agent {
  readonly #choose: Chooser;

  constructor(options: http.AgentOptions, choose: Chooser) {
    super(options);
    this.#choose = choose;
  }

  /** Not in Node's types, though agents have always been made so. */
  addRequest(request: http.ClientRequest, options: Options): void {
    const host = String(options.host);
    const port = Number(options.port ?? 80);
    const proxy = this.#choose(host, port);
    if (!proxy) return plain.addRequest.call(this, request, options);
    request.path = `http://${host}:${port}${request.path}`;
    for (const [name, value] of Object.entries(authorization(proxy)))
      request.setHeader(name, value);
    const there = { host: proxy.hostname, port: portOf(proxy) };
    plain.addRequest.call(this, request, { ...options, ...there });
  }
}

function requestTo(proxy: URL, where: string): http.ClientRequest {
  const options = {
    ...{ host: proxy.hostname, port: portOf(proxy), method: "CONNECT", path: where },
    headers: { host: where, ...authorization(proxy) },
    agent: false as const,
  };
  return proxy.protocol === "https:" ? https.request(options) : http.request(options);
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}

/** Without user and password. */
function refusal({ host }: URL, what: string): Error {
  return new Error(`the proxy ${host} ${what} instead of opening a connection`);
}
