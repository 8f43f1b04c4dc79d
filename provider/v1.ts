/**
 * The permanent entry that every state file calls: `require("pulumi-aws-tasks/v1").call(method,
 * args)`. Its path, its name and the shape of its arguments must never change.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Callers } from "./aws/clients";
import { type RawConfig, settingsFrom } from "./aws/settings";
import { KINDS } from "./kinds";
import { callerOf } from "./lifecycle/caller";
import { check } from "./lifecycle/check";
import {
  checkCompletion,
  completedKind,
  COMPLETION,
  createCompletion,
  diffCompletion,
} from "./lifecycle/completion";
import type { Context } from "./lifecycle/context";
import { create } from "./lifecycle/create";
import { remove } from "./lifecycle/delete";
import { diff } from "./lifecycle/diff";
import { discreetly } from "./lifecycle/discreet";
import { RefusedError } from "./lifecycle/errors";
import type { TaskKind } from "./lifecycle/kind";
import { record } from "./lifecycle/json";
import { Memory } from "./lifecycle/memory";
import type { Clock, Props, Random } from "./lifecycle/ports";
import { read } from "./lifecycle/read";
import { update } from "./lifecycle/update";
import { FileJournal, journalFolder } from "./pulumi/journal";
import { ProviderProcess } from "./pulumi/process";
import { engineAddress, type EngineRow, rowAt } from "./pulumi/row";
import { Scheduler } from "./waiting/scheduler";
import { refusedBy } from "./waiting/wait";

/** The methods of Pulumi's dynamic provider. */
export type Method = "configure" | "check" | "diff" | "create" | "read" | "update" | "delete";

/**
 * Runs one method of Pulumi's dynamic provider with the arguments its host gave to the shim, and
 * returns what the method returns. Throws what the host understands.
 *
 * @example
 * ```ts
 * require("pulumi-aws-tasks/v1").call("read", ["export-ami-0123456789abcdef0", props]);
 * ```
 */
export function call(method: Method, args: readonly unknown[]): unknown {
  // Synchronous, so that no call can come before the configuration is there.
  if (method === "configure") {
    rawConfig = (args[0] as { config?: { rawConfig?: RawConfig } }).config?.rawConfig ?? {};
    return undefined;
  }
  return running().process.working(async () => {
    try {
      return await discreetly(running().context, args.map(record), (context) =>
        METHODS[method](context, args),
      );
    } catch (error) {
      throw withoutEcho(error);
    } finally {
      // The engine may end right after the answer, and what was said last would be lost.
      await running().row.flush();
    }
  });
}

/** Pulumi's host prints what read and delete throw, with its stack, beside the resource's error. */
function withoutEcho(error: unknown): unknown {
  if (!(error instanceof RefusedError)) return error;
  error.stack = "";
  error.toString = () => "pulumi-aws-tasks: see the error of the resource";
  return error;
}

type Handler = (context: Context, args: readonly unknown[]) => unknown;
type Handlers = Readonly<Record<Exclude<Method, "configure">, Handler>>;

const METHODS: Handlers = {
  check(context, [olds, news]) {
    try {
      return isCompletion(news)
        ? checkCompletion(context, news as Props)
        : check(context, kindOf(news), olds as Props, news as Props);
    } catch (error) {
      // A throw here would abort the whole deployment.
      const reason = error instanceof Error ? error.message : String(error);
      return { inputs: news, failures: [{ property: "", reason }] };
    }
  },
  async diff(context, [id, olds, news]) {
    try {
      if (isCompletion(news)) return diffCompletion(context, olds as Props, news as Props);
      return await diff(context, kindOf(news), id as string, olds as Props, news as Props);
    } catch (error) {
      // A throw here would abort the whole deployment: `update` raises it for this resource.
      context.memory.keepOutcome(id as string, refusedBy(error));
      return { changes: true };
    }
  },
  create(context, [inputs]) {
    if (!isCompletion(inputs)) return create(context, kindOf(inputs), inputs as Props);
    const kind = kindNamed(completedKind(inputs as Props));
    return createCompletion(context, kind, inputs as Props);
  },
  read(context, [id, props]) {
    if (isCompletion(props)) return { id, props };
    return read(context, kindOf(props), id as string, props as Props);
  },
  update(context, [id, olds, news]) {
    // What a completion has waited for stays as it was.
    if (isCompletion(news)) return { outs: olds };
    return update(context, kindOf(news), id as string, olds as Props, news as Props);
  },
  delete(context, [id, props]) {
    if (isCompletion(props)) return undefined;
    return remove(context, kindOf(props), id as string, props as Props);
  },
};

function isCompletion(props: unknown): boolean {
  return (props as Props).taskKind === COMPLETION;
}

function kindOf(props: unknown): TaskKind {
  return kindNamed((props as Props).taskKind);
}

function kindNamed(name: unknown): TaskKind {
  const kind = KINDS.find(({ type }) => type === name);
  if (kind) return kind;
  const known = KINDS.map(({ type }) => type).join(", ");
  throw new RefusedError(
    `This version of pulumi-aws-tasks knows no task kind "${String(name)}", only ${known}.`,
  );
}

let rawConfig: RawConfig = {};
interface Running {
  readonly process: ProviderProcess;
  readonly context: Context;
  readonly row: EngineRow;
}
let made: Running | undefined;

/** Made at the first call: requiring this file does nothing. */
function running(): Running {
  if (made) return made;
  const address = engineAddress();
  const providerProcess = new ProviderProcess();
  if (address !== undefined) {
    providerProcess.leaveWithEngine();
    // The SDK's advice to use a newer Node would be on the stack's row at every operation.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  }
  const settings = settingsFrom(() => rawConfig);
  const row = rowAt(address, clock);
  const callers = new Callers();
  const context: Context = {
    clock,
    random,
    row,
    memory: new Memory(),
    journal: new FileJournal(journalFolder()),
    scheduler: new Scheduler(clock, GATHER_MS),
    gone: providerProcess.gone,
    settings,
    aws: (props) => callers.aws(callerOf(props, settings)),
  };
  made = { process: providerProcess, context, row };
  return made;
}

const clock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    const endsAt = Date.now() + ms;
    // Node takes a timer that is longer than it can count for one of a millisecond.
    for (let left = ms; left > 0 && !signal?.aborted; left = endsAt - Date.now()) {
      const part = Math.min(left, LONGEST_TIMER_MS);
      await sleep(part, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  },
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The engine begins waits one after the other: the first look is to be one call for all. */
const GATHER_MS = 100;

const random: Random = {
  number: () => Math.random(),
  hex: (bytes) => randomBytes(bytes).toString("hex"),
};
