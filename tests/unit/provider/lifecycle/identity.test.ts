import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import {
  canonical,
  clientToken,
  ID_TAG,
  idHash,
  identityOf,
  identityTags,
  identityText,
  STACK_TAG,
  urnOf,
} from "../../../../provider/lifecycle/identity";
import type { Props } from "../../../../provider/lifecycle/ports";
import { IDENTITY, inputs, URN } from "../support/context";

describe("an identity", () => {
  it("tells organization, configuration and URN apart wherever they meet", () => {
    const texts = [
      identityText("acme", "", URN),
      identityText("", "acme", URN),
      identityText("acme", "b", URN),
      identityText('acme","b', "", URN),
      identityText("acme", "", `${URN}2`),
    ];
    assert.equal(new Set(texts).size, texts.length);
  });

  it("carries the URN", () => {
    assert.equal(urnOf(IDENTITY), URN);
    assert.equal(urnOf(identityText("", "", 'urn "with" quotes')), 'urn "with" quotes');
  });

  for (const malformed of ["", "{", "[]", '["a","b"]', '["a","b",3]', "null", "5", '"text"', URN]) {
    it(`has no URN when it is ${JSON.stringify(malformed)}`, () => {
      assert.equal(urnOf(malformed), undefined);
    });
  }

  it("is there only as text", () => {
    assert.equal(identityOf({ __identity: "a" }), "a");
    for (const __identity of [undefined, null, 5, ["a"], {}]) {
      assert.equal(identityOf({ __identity }), undefined);
    }
    assert.equal(urnOf(undefined), undefined);
  });
});

describe("canonical", () => {
  it("is the same whatever the order of the keys, at every depth", () => {
    const one = { b: [{ d: 1, c: { f: null, e: "x" } }], a: true };
    const other = { a: true, b: [{ c: { e: "x", f: null }, d: 1 }] };
    assert.equal(canonical(one), canonical(other));
    assert.equal(canonical(one), '{"a":true,"b":[{"c":{"e":"x","f":null},"d":1}]}');
  });

  it("keeps the order of lists", () => {
    assert.notEqual(canonical([1, 2]), canonical([2, 1]));
  });

  it("takes undefined for absent in an object, and for null elsewhere", () => {
    assert.equal(canonical({ a: undefined }), "{}");
    assert.equal(canonical(undefined), "null");
    assert.equal(canonical([undefined]), "[null]");
  });

  it("tells values of different types and shapes apart", () => {
    const values = [1, "1", true, "true", null, "null", [], {}, [[]], [{}], { a: null }, "", "[]"];
    assert.equal(new Set(values.map(canonical)).size, values.length);
    assert.notEqual(canonical({ a: "b", c: "d" }), canonical({ a: 'b","c":"d' }));
  });

  it("takes dates by their value", () => {
    const times = [0, 1, 1_767_225_600_000].map((ms) => canonical({ at: new Date(ms) }));
    assert.equal(new Set([...times, canonical({ at: {} })]).size, 4);
    assert.equal(canonical({ at: new Date(1) }), times[1]);
  });

  it("writes unusual keys and texts as JSON does", () => {
    const value = JSON.parse('{"__proto__": "\\u2028", "\\"": "\\ud800"}') as object;
    assert.deepEqual(JSON.parse(canonical(value)), value);
  });
});

