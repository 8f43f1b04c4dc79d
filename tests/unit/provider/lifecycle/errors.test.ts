import assert from "node:assert/strict";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { callError } from "../../../../provider/aws/errors";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import {
  endSentence,
  explain,
  keeping,
  RefusedError,
  TaskError,
} from "../../../../provider/lifecycle/errors";
import type { Trouble } from "../../../../provider/lifecycle/ports";
import { awsError, inputs, TASK_ID } from "../support/context";

const URL =
  "https://bucket.s3.amazonaws.com/export.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
  "&X-Amz-Credential=AKIA%2F20260101&X-Amz-Signature=0123456789abcdef";

describe("keeping", () => {
  it("carries id, outputs and reason, and the provider of the inputs", () => {
    const error = keeping(TASK_ID, inputs, { taskState: "failed" }, "it failed");
    assert.ok(error instanceof TaskError);
    assert.equal(error.id, TASK_ID);
    assert.deepEqual(error.properties, { taskState: "failed", __provider: "code" });
    assert.deepEqual(error.reasons, ["it failed"]);
    assert.equal(error.message, "it failed");
  });

  it("takes the provider of the inputs before that of the outputs", () => {
    const error = keeping(TASK_ID, inputs, { __provider: "old code" }, "it failed");
    assert.equal(error.properties.__provider, "code");
  });

  it("gives the host nothing that makes it throw", () => {
    const error = keeping(TASK_ID, inputs, { tags: undefined, s3Uri: undefined }, "it failed");
    Struct.fromJavaScript(error.properties as Record<string, JavaScriptValue>);
  });
});

describe("explain", () => {
  it("says operation, code, message and the documented cause", () => {
    const text = explain(kind, awsError("refused", "NotExportable", "The image is not exportable"));
    assert.match(
      text,
      /^AnyOperation: NotExportable: The image is not exportable\. AWS exports own/,
    );
  });

  it("does not say the code twice", () => {
    const text = explain(kind, awsError("refused", "Busy", "Busy: come back"));
    assert.equal(text, "AnyOperation: Busy: come back.");
  });

  const advice: readonly [Trouble, RegExp | undefined][] = [
    ["denied", /Allow AnyOperation/],
    ["credentials", /credentials/],
    ["settings", /Region and the endpoint/],
    ["unsupported", /AWS_ENDPOINT_URL/],
    ["network", /could not be reached/],
    ["unavailable", /could not be reached/],
    ["throttled", /fewer calls/],
    ["refused", undefined],
    ["aborted", undefined],
  ];
  for (const [trouble, words] of advice) {
    it(`advises ${words ? String(words) : "nothing"} when the trouble is "${trouble}"`, () => {
      const said = "AnyOperation: Code: no.";
      const text = explain(kind, awsError(trouble, "Code"));
      assert.ok(text.startsWith(said), text);
      if (words) assert.match(text, words);
      else assert.equal(text, said);
    });
  }

  for (const code of ["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "HPE_INVALID_CONSTANT"]) {
    it(`advises to check the endpoint for ${code}, which is no outage alone`, () => {
      assert.match(explain(kind, awsError("network", code)), /check the endpoint settings/);
    });
  }

  it("does not take a code like a member of Object for a documented one", () => {
    assert.equal(explain(kind, awsError("refused", "toString")), "AnyOperation: toString: no.");
  });

  for (const thrown of [new Error("broken"), "broken"]) {
    it(`repeats what ${typeof thrown === "string" ? "a text" : "another error"} says`, () => {
      assert.equal(explain(kind, thrown), "broken");
    });
  }

  it("shows no presigned URL of an error of the SDK", () => {
    const sdk = Object.assign(new Error(`cannot read ${URL}, sorry`), { name: "SomeError" });
    const text = explain(kind, callError(sdk, "ExportImage"));
    assert.match(text, /cannot read \[presigned URL\]/);
    assert.doesNotMatch(text, /X-Amz|AKIA|https:/);
  });
});

describe("endSentence", () => {
  const sentences: readonly [string, string][] = [
    ["it failed", "it failed."],
    [" it failed. ", "it failed."],
    ["really?", "really?"],
    ["no!", "no!"],
    ["and so on…", "and so on…"],
    ["", "."],
  ];
  for (const [text, sentence] of sentences) {
    it(`makes ${JSON.stringify(sentence)} of ${JSON.stringify(text)}`, () => {
      assert.equal(endSentence(text), sentence);
    });
  }
});

describe("a refusal", () => {
  it("carries AWS's error as its cause and has no id, so that nothing is stored", () => {
    const cause = awsError("denied", "AccessDenied");
    const error = new RefusedError("not started", { cause });
    assert.equal(error.cause, cause);
    assert.equal("id" in error, false);
    assert.equal(error.name, "RefusedError");
  });
});
