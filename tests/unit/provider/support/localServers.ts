/** Servers on loopback that stand for what AWS's clients ask: HTTP, HTTPS with an own CA, a proxy. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export interface LocalServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export async function serve(server: http.Server | https.Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const scheme = server instanceof https.Server ? "https" : "http";
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    async close() {
      // Of tunnels the server knows nothing any more.
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A certificate authority of the test's own, and what it has signed for 127.0.0.1. */
export class Authority {
  readonly folder = mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-ca-"));
  readonly bundle: string;

  constructor(readonly name: string) {
    this.bundle = this.#file("ca.pem");
    const subject = ["-subj", `/CN=${name}`, "-days", "2"];
    this.#openssl("req", "-x509", ...KEY, "ca.key", "-out", "ca.pem", ...subject);
  }

  /** What a server needs to be trusted by whoever trusts this authority. */
  signed(): { key: string; cert: string } {
    writeFileSync(
      this.#file("names"),
      "subjectAltName=IP:127.0.0.1,DNS:*.eu-central-1.amazonaws.com",
    );
    this.#openssl("req", ...KEY, "server.key", "-out", "server.csr", "-subj", "/CN=server");
    const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"];
    this.#openssl("x509", "-req", "-in", "server.csr", ...by, "-out", "server.pem", "-days", "2");
    const read = (name: string) => readFileSync(this.#file(name), "utf8");
    return { key: read("server.key"), cert: read("server.pem") };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.folder, name);
  }

  #openssl(...args: string[]): void {
    execFileSync("openssl", args, { cwd: this.folder, stdio: "ignore" });
  }
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout"];

export function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A proxy that notes what it is asked for, and lets through what `target` names: all goes there. */
export class Proxy {
  readonly asked: string[] = [];
  readonly authorizations: (string | undefined)[] = [];

  private constructor(
    readonly server: LocalServer,
    readonly noted: { asked: string[]; authorizations: (string | undefined)[] },
  ) {
    this.asked = noted.asked;
    this.authorizations = noted.authorizations;
  }

  static async start(target?: number): Promise<Proxy> {
    const noted = { asked: [] as string[], authorizations: [] as (string | undefined)[] };
    const note = ({ headers }: http.IncomingMessage, what: string) => {
      noted.asked.push(what);
      noted.authorizations.push(headers["proxy-authorization"]);
    };
    const server = http.createServer((request, response) => {
      note(request, `${request.method} ${request.url}`);
      if (target === undefined) return void response.writeHead(502).end();
      const { pathname } = new URL(request.url!);
      const { method, headers } = request;
      const onward = http.request({ port: target, path: pathname, method, headers }, (answer) =>
        answer.pipe(response.writeHead(answer.statusCode!, answer.headers)),
      );
      request.pipe(onward);
    });
    server.on("connect", (request: http.IncomingMessage, socket) => {
      note(request, `CONNECT ${request.url}`);
      if (target === undefined) return void socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      const onward = connect(target, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
    return new Proxy(await serve(server), noted);
  }

  /** The hosts of the tunnels that were asked for, each once. */
  hosts(): string[] {
    const hosts = this.asked.map((one) => /^CONNECT (.*):443$/.exec(one)?.[1] ?? one);
    return [...new Set(hosts)];
  }
}

/** What STS answers to whoever asks who he is. */
export const identityOf = (account: string) =>
  "<GetCallerIdentityResponse><GetCallerIdentityResult>" +
  `<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
