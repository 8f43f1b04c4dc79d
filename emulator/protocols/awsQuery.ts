import { AwsError } from "../errors";
import type { Violation } from "../model/validate";
import { constraintMessage } from "./constraints";
import type { Protocol } from "./protocol";
import { parameters, parseQuery } from "./queryTree";
import { element, text, xmlContent, xmlDocument } from "./xml";

/** The query protocol of STS: lists as `Name.member.N`, answers inside a Result element. */
export function awsQuery(version: string, namespace: string): Protocol {
  const same = (name: string): string => name;
  const contentType = "text/xml";
  const envelope = (root: string, content: string): string =>
    xmlDocument(`<${root} xmlns="${namespace}">${content}</${root}>`);
  return {
    operationOf(request) {
      const pairs = parameters(request);
      return pairs.get("Version") === version ? (pairs.get("Action") ?? "") : undefined;
    },
    // Unlike EC2, these services ignore what they do not know.
    parse: (request, shape) => ({
      input: parseQuery(request, shape, { memberName: same, listInfix: "member" }).input,
      violations: [],
    }),
    serialise(model, output, requestId) {
      const style = { memberName: same, item: "member" };
      const content = model.output ? xmlContent(model.output, output, style) : "";
      const result = element(`${model.name}Result`, content);
      const metadata = element("ResponseMetadata", element("RequestId", requestId));
      return { contentType, body: envelope(`${model.name}Response`, result + metadata) };
    },
    serialiseError(error, requestId) {
      const type = element("Type", error.status < 500 ? "Sender" : "Receiver");
      const detail = element("Code", text(error.code)) + element("Message", text(error.message));
      const content = element("Error", type + detail) + element("RequestId", requestId);
      return { contentType, body: envelope("ErrorResponse", content) };
    },
    ...errors(version),
  };
}

const errors = (version: string) => ({
  invalid: (violations: readonly Violation[]) =>
    new AwsError("ValidationError", constraintMessage(violations)),
  unknownOperation: (operation: string) =>
    new AwsError(
      "InvalidAction",
      `Could not find operation ${operation} for version ${version}`,
      400,
    ),
  unsigned: () =>
    new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
  throttled: () => new AwsError("Throttling", "Rate exceeded", 400),
  denied: (userArn: string, action: string) =>
    new AwsError("AccessDenied", `User: ${userArn} is not authorized to perform: ${action}`, 403),
  internal: (status: number) =>
    status === 503
      ? new AwsError("ServiceUnavailable", "Service is unavailable.", 503)
      : new AwsError("InternalFailure", "An internal error has occurred", status),
});
