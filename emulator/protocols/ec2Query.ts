import { AwsError } from "../errors";
import type { PathStep, Violation } from "../model/validate";
import { lowerFirst } from "./lowerFirst";
import type { Protocol } from "./protocol";
import { parameters, parseQuery } from "./queryTree";
import { element, text, xmlContent, xmlDocument } from "./xml";

/** EC2's own query protocol: lists as `Name.N`, answers without a Result element. */
export function ec2Query(version: string): Protocol {
  const style = { memberName: lowerFirst, item: "item" };
  return {
    operationOf(request) {
      const pairs = parameters(request);
      return pairs.get("Version") === version ? (pairs.get("Action") ?? "") : undefined;
    },
    parse: (request, shape) => parseQuery(request, shape, { memberName: (name) => name }),
    serialise(model, output, requestId) {
      const content = model.output
        ? xmlContent(model.output, output, style)
        : element("return", "true");
      const root = `${model.name}Response`;
      const namespace = `http://ec2.amazonaws.com/doc/${version}/`;
      const body = `<${root} xmlns="${namespace}">${element("requestId", requestId)}${content}</${root}>`;
      return { contentType: "text/xml;charset=UTF-8", body: xmlDocument(body) };
    },
    serialiseError(error, requestId) {
      const detail = element("Code", text(error.code)) + element("Message", text(error.message));
      const errors = element("Errors", element("Error", detail));
      // Errors say RequestID, successes say requestId.
      const body = element("Response", errors + element("RequestID", requestId));
      return { contentType: "text/xml;charset=UTF-8", body: xmlDocument(body) };
    },
    ...errors,
  };
}

const errors = {
  // EC2 names one thing at a time, the unknown parameter before the others.
  invalid(violations: readonly Violation[]): AwsError {
    const first = violations.find(({ rule }) => rule === "unknown") ?? violations[0];
    if (!first) throw new Error("no violation to report");
    return refusal(first);
  },
  unknownOperation: (operation: string) =>
    new AwsError("InvalidAction", `The action ${operation} is not valid for this web service.`),
  unsigned: () =>
    new AwsError(
      "AuthFailure",
      "AWS was not able to validate the provided access credentials",
      401,
    ),
  throttled: () => new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503),
  denied: (userArn: string, action: string) =>
    new AwsError(
      "UnauthorizedOperation",
      `You are not authorized to perform this operation. User: ${userArn} is not authorized to ` +
        `perform: ${action} because no identity-based policy allows the ${action} action`,
      403,
    ),
  internal: (status: number) =>
    status === 503
      ? new AwsError("Unavailable", "The server is overloaded and can't handle the request.", 503)
      : new AwsError("InternalError", "An internal error has occurred", status),
};

function refusal({ path, rule, value, limit }: Violation): AwsError {
  const name = path.map(wireName).join(".");
  const invalid = (reason: string) =>
    new AwsError(
      "InvalidParameterValue",
      `Value (${String(value)}) for parameter ${name} is invalid. ${reason}`,
    );
  switch (rule) {
    case "required":
      return new AwsError("MissingParameter", `The request must contain the parameter ${name}`);
    case "unknown":
      return new AwsError("UnknownParameter", `The parameter ${name} is not recognized`);
    case "exclusive":
    case "exactlyOne":
      return new AwsError(
        "InvalidParameterCombination",
        `The parameters ${[limit].flat().join(", ")} cannot be used together`,
      );
    case "type":
      return invalid(`Expecting a value of type ${String(limit)}.`);
    case "enum":
      return invalid(`Valid values: ${[limit].flat().join(", ")}.`);
    case "pattern":
      return invalid(`Expecting a value that matches ${String(limit)}.`);
    case "min":
      return invalid(`Expecting a value greater than or equal to ${String(limit)}.`);
    case "max":
      return invalid(`Expecting a value less than or equal to ${String(limit)}.`);
    case "minLength":
      return invalid(`Expecting a length of at least ${String(limit)}.`);
    case "maxLength":
      return invalid(`Expecting a length of at most ${String(limit)}.`);
  }
}

const wireName = (step: PathStep): string =>
  typeof step === "number" ? String(step) : (step.wire ?? step.name);
