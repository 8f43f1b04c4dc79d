/** Turns what the SDK throws into an error that tells what sort of trouble it is. Pure. */
import type { AwsError, Trouble } from "../lifecycle/ports";

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
  ...[
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "AuthorizationErrorException",
  ],
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
/** A name that no server has: the service has no endpoint in this Region, or it is misspelt. */
const SETTINGS = new Set(["ENOTFOUND"]);
const UNSUPPORTED = new Set(["InvalidAction", "UnknownOperationException", "NotImplemented"]);

/** `operation` is the AWS operation that was called, such as `ExportImage`. */
export function callError(error: unknown, operation: string): CallError {
  const sdk: SdkError = typeof error === "object" && error !== null ? error : {};
  // Node gathers the refusals of several addresses of one host.
  const isMany = sdk.name === "AggregateError";
  const code = sdk.name && sdk.name !== "Error" && !isMany ? sdk.name : (sdk.code ?? "Error");
  const [first] = isMany ? (sdk.errors ?? []) : [];
  const message = withoutUrls(first?.message || sdk.message || String(error));
  return new CallError(troubleOf(sdk, code), code, operation, message, error);
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
    return /^(Type|Reference|Range|Syntax)Error$/.test(code) ? "internal" : "settings";
  }
  return status < 400 ? "network" : "refused";
}

function isModelled(status: number | undefined): boolean {
  return status !== undefined && status >= 400;
}

/** A presigned URL must not get into messages, wherever it comes from. */
function withoutUrls(text: string): string {
  return text.replace(
    /https?:\/\/\S*[?&](X-Amz-|Signature=|AWSAccessKeyId=)\S*/gi,
    "[presigned URL]",
  );
}
