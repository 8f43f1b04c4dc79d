import { AwsError } from "../errors";
import type { Shape, StructureShape } from "../model/shapes";
import type { Violation } from "../model/validate";
import { constraintMessage } from "./constraints";
import type { Protocol } from "./protocol";

interface Json11Options {
  /** What precedes the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** The service's code for input that breaks its model. */
  readonly validationCode?: string;
  /** The service's code for a caller without the right: `AccessDeniedException` unless given. */
  readonly deniedCode?: string;
  /** The service's code for its own failures: `InternalServerException` unless given. */
  readonly internalCode?: string;
  /** What the service calls an error's message: `message` unless given. */
  readonly messageMember?: string;
}

/** AWS JSON 1.1: the operation in a header, members under their model names. */
export function json11({
  targetPrefix,
  validationCode = "ValidationException",
  deniedCode = "AccessDeniedException",
  internalCode = "InternalServerException",
  messageMember = "message",
}: Json11Options): Protocol {
  const contentType = "application/x-amz-json-1.1";
  return {
    operationOf(request) {
      const [prefix, operation] = (request.headers["x-amz-target"] ?? "").split(".");
      return prefix === targetPrefix ? (operation ?? "") : undefined;
    },
    parse: (request, shape) => ({ input: parseBody(request.body, shape), violations: [] }),
    serialise: (model, output) => ({
      contentType,
      body: JSON.stringify(model.output ? write(model.output, output) : {}),
    }),
    serialiseError: (error) => ({
      contentType,
      body: JSON.stringify({
        __type: error.code,
        [messageMember]: error.message,
        ...error.members,
      }),
    }),
    invalid: (violations: readonly Violation[]) =>
      new AwsError(validationCode, constraintMessage(violations)),
    denied: (userArn: string, action: string) =>
      new AwsError(deniedCode, `User: ${userArn} is not authorized to perform: ${action}`),
    internal: (status: number) =>
      status === 503
        ? new AwsError("ServiceUnavailableException", "Service is unavailable.", 503)
        : new AwsError(internalCode, "An internal error has occurred", status),
    ...errors,
  };
}

const errors = {
  unknownOperation: (_operation: string) => new AwsError("UnknownOperationException", ""),
  unsigned: () =>
    new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token"),
  throttled: () => new AwsError("ThrottlingException", "Rate exceeded"),
};

function parseBody(body: string, shape: StructureShape): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = body === "" ? {} : JSON.parse(body);
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new AwsError("SerializationException", "The request body must be a JSON object");
  }
  return convert(shape, parsed, fromJson) as Record<string, unknown>;
}

const write = (shape: Shape, value: unknown): unknown => convert(shape, value, toJson);

type Scalar = (shape: Shape, value: unknown) => unknown;

// JSON has epoch seconds: an ISO string in an answer makes the JavaScript clients throw.
const fromJson: Scalar = (shape, value) =>
  shape.type === "timestamp" && typeof value === "number" ? value * 1_000 : value;

const toJson: Scalar = (shape, value) =>
  shape.type === "timestamp" && typeof value === "number" ? value / 1_000 : value;

/** Walks a value by its shape: members unknown or null are dropped, wrong ones left to validate. */
function convert(shape: Shape, value: unknown, scalar: Scalar): unknown {
  if (shape.type === "list" && Array.isArray(value)) {
    return value.map((item) => convert(shape.item, item, scalar));
  }
  if (shape.type !== "structure" || typeof value !== "object" || value === null) {
    return scalar(shape, value);
  }
  const given = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const inner = Object.hasOwn(given, name) ? given[name] : undefined;
    if (inner !== undefined && inner !== null) result[name] = convert(member, inner, scalar);
  }
  return result;
}
