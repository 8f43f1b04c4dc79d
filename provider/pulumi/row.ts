/**
 * A live text on a resource's own row: what the engine's `Log` call with the resource's URN does.
 * Without an engine to talk to, and whenever it doesn't answer: silence.
 */
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import type * as Services from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as Messages from "@pulumi/pulumi/proto/engine_pb";
import type { Clock, Row } from "../lifecycle/ports";
import { isOnScreen } from "./audience";
import { LogPace, type Pace, ScreenPace } from "./pace";

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

/** `isScreen`: whether somebody sees the engine's rows; asked at the first passing text. */
export function rowAt(
  address: string | undefined,
  clock: Clock,
  isScreen: () => boolean = isOnScreen,
): EngineRow {
  if (address === undefined) return SILENT;
  const underWay = new Set<Promise<void>>();
  const log = connect(address, underWay);
  const send = (urn: string | undefined, text: string) => log("INFO", urn, text, true);
  let pace: Pace | undefined;
  const lasting = (severity: Severity) => (urn: string | undefined, text: string) => {
    pace?.said(urn);
    log(severity, urn, text, false);
  };
  return {
    status(urn, text, moment) {
      pace ??= isScreen() ? new ScreenPace(clock, send) : new LogPace(clock, send);
      pace.text(urn, text, moment);
    },
    info: lasting("INFO"),
    warn: lasting("WARNING"),
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
  credentials: { createInsecure(): ConstructorParameters<typeof Services.EngineClient>[1] };
}

type Severity = "INFO" | "WARNING";
type Log = (severity: Severity, urn: string | undefined, text: string, ephemeral: boolean) => void;

/** Loaded and connected at the first text: most operations have none. */
function connect(address: string, underWay: Set<Promise<void>>): Log {
  let made: ReturnType<typeof loadEngine> | undefined;
  /** The engine serves calls at once: of two that were made together the first may come second. */
  const lastOf = new Map<string | undefined, Promise<void>>();
  return (severity, urn, text, ephemeral) => {
    try {
      made ??= loadEngine(address);
      const { engine, messages } = made;
      const request = new messages.LogRequest();
      request.setSeverity(messages.LogSeverity[severity]);
      request.setUrn(urn ?? "");
      request.setMessage(text);
      request.setEphemeral(ephemeral);
      const send = () => new Promise<void>((resolve) => engine.log(request, () => resolve()));
      const before = lastOf.get(urn);
      const sent = (before ? before.then(send) : send()).catch(() => undefined);
      lastOf.set(urn, sent);
      underWay.add(sent);
      void sent.then(() => {
        underWay.delete(sent);
        if (lastOf.get(urn) === sent) lastOf.delete(urn);
      });
    } catch {
      // What people see must never decide what happens.
    }
  };
}

function loadEngine(address: string) {
  const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const services = requireAsPulumi("./proto/engine_grpc_pb") as typeof Services;
  const messages = requireAsPulumi("./proto/engine_pb") as typeof Messages;
  // The copy of grpc that @pulumi/pulumi itself uses: it refuses another copy's.
  const grpc = requireAsPulumi("@grpc/grpc-js") as Grpc;
  const engine = new services.EngineClient(address, grpc.credentials.createInsecure());
  return { engine, messages };
}
