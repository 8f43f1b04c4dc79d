/**
 * How a lifecycle call fails so that nothing is lost: an error that carries the id and the
 * properties is stored by the engine, and only its reasons are shown.
 */
import { toJson } from "./json";
import type { TaskKind } from "./kind";
import { type AwsError, isAwsError, type Props } from "./ports";
import { redact } from "./redact";

/**
 * The task exists, and its state is kept: Pulumi's "created, but failed to initialize".
 * Made by {@link keeping} only, so that no such error forgets `__provider`.
 */
export class TaskError extends Error {
  constructor(
    readonly id: string,
    readonly properties: Props,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
    this.name = "TaskError";
  }
}

/** Nothing is there to keep, or nothing changed: the engine leaves the state as it was. */
export class RefusedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RefusedError";
  }
}

/**
 * The error that fails this resource and keeps `outputs` as its state. `inputs` are what the
 * engine called us with: its `__provider` must be in the state, or nobody can delete it again.
 */
export function keeping(id: string, inputs: Props, outputs: Props, reason: string): TaskError {
  const properties = toJson({ ...outputs, __provider: inputs.__provider });
  return new TaskError(id, properties, [redact(reason, inputs)]);
}

/** Whether AWS says that it does not exist; not every service documents the code. */
export function isGone(error: unknown): boolean {
  return (
    isAwsError(error) && error.trouble === "refused" && /NotFound|Unavailable/.test(error.code)
  );
}

/** AWS's code and message, the likely cause if it is documented, and what to do. */
export function explain(kind: TaskKind, error: unknown): string {
  if (!isAwsError(error)) return error instanceof Error ? error.message : String(error);
  const advice = Object.hasOwn(kind.remedies, error.code)
    ? kind.remedies[error.code]
    : adviceByTrouble(error);
  return [`${error.operation}: ${said(error)}`, advice].filter(Boolean).join(" ");
}

function said({ code, message }: AwsError): string {
  return endSentence(message.startsWith(code) ? message : `${code}: ${message}`);
}

/** What ends with a full stop, so that a sentence can follow. */
export function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function adviceByTrouble({ trouble, operation }: AwsError): string | undefined {
  switch (trouble) {
    case "denied":
      return `Allow ${operation} to whoever runs Pulumi.`;
    case "credentials":
      return "Check the AWS credentials that Pulumi runs with: they are missing, wrong or expired.";
    case "settings":
      return "Check the Region and the endpoint settings.";
    case "unsupported":
      return "The endpoint does not offer this operation: check AWS_ENDPOINT_URL and the Region.";
    case "network":
    case "unavailable":
      return "AWS could not be reached: try again when it can.";
    case "throttled":
      return "AWS asks for fewer calls: try again later.";
    default:
      return undefined;
  }
}
