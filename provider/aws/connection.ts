/** How the SDK's clients connect: time limits, whom they trust, and proxies. */
import { readFile } from "node:fs/promises";
import type { Connection } from "../lifecycle/configured";
import { ProxyAgent, proxyFor, TunnelAgent } from "./proxy";
import { expanded } from "./sharedFiles";

/** What AWS's standard settings leave open: without these a dead connection hangs for ever. */
const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;

/** As the SDK's clients take it in place of a request handler. */
export interface HandlerOptions {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: boolean;
  readonly httpAgent?: ProxyAgent;
  readonly httpsAgent?: TunnelAgent | TlsOptions;
}

interface TlsOptions {
  readonly ca?: string;
  readonly rejectUnauthorized?: boolean;
}

export async function handlerOptions(connection: Connection = {}): Promise<HandlerOptions> {
  const { httpProxy, httpsProxy, noProxy } = connection;
  const tls = await tlsOptions(connection);
  const isProxied = httpProxy !== undefined || httpsProxy !== undefined;
  const keptAlive = { keepAlive: true, maxSockets: 50 };
  return {
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: ANSWER_WITHIN_MS,
    throwOnRequestTimeout: true,
    ...(isProxied
      ? {
          httpAgent: new ProxyAgent(keptAlive, proxyFor(httpProxy, noProxy)),
          httpsAgent: new TunnelAgent({ ...keptAlive, ...tls }, proxyFor(httpsProxy, noProxy)),
        }
      : { httpsAgent: tls }),
  };
}

/** A bundle is trusted alone, as by the AWS CLI and @pulumi/aws. */
async function tlsOptions({ customCaBundle, insecure }: Connection): Promise<TlsOptions> {
  if (insecure === true) return { rejectUnauthorized: false };
  if (customCaBundle === undefined) return {};
  const file = expanded(customCaBundle);
  const name = "aws:customCaBundle or AWS_CA_BUNDLE";
  const ca = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${name}: ${file} can't be read (${error.code ?? error.message})`);
  });
  if (/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(ca)) return { ca };
  throw new Error(`${name}: ${file} has no certificates in it (PEM)`);
}
