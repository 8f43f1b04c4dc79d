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
    // Whatever breaks a connection: the request may have arrived before.
    ...["HPE_INVALID_CONSTANT", "HPE_CLOSED_CONNECTION", "EPROTO", "ECONNABORTED"].map(nodeError),
    ...["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC"].map(
      nodeError,
    ),
    ...["ERR_STREAM_PREMATURE_CLOSE", "ERR_SOCKET_CLOSED", "ENETDOWN", "EUNHEARD"].map(nodeError),
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
    // Nothing is sent to whom nobody knows or trusts, nor without what a file has to say.
    ...["ENOTFOUND", "CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN"].map(nodeError),
    ...["DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"].map(nodeError),
    ...["ERR_TLS_CERT_ALTNAME_INVALID", "INVALID_CA", "HOSTNAME_MISMATCH"].map(nodeError),
    ...["ENOENT", "EACCES", "MODULE_NOT_FOUND", "ERR_OSSL_PEM_NO_START_LINE"].map(nodeError),
    Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }),
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
    // Of other clouds, from which a disk may be imported.
    "https://acct.blob.core.windows.net/disks/a.vhd?sv=2022-11-02&sp=r&sig=signature%3D",
    "https://storage.googleapis.com/disks/a.raw?X-Goog-Credential=a&X-Goog-Signature=0f",
    "https://docs.aws.amazon.com.example/a?signature=0f",
  ];
  for (const url of urls) {
    it(`takes ${url} out of the message`, () => {
      const error = Object.assign(new Error(`first ${url} then (${url}) end`), { name: "Odd" });
      const { message } = callError(error, "ExportImage");
      assert.doesNotMatch(message, /signature|amazonaws|127\.0\.0\.1/i);
      assert.match(message, /^first \[presigned URL\] then \(\[presigned URL\] end$/);
    });
  }

  for (const url of ["https://docs.aws.amazon.com/a?b=c", "http://127.0.0.1:4566/", "s3://a/b"]) {
    it(`leaves ${url} in the message`, () => {
      const error = Object.assign(new Error(`see ${url}.`), { name: "Odd" });
      assert.equal(callError(error, "ExportImage").message, `see ${url}.`);
    });
  }

  for (const thrown of [undefined, null, "a text", 5, {}]) {
    it(`makes a readable error of ${thrown === undefined ? "nothing" : JSON.stringify(thrown)}`, () => {
      const error = callError(thrown, "ExportImage");
      assert.equal(typeof error.message, "string");
      assert.notEqual(error.message, "");
      assert.equal(error.trouble, "settings");
    });
  }
});
