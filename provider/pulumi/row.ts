/**
 * A live text on a resource's own row: what the engine's `Log` call with the resource's URN does.
 * Without an engine to talk to, and whenever it doesn't answer: silence.
 */
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Row } from "../lifecycle/ports";

/** At most one passing text per resource in this time; the engine repaints for each. */
const STATUS_EVERY_MS = 1_000;

/** The engine's address is the last argument of a provider process. */
export function engineAddress(argv: readonly string[] = process.argv): string | undefined {
  const last = argv.at(-1);
  return last !== undefined && /^(\[[0-9a-f:]+\]|[\w.-]+):\d+$/i.test(last) ? last : undefined;
}

/** A row whose texts are on their way until `flush` resolves. */
export interface EngineRow extends Row {
  /** Resolves when the engine has every text, after a second at the latest. Never rejects. */
  flush(): Promise<void>;
}

/** Longer nobody's answer is held back for what is only shown. */
const FLUSH_WITHIN_MS = 1_000;

export function rowAt(address: string | undefined, now: () => number = Date.now): EngineRow {
  if (address === undefined) return SILENT;
  const underWay = new Set<Promise<void>>();
  const log = connect(address, underWay);
  const lastAt = new Map<string | undefined, number>();
  return {
    status(urn, text) {
      if (now() - (lastAt.get(urn) ?? -Infinity) < STATUS_EVERY_MS) return;
      lastAt.set(urn, now());
      log("INFO", urn, text, true);
    },
    info: (urn, text) => log("INFO", urn, text, false),
    warn: (urn, text) => log("WARNING", urn, text, false),
    async flush() {
      if (underWay.size === 0) return;
      const late = new AbortController();
      const enough = sleep(FLUSH_WITHIN_MS, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([Promise.all(underWay), enough]);
      late.abort();
    },
  };
}

export const SILENT: EngineRow = { status() {}, info() {}, warn() {}, async flush() {} };

interface Grpc {
  credentials: { createInsecure(): ConstructorParameters<typeof EngineClient>[1] };
}

type Log = (
  severity: "INFO" | "WARNING",
  urn: string | undefined,
  text: string,
  ephemeral: boolean,
) => void;

/** Connected at the first text: most operations have none. */
function connect(address: string, underWay: Set<Promise<void>>): Log {
  let engine: EngineClient | undefined;
  return (severity, urn, text, ephemeral) => {
    try {
      engine ??= new EngineClient(address, insecure());
      const request = new LogRequest();
      request.setSeverity(LogSeverity[severity]);
      request.setUrn(urn ?? "");
      request.setMessage(text);
      request.setEphemeral(ephemeral);
      const sent = new Promise<void>((resolve) => engine!.log(request, () => resolve()));
      underWay.add(sent);
      void sent.then(() => underWay.delete(sent));
    } catch {
      // What people see must never decide what happens.
    }
  };
}

/** Made by the copy of grpc that @pulumi/pulumi itself uses: it refuses another copy's. */
function insecure(): ConstructorParameters<typeof EngineClient>[1] {
  const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const grpc = requireAsPulumi("@grpc/grpc-js") as Grpc;
  return grpc.credentials.createInsecure();
}
