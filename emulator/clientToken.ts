import { AwsError } from "./errors";
import type { Call } from "./operation";
import type { TaskRecord } from "./taskRecord";

/** A start request that may be a repetition. */
interface Tokened {
  readonly ClientToken?: string | undefined;
  readonly DryRun?: boolean | undefined;
}

/** The task that this very request has started before, if its token is still remembered. */
export function replayedTask(call: Call, input: Tokened): TaskRecord | undefined {
  const token = input.ClientToken;
  if (!token) return undefined;
  if (!/^[\x21-\x7e]{1,64}$/.test(token)) {
    throw new AwsError(
      "InvalidClientToken",
      "The client token must be at most 64 ASCII characters",
    );
  }
  const record = call.scope.clientTokens[keyOf(call, token)];
  if (!record || call.nowMs - record.createdAtMs >= call.settings.tokenLifetimeMs) return undefined;
  if (record.parameters !== parametersOf(input)) {
    throw new AwsError(
      "IdempotentParameterMismatch",
      "Arguments on this idempotent request are inconsistent with arguments used in previous " +
        "request(s).",
    );
  }
  return call.scope.tasks[record.taskId];
}

export function rememberToken(call: Call, input: Tokened, taskId: string): void {
  if (!input.ClientToken) return;
  const record = { taskId, parameters: parametersOf(input), createdAtMs: call.nowMs };
  call.scope.clientTokens[keyOf(call, input.ClientToken)] = record;
}

const keyOf = (call: Call, token: string): string => `${call.operation}:${token}`;

// The parser gives members in the order of the model, so that equal input is equal text.
function parametersOf({ ClientToken: _token, DryRun: _dryRun, ...parameters }: Tokened): string {
  return JSON.stringify(parameters);
}
