import { randomUUID } from "node:crypto";
import { nobody, readCaller, type Caller } from "./caller";
import { AwsError } from "./errors";
import { applyEffect } from "./effects";
import { heldCall, logEntry, type Exchange } from "./exchange";
import type { HeldCall } from "./held";
import { mentions } from "./model/mentions";
import { validate, type Violation } from "./model/validate";
import type { Call, Operation } from "./operation";
import type { WireRequest } from "./protocols/protocol";
import type { Reply, Waiting } from "./reply";
import { route } from "./route";
import type { TaskFault } from "./taskRecord";
import { attachFaults } from "./tasks";
import type { World } from "./world";

/** What becomes of a call, and what it is called as long as it is held. */
export interface Dispatched {
  readonly reply: Reply | Waiting;
  readonly call: HeldCall;
}

/** Answers one AWS call: who asks, which operation, faults, validation, work, answer, log. */
export function dispatch(request: WireRequest, world: World): Dispatched {
  const exchange: Exchange = {
    request,
    world,
    target: route(request, world.services),
    requestId: randomUUID(),
    ids: new Set(),
    caller: undefined,
  };
  const reply = answer(exchange);
  if (reply.delivery !== "wait") {
    return { reply: recorded(exchange, reply), call: heldCall(exchange, true) };
  }
  const { goOn, giveUp } = reply;
  const waiting: Waiting = {
    delivery: "wait",
    goOn: () => recorded(exchange, goOn()),
    giveUp: () => logged(exchange, giveUp()),
  };
  return { reply: waiting, call: heldCall(exchange, false) };
}

function recorded(exchange: Exchange, reply: Reply): Reply {
  const { store, clock } = exchange.world;
  // Before the answer goes out: what a client has been told survives a restart.
  store.save(clock.now());
  return logged(exchange, reply);
}

function logged(exchange: Exchange, reply: Reply): Reply {
  exchange.world.log.add(logEntry(exchange, reply));
  return reply;
}

function answer(exchange: Exchange): Reply | Waiting {
  const { request, world, target } = exchange;
  const { service } = target;
  const { protocol } = service;
  try {
    const operation = service.operations.find(({ model }) => model.name === target.operation);
    const caller = operation?.model.isUnsigned
      ? nobody
      : readCaller(request, protocol, world.store.sessions);
    if (caller !== nobody) exchange.caller = caller;
    if (!operation) throw protocol.unknownOperation(target.operation);
    const { input, violations } = protocol.parse(request, operation.model.input);
    const { ids, hasTags } = mentions(operation.model.input, input);
    ids.forEach((id) => exchange.ids.add(id));
    const candidate = { service: service.name, operation: target.operation, ids, hasTags };
    const verdict = world.faults.judge(candidate);
    const work = (): Reply =>
      attempt(exchange, () =>
        perform(exchange, caller, operation, { input, violations }, verdict.taskFaults),
      );
    const delayed = (reply: Reply): Reply => ({ ...reply, delayMs: verdict.delayMs });
    const reply = applyEffect(verdict.answer, { protocol, target, caller }, work, (error) =>
      failure(exchange, error),
    );
    if (reply.delivery !== "wait") return delayed(reply);
    return { ...reply, goOn: () => delayed(reply.goOn()) };
  } catch (error) {
    return failure(exchange, error);
  }
}

function attempt(exchange: Exchange, work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    return failure(exchange, error);
  }
}

function perform(
  exchange: Exchange,
  caller: Caller,
  { model, handle }: Operation,
  parsed: { input: Record<string, unknown>; violations: readonly Violation[] },
  taskFaults: readonly TaskFault[],
): Reply {
  const { world, target, requestId } = exchange;
  const violations = [...parsed.violations, ...validate(model.input, parsed.input)];
  if (violations.length > 0) throw target.service.protocol.invalid(violations);
  if (parsed.input.DryRun === true) throw dryRun();
  const { clock, settings, store, random } = world;
  const nowMs = clock.now();
  const scope = store.scope(caller.accountId, caller.region);
  attachFaults(scope, [...exchange.ids], taskFaults, nowMs);
  const operation = target.operation;
  const call: Call = { operation, caller, nowMs, scope, store, settings, random, taskFaults };
  const output = handle(parsed.input, call);
  if (model.output) {
    // The check of the input, on ourselves: a wrong answer is to fail here, not in a client.
    const [wrong] = validate(model.output, output);
    if (wrong) throw new Error(`${operation} answers against its model: ${JSON.stringify(wrong)}`);
    mentions(model.output, output).ids.forEach((id) => exchange.ids.add(id));
  }
  const wire = target.service.protocol.serialise(model, output, requestId);
  return {
    delivery: "send",
    delayMs: 0,
    outcome: "ok",
    status: 200,
    headers: { "content-type": wire.contentType, "x-amzn-requestid": requestId },
    body: wire.body,
  };
}

const dryRun = (): AwsError =>
  new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

function failure({ target, requestId }: Exchange, thrown: unknown): Reply {
  const error =
    thrown instanceof AwsError
      ? thrown
      : new AwsError("InternalError", `emulator: ${String(thrown)}`, 500);
  const wire = target.service.protocol.serialiseError(error, requestId);
  return {
    delivery: "send",
    delayMs: 0,
    outcome: error.code,
    status: error.status,
    headers: {
      ...error.headers,
      "content-type": wire.contentType,
      "x-amzn-requestid": requestId,
    },
    body: wire.body,
  };
}