describe("the id hash", () => {
  const hash = (more: Props = {}, identity = IDENTITY) =>
    idHash(kind, identity, { ...inputs, ...more });

  it("has 32 hexadecimal digits", () => assert.match(hash(), /^[0-9a-f]{32}$/));

  it("is a constant of the format: tasks in AWS carry it", () => {
    assert.equal(hash(), "291640eae7d7aa68573ab9a0781c735f");
  });

  const changing: readonly Props[] = [
    { imageId: "ami-01234567" },
    { diskImageFormat: "RAW" },
    { s3ExportLocation: { s3Bucket: "other-exports", s3Prefix: "images/" } },
    { s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: "images" } },
    { s3ExportLocation: { s3Bucket: "my-exports" } },
    { triggers: ["v2"] },
    { triggers: [[]] },
  ];
  for (const more of changing) {
    it(`changes with ${JSON.stringify(more)}`, () => assert.notEqual(hash(more), hash()));
  }

  const recorded: readonly Props[] = [
    ...[{ roleName: "other" }, { description: "other" }, { tags: { a: "b" } }, { wait: "none" }],
    ...[{ timeouts: { wait: "1h" } }, { polling: {} }, { onFailure: "keep" }, { region: "a" }],
    ...[{ __provider: "other" }, { triggers: [] }, { taskState: "running" }],
    { s3ExportLocation: { s3Prefix: "images/", s3Bucket: "my-exports" } },
  ];
  for (const more of recorded) {
    it(`does not change with ${JSON.stringify(more)}`, () => assert.equal(hash(more), hash()));
  }

  it("changes with the identity and with the kind", () => {
    assert.notEqual(hash({}, "other"), hash());
    assert.notEqual(idHash({ ...kind, type: "ec2:Other" }, IDENTITY, inputs), hash());
  });
});

describe("the client token", () => {
  const body = { ImageId: "ami-01234567", Tags: [{ Key: "a", Value: "ü" }] };
  const token = (...more: Partial<Parameters<typeof clientToken>>) => {
    const [identity = IDENTITY, input = body, triggers = undefined, attempt = 0] = more;
    return clientToken(identity, input, triggers, attempt);
  };

  it("is a constant of the format: AWS knows the starts of earlier versions by it", () => {
    assert.equal(token(), "40e030bb2da137287e361228fe012038e303ea225e364c139d018935739c5a0d");
  });

  it("is another one for each time within a request", () => {
    const at = (ms: number) => token(IDENTITY, { ...body, UploadStart: new Date(ms) });
    assert.notEqual(at(0), at(1));
    assert.equal(at(1), at(1));
  });

  it("is at most 64 ASCII characters, as EC2 wants", () => {
    for (const identity of ["", IDENTITY, "ü🙂".repeat(10_000)]) {
      assert.match(token(identity), /^[\x21-\x7e]{1,64}$/);
    }
  });

  it("is the same for the same start, whatever the order of the keys", () => {
    const { ImageId, Tags } = body;
    assert.equal(token(IDENTITY, { Tags, ImageId }, []), token());
  });

  const others: readonly [string, string][] = [
    ["attempt", token(IDENTITY, body, [], 1)],
    ["later attempt", token(IDENTITY, body, [], 49)],
    ["body", token(IDENTITY, { ...body, Description: "b" })],
    ["tag", token(IDENTITY, { ...body, Tags: [] })],
    ["identity", token("other")],
    ["list of triggers", token(IDENTITY, body, ["v2"])],
  ];
  for (const [what, other] of others) {
    it(`is another one for another ${what}`, () => assert.notEqual(other, token()));
  }

  it("is another one for each of fifty attempts", () => {
    const attempts = Array.from({ length: 50 }, (_, n) => token(IDENTITY, body, [], n));
    assert.equal(new Set(attempts).size, 50);
  });
});

describe("the identity tags", () => {
  it("are the id and project/stack", () => {
    assert.deepEqual(identityTags(kind, inputs), {
      [ID_TAG]: idHash(kind, IDENTITY, inputs),
      [STACK_TAG]: "shop/dev",
    });
  });

  it("are none when they are turned off, or without an identity", () => {
    assert.deepEqual(identityTags(kind, { ...inputs, identityTags: false }), {});
    assert.deepEqual(identityTags(kind, { ...inputs, __identity: undefined }), {});
  });

  it("leave the stack out where the identity names none", () => {
    for (const __identity of ["malformed", identityText("", "", "urn:other")]) {
      assert.deepEqual(Object.keys(identityTags(kind, { ...inputs, __identity })), [ID_TAG]);
    }
  });

  it("fit AWS's limits however long the names are", () => {
    const urn = `urn:pulumi:${"s".repeat(300)}::${"p".repeat(300)}::type::name`;
    const __identity = identityText("", "", urn);
    const value = identityTags(kind, { ...inputs, __identity })[STACK_TAG] ?? "";
    assert.ok(value.length > 0 && value.length <= 255);
  });
});
