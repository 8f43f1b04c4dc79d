/** Turns what the SDK throws into an error that tells what sort of trouble it is. Pure. */
import type { AwsError, Trouble } from "../lifecycle/ports";
import { withoutUrls } from "../lifecycle/redact";

/** An AWS call that failed, in our words; the SDK's own error is the `cause`. */
export class CallError extends Error implements AwsError {
  constructor(
    readonly trouble: Trouble,
    readonly code: string,
    readonly operation: string,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = "CallError";
  }
}

/** The parts of an SDK error that mean something; `name` is AWS's code. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: unknown;
  readonly errors?: readonly { readonly message?: string }[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the SDK's list. */
const THROTTLED = new Set([
  ...["BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete"],
  ...["ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled"],
  ...["RequestThrottledException", "SlowDown", "ThrottledException", "Throttling"],
  ...["ThrottlingException", "TooManyRequestsException", "TransactionInProgressException"],
]);
const DENIED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "AuthorizationErrorException",
]);
const CREDENTIALS = new Set([
  ...["AuthFailure", "Blocked", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"],
  ...["MissingAuthenticationToken", "SignatureDoesNotMatch", "UnrecognizedClientException"],
  ...["CredentialsProviderError", "TokenProviderError", "OptInRequired", "RequestExpired"],
  ...["IncompleteSignature", "InvalidSignatureException", "RequestTimeTooSkewed"],
]);
const NETWORK = new Set([
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
  ...["EAI_AGAIN", "TimeoutError", "RequestTimeout", "RequestTimeoutException"],
]);
/** A name that no server has (there is no endpoint in this Region, or it is misspelt), or none. */
const SETTINGS = new Set(["ENOTFOUND", "ERR_INVALID_URL"]);
/** Codes of Node's of what goes wrong with files: nothing is sent without what they say. */
const FILES = new Set(["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR"]);
/**
 * And with modules, arguments and a server's certificate, before anything is sent to it:
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const UNSENT =
  /^((ERR_)?MODULE|ERR_INVALID|ERR_OSSL|UNABLE_TO|PATH_LENGTH|HOSTNAME|INVALID_(CA|PURPOSE))|CERT|CRL_/;
const UNSUPPORTED = new Set(["InvalidAction", "UnknownOperationException", "NotImplemented"]);

/** Shorter ones are no keys of AWS's, and words of any text. */
const SHORTEST_SECRET = 8;

/** `operation` is the one that was called, such as `ExportImage`; `secrets` are not repeated. */
export function callError(
  error: unknown,
  operation: string,
  secrets: readonly string[] = [],
): CallError {
  const sdk: SdkError = typeof error === "object" && error !== null ? error : {};
  // Node gathers the refusals of several addresses of one host.
  const isMany = sdk.name === "AggregateError";
  const code = codeOf(sdk, isMany);
  const [first] = isMany ? (sdk.errors ?? []) : [];
  const isBare = code === NOT_OFFERED && sdk.name !== code;
  const said = isBare ? "the endpoint answered 501" : first?.message || sdk.message;
  const words = withoutUrls(said || String(error));
  const long = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  const message = long.reduce((text, one) => text.replaceAll(one, "[secret]"), words);
  return new CallError(troubleOf(sdk, code), code, operation, message, error);
}

/** What a server answers that knows the service, and not the operation. */
const NOT_OFFERED = "NotImplemented";

function codeOf(error: SdkError, isMany: boolean): string {
  const { name, code, $metadata } = error;
  // Words of the SDK's for an answer in none of AWS's forms.
  const isUnread = name === undefined || /^(Unknown|UnknownError|SyntaxError|Error)$/.test(name);
  if ($metadata?.httpStatusCode === 501 && isUnread) return NOT_OFFERED;
  return name && name !== "Error" && !isMany ? name : (code ?? "Error");
}

function troubleOf(error: SdkError, code: string): Trouble {
  const status = error.$metadata?.httpStatusCode;
  if (code === "AbortError") return "aborted";
  if (THROTTLED.has(code) || status === 429) return "throttled";
  if (DENIED.has(code)) return "denied";
  if (CREDENTIALS.has(code)) return "credentials";
  if (UNSUPPORTED.has(code) || status === 501) return "unsupported";
  if (status !== undefined && status >= 500) return "unavailable";
  if (SETTINGS.has(code) || SETTINGS.has(error.code ?? "")) return "settings";
  if (NETWORK.has(code) || NETWORK.has(error.code ?? "")) return "network";
  // A cut-off answer: the SDK fails to parse what did arrive with a good status.
  if (error.$response !== undefined && !isModelled(status)) return "network";
  if (status === undefined) {
    // Not a word of AWS's: a mistake of ours, or of what was installed.
    if (/^(Type|Reference|Range|Syntax)Error$/.test(code)) return "internal";
    // A connection may break in ways nobody has listed, and the request may have arrived by then.
    const { code: own } = error;
    const isUnsent = typeof own !== "string" || FILES.has(own) || UNSENT.test(own);
    return isUnsent ? "settings" : "network";
  }
  return status < 400 ? "network" : "refused";
}

function isModelled(status: number | undefined): boolean {
  return status !== undefined && status >= 400;
}
