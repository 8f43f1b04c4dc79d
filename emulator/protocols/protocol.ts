import type { AwsError } from "../errors";
import type { OperationModel, StructureShape } from "../model/shapes";
import type { Violation } from "../model/validate";

/** A request as it came, with header names in lower case. */
export interface WireRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The query string without its question mark. */
  readonly query: string;
  readonly body: string;
}

interface WireAnswer {
  readonly contentType: string;
  readonly body: string;
}

export interface Parsed {
  /** Members by their model names; a value that does not fit is left for `validate` to refuse. */
  readonly input: Record<string, unknown>;
  readonly violations: readonly Violation[];
}

/** How a service speaks: reading, writing, and the errors that its protocol words. */
export interface Protocol {
  /** The operation, if this request is addressed to this service. */
  operationOf(request: WireRequest): string | undefined;
  parse(request: WireRequest, shape: StructureShape): Parsed;
  serialise(model: OperationModel, output: unknown, requestId: string): WireAnswer;
  serialiseError(error: AwsError, requestId: string): WireAnswer;
  invalid(violations: readonly Violation[]): AwsError;
  unknownOperation(operation: string): AwsError;
  unsigned(): AwsError;
  throttled(): AwsError;
  /** @param action such as `ec2:ExportImage` */
  denied(userArn: string, action: string): AwsError;
  internal(status: number): AwsError;
}
