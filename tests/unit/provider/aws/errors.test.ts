import assert from "node:assert/strict";
import { CallError, callError } from "../../../../provider/aws/errors";
import { isAwsError, type Trouble } from "../../../../provider/lifecycle/ports";

/** An error as the SDK throws it: AWS's code is its name. */
function sdkError(name: string, httpStatusCode?: number, more: object = {}): Error {
  const $metadata = httpStatusCode === undefined ? {} : { httpStatusCode, requestId: "a-b" };
  return Object.assign(new Error(`said by ${name}`), { name, $metadata, $fault: "client" }, more);
}

/** An error as Node's net, dns and tls throw it: the code is a member. */
const nodeError = (code: string) =>
  Object.assign(new Error(`connect ${code}`), { code, $metadata: {} });

const refused400 = (name: string) => sdkError(name, 400);
const TROUBLES: Readonly<Record<Trouble, readonly Error[]>> = {
  throttled: [
    ...["ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException"].map(refused400),
    sdkError("RequestLimitExceeded", 503),
    sdkError("SlowDown", 503),
    sdkError("Unheard", 429),
  ],
  denied: [
    sdkError("UnauthorizedOperation", 403),
    sdkError("AccessDenied", 403),
    ...["AccessDeniedException", "AuthorizationErrorException"].map(refused400),
  ],
  credentials: [
    sdkError("AuthFailure", 401),
    ...["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"].map((name) =>
      sdkError(name, 403),
    ),
    ...["ExpiredTokenException", "UnrecognizedClientException", "RequestExpired"].map(refused400),
    sdkError("CredentialsProviderError"),
    sdkError("TokenProviderError"),
  ],
  internal: [new TypeError("Cannot read properties of undefined"), new RangeError("too long")],
  unsupported: [
    ...["InvalidAction", "UnknownOperationException"].map(refused400),
    sdkError("UnknownError", 501),
  ],
  unavailable: [
    sdkError("InternalError", 500),
    sdkError("Unavailable", 503),
    sdkError("UnknownError", 502),
    sdkError("GatewayTimeout", 504),
  ],
  network: [
    ...["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EAI_AGAIN"].map(nodeError),
    sdkError("TimeoutError"),
    sdkError("RequestTimeout", 400),
    // A cut body: the answer's status was good, its text could not be read.
    sdkError("SyntaxError", 200, { $response: { statusCode: 200 } }),
    sdkError("SyntaxError", undefined, { $response: {} }),
    sdkError("UnknownError", 302),
  ],
  aborted: [sdkError("AbortError")],
  settings: [
    new Error("Region is missing"),

    ...["CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN", "ERR_INVALID_URL"].map(nodeError),
  ],
  refused: [
    ...["InvalidAMIID.NotFound", "InvalidParameterValue", "NotExportable"].map(refused400),
    ...["IncorrectState", "ResourceLimitExceeded", "IdempotentParameterMismatch"].map(refused400),
    sdkError("DryRunOperation", 412),
    sdkError("constructor", 400),
    sdkError("UnknownError", 404),
  ],
};

describe("the trouble with a call", () => {
  for (const [trouble, errors] of Object.entries(TROUBLES)) {
    for (const error of errors) {
      const { name, code, $metadata } = error as Error & {
        code?: string;
        $metadata?: { httpStatusCode?: number };
      };
      const shown = [code ?? name, $metadata?.httpStatusCode].filter(Boolean).join(" with ");
      it(`is "${trouble}" for ${shown}: ${error.message}`, () => {
        assert.equal(callError(error, "ExportImage").trouble, trouble);
      });
    }
  }
});

describe("callError", () => {
  it("carries AWS's code, message and operation, and the SDK's error as its cause", () => {
    const sdk = sdkError("InvalidAMIID.NotFound", 400);
    const error = callError(sdk, "ExportImage");
    assert.ok(error instanceof CallError && isAwsError(error));
    assert.equal(error.code, "InvalidAMIID.NotFound");
    assert.equal(error.operation, "ExportImage");
    assert.equal(error.message, "said by InvalidAMIID.NotFound");
    assert.equal(error.cause, sdk);
  });

  it("takes Node's code where the error has no name of its own", () => {
    assert.equal(callError(nodeError("ECONNRESET"), "ExportImage").code, "ECONNRESET");
  });

  const urls = [
    "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Signature=0f",
    "https://b.s3.eu-central-1.amazonaws.com/a/b.zip?X-Amz-Signature=0f&X-Amz-Expires=60",
    "http://127.0.0.1:4566/k?a=b&x-amz-signature=0F",
    "HTTPS://b.example/k?X-Amz-Security-Token=t&X-AMZ-SIGNATURE=0f",
  ];
  for (const url of urls) {
    it(`takes ${url} out of the message`, () => {
      const error = Object.assign(new Error(`first ${url} then (${url}) end`), { name: "Odd" });
      const { message } = callError(error, "ExportImage");
      assert.doesNotMatch(message, /signature|amazonaws|127\.0\.0\.1/i);
      assert.match(message, /^first .* then .* ?end$|^first/);
    });
  }

  it("leaves other addresses in the message", () => {
    const error = Object.assign(new Error("see https://docs.aws.amazon.com/a?b=c."), {
      name: "Odd",
    });
    assert.equal(callError(error, "ExportImage").message, "see https://docs.aws.amazon.com/a?b=c.");
  });

  for (const thrown of [undefined, null, "a text", 5, {}]) {
    it(`makes a readable error of ${thrown === undefined ? "nothing" : JSON.stringify(thrown)}`, () => {
      const error = callError(thrown, "ExportImage");
      assert.equal(typeof error.message, "string");
      assert.notEqual(error.message, "");
      assert.equal(error.trouble, "settings");
    });
  }
});
