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

/** The error that made us refuse, where there is one; another error is itself. */
export function causeOf(error: unknown): unknown {
  return error instanceof RefusedError ? (error.cause ?? error) : error;
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
  return [`${error.operation}: ${said(error)}`, ...adviceOn(kind, error)].join(" ");
}

function adviceOn(kind: TaskKind, error: AwsError): readonly string[] {
  const { code, trouble, operation } = error;
  const general = adviceByTrouble(error);
  if (trouble === "denied") return present([general, remedyOf(kind.remedies, operation)]);
  const known = remedyOf(OF_ANY_SERVICE, code) ?? remedyOf(kind.remedies, code);
  if (known !== undefined) return [known];
  return trouble === "refused" ? remediesFor(kind, said(error)) : present([general]);
}

/** What is documented about AWS's words, such as the reason of a failed task; often nothing. */
export function remediesFor(kind: TaskKind, words: string): readonly string[] {
  const codes = words.match(/\w+(\.\w+)*/g) ?? [];
  const remedies = present(codes.map((code) => remedyOf(kind.remedies, code)));
  if (remedies.length > 0) return [...new Set(remedies)];
  const cause = kind.causes.find(({ says }) => says.test(words));
  return cause ? [cause.remedy] : [];
}

const present = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

function remedyOf(remedies: TaskKind["remedies"], code: string): string | undefined {
  return Object.hasOwn(remedies, code) ? remedies[code] : undefined;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and, for
 * OptInRequired, https://docs.aws.amazon.com/workspaces/latest/api/CommonErrors.html
 */
const OF_ANY_SERVICE: TaskKind["remedies"] = {
  AccountNotAllowed:
    "Nothing was asked for or changed: run Pulumi with credentials of another account, or change " +
    "that list.",
  AccountDisabled: "It is turned off for this account: ask whoever administers it, or AWS Support.",
  Blocked: "AWS has blocked this account: ask AWS Support.",
  OptInRequired:
    "This account has not subscribed to the service: sign up for it in the AWS console. A new " +
    "account is enabled a while after it was made.",
  PendingVerification: "AWS is still verifying this account: try again later, or ask AWS Support.",
  TagPolicyViolation:
    "Tags of this resource break the organization's tag policy: change `tags` or the default " +
    "tags; if it is the marks that it refuses, set identityTags: false.",
};

function said({ code, message }: AwsError): string {
  return endSentence(message.startsWith(code) ? message : `${code}: ${message}`);
}

/** What ends with a full stop, so that a sentence can follow. */
export function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function adviceByTrouble(error: AwsError): string | undefined {
  switch (error.trouble) {
    case "denied":
      return `Allow ${actionDenied(error)} to whoever runs Pulumi.`;
    case "credentials":
      return (
        "Check the AWS credentials that Pulumi runs with: they are missing, wrong or expired, or " +
        "the Region has to be enabled for the account first."
      );
    case "settings":
      return noTrust(error) ?? noEndpoint(error) ?? "Check the Region and the endpoint settings.";
    case "unsupported":
      return (
        `The endpoint does not offer ${error.operation}, as an emulator may not: check ` +
        "AWS_ENDPOINT_URL, aws:endpoints and the Region."
      );
    case "network":
    case "unavailable":
      return otherProtocol(error) ?? "AWS could not be reached: try again when it can.";
    case "throttled":
      return "AWS asks for fewer calls: try again later.";
    default:
      return undefined;
  }
}

/**
 * What was denied, such as iam:PassRole, where it is another action than the one that was called.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function actionDenied({ message, operation }: AwsError): string {
  const action = message.match(/not authorized to perform: (\w+:\w+)/)?.[1];
  return action === undefined || action.endsWith(`:${operation}`) ? operation : action;
}

/** By the first part of their hosts: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const SERVICES: Readonly<Record<string, string>> = {
  appstream2: "AppStream",
  discovery: "Application Discovery",
  ec2: "EC2",
  sts: "STS",
  workspaces: "WorkSpaces",
};

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|ERR_TLS_CERT_|INVALID_(CA|PURPOSE)|PATH_LENGTH)/;

/** What answers, and not as it was asked: https://nodejs.org/api/errors.html#openssl-errors */
function otherProtocol({ code }: AwsError): string | undefined {
  if (!/^(EPROTO$|ERR_SSL_|HPE_)/.test(code)) return undefined;
  return (
    "AWS's answer could not be read: try again, and check the endpoint settings, whether it is " +
    "http or https among them."
  );
}

/** A server whose certificate nobody vouches for whom we trust. */
function noTrust({ code }: AwsError): string | undefined {
  if (!CERTIFICATE.test(code)) return undefined;
  return (
    "The endpoint's certificate is not trusted: name a file with the certificate of its authority " +
    "by AWS_CA_BUNDLE or aws:customCaBundle, which is trusted alone, and check the endpoint."
  );
}

/** A host of AWS's that no name server knows: there is none for that service in that Region. */
function noEndpoint({ message }: AwsError): string | undefined {
  const [, host = "", fips, region, domain] =
    message.match(
      /\bENOTFOUND (\w+?)(-fips)?\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?|api\.aws)\b/,
    ) ?? [];
  if (!Object.hasOwn(SERVICES, host)) return undefined;
  const special = [fips && "FIPS", domain === "api.aws" && "dual-stack"].filter(Boolean);
  const sort = special.length > 0 ? ` (${special.join(" and ")})` : "";
  const without =
    special.length > 0
      ? "leave aws:useFipsEndpoint and aws:useDualstackEndpoint (or their variables) out, or "
      : "";
  return (
    `${SERVICES[host]} has probably no endpoint in the Region ${region}${sort}: check its name, ` +
    `and ${without}set region to one where AWS offers the service. Else check that this machine ` +
    "can look up names."
  );
}
