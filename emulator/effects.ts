import type { Caller } from "./caller";
import { AwsError } from "./errors";
import type { AnswerEffect } from "./faults";
import type { Protocol } from "./protocols/protocol";
import type { Reply, Waiting } from "./reply";
import type { Target } from "./route";

interface Circumstances {
  readonly protocol: Protocol;
  readonly target: Target;
  readonly caller: Caller;
}

/** What becomes of a call under an effect; `work` does it and never throws. */
export function applyEffect(
  effect: AnswerEffect | undefined,
  circumstances: Circumstances,
  work: () => Reply,
  failure: (error: AwsError) => Reply,
): Reply | Waiting {
  switch (effect?.kind) {
    case undefined:
      return work();
    case "resetBefore":
      return unanswered("reset");
    case "resetAfter":
      return { ...work(), delivery: "reset", outcome: "reset" };
    case "hang":
      return effect.workDone === false
        ? { delivery: "wait", goOn: work, giveUp: () => unanswered("gone") }
        : { ...work(), delivery: "hang", outcome: "hang" };
    case "cutBody":
      return { ...work(), delivery: effect.reset ? "cutAndReset" : "cut", outcome: "cut" };
    case "status5xx":
      if (effect.workDone) work();
      return status5xx(effect, circumstances, failure);
    case "error":
      if (effect.workDone) work();
      return failure(
        new AwsError(effect.code, effect.message ?? effect.code, effect.status, effect.headers),
      );
    case "throttle":
      return failure(throttle(effect, circumstances));
    case "deny":
      return failure(denial(effect, circumstances));
  }
}

type Effect<K extends AnswerEffect["kind"]> = Extract<AnswerEffect, { kind: K }>;

const nothing = { delayMs: 0, status: 0, headers: {}, body: "" };

/** The work is not done, and nobody is told. */
const unanswered = (outcome: string): Reply => ({ ...nothing, delivery: "reset", outcome });

function status5xx(
  { status = 500, body = "aws" }: Effect<"status5xx">,
  { protocol }: Circumstances,
  failure: (error: AwsError) => Reply,
): Reply {
  if (body === "aws") return failure(protocol.internal(status));
  const html = body === "html";
  return {
    ...nothing,
    delivery: "send",
    outcome: `http${status}`,
    status,
    headers: html ? { "content-type": "text/html" } : {},
    body: html ? `<html><body><h1>${status} Service Error</h1><br>try again</body></html>` : "",
  };
}

function throttle(
  { retryAfterSeconds, retryAfterMs }: Effect<"throttle">,
  { protocol }: Circumstances,
): AwsError {
  const { code, message, status } = protocol.throttled();
  return new AwsError(code, message, status, {
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    ...(retryAfterMs !== undefined && { "x-amz-retry-after": String(retryAfterMs) }),
  });
}

function denial(
  { onlyWithTags }: Effect<"deny">,
  { protocol, target, caller }: Circumstances,
): AwsError {
  const tagging = target.service.name === "appstream" ? "TagResource" : "CreateTags";
  const operation = onlyWithTags ? tagging : target.operation;
  return protocol.denied(caller.arn, `${target.service.name}:${operation}`);
}
