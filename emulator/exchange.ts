import type { Caller } from "./caller";
import type { HeldCall } from "./held";
import type { LogEntry } from "./log";
import type { WireRequest } from "./protocols/protocol";
import type { Reply } from "./reply";
import type { Target } from "./route";
import type { World } from "./world";

/** One request on its way to its reply, and what has become known of it. */
export interface Exchange {
  readonly request: WireRequest;
  readonly world: World;
  readonly target: Target;
  readonly requestId: string;
  readonly ids: Set<string>;
  caller: Caller | undefined;
}

export function heldCall({ target, ids }: Exchange, workDone: boolean): HeldCall {
  return { service: target.service.name, operation: target.operation, ids: [...ids], workDone };
}

export function logEntry(
  { request, world, target, ids, caller }: Exchange,
  reply: Reply,
): LogEntry {
  const isAnswered = reply.delivery !== "reset" && reply.delivery !== "hang";
  return {
    time: new Date().toISOString(),
    emulatorTime: new Date(world.clock.now()).toISOString(),
    service: target.service.name,
    operation: target.operation,
    region: caller?.region ?? "",
    accountId: caller?.accountId ?? "",
    ids: [...ids],
    outcome: reply.outcome,
    httpStatus: isAnswered ? reply.status : 0,
    attempt: Number(/attempt=(\d+)/.exec(request.headers["amz-sdk-request"] ?? "")?.[1] ?? 0),
    withheld: reply.delivery !== "send",
  };
}
