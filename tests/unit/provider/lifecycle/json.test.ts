import assert from "node:assert/strict";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { answerToJson, toJson } from "../../../../provider/lifecycle/json";
import type { Props } from "../../../../provider/lifecycle/ports";

/** What Pulumi's host does with every answer, and what the engine then has. */
function throughHost(value: Props): Props {
  const message = Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
  return Struct.deserializeBinary(message.serializeBinary()).toJavaScript();
}

class Sample {
  readonly own = 1;
  get computed(): number {
    return 2;
  }
}

/** Each as it comes, and as it has to get into the state; `undefined` means it is gone. */
const VALUES: readonly [string, unknown, unknown][] = [
  ["undefined", undefined, undefined],
  ["null", null, null],
  ["a text", "text", "text"],
  ["an empty text", "", ""],
  ["unusual Unicode", "👩‍👩‍👧‍👦 e\u0301 \u0000", "👩‍👩‍👧‍👦 e\u0301 \u0000"],
  ["a number", 1.5, 1.5],
  ["NaN", NaN, undefined],
  ["infinity", -Infinity, undefined],
  ["a small bigint", 42n, 42],
  ["a large bigint", 2n ** 64n, "18446744073709551616"],
  ["a time", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["an invalid time", new Date(NaN), undefined],
  ["a Buffer", Buffer.from("ab"), "YWI="],
  ["bytes", new Uint8Array([1, 2]), "AQI="],
  ["part of a buffer", new Uint8Array([0, 1, 2, 3]).subarray(1, 3), "AQI="],
  ["a function", () => 1, undefined],
  ["a class", Sample, undefined],
  ["a symbol", Symbol("s"), undefined],
  ["an instance", new Sample(), { own: 1 }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ["nested lists", [[1, [2, [undefined, 3]]], []], [[1, [2, [3]]], []]],
  ["a list with holes", [undefined, 1, NaN, () => 1, null], [1, null]],
  ["a nested object", { a: { b: { c: undefined, d: 1 } } }, { a: { b: { d: 1 } } }],
  ["a member called $unknown that is none", { $unknown: "a" }, { $unknown: "a" }],
  [
    "Pulumi's mark for unknown",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  ],
];

/** What AWS's clients put into answers, and a program's own values may be called, too. */
const OF_ANSWERS: readonly [string, Props, Props][] = [
  [
    "an unknown union member",
    { $unknown: ["NewMember", { at: new Date(0) }] },
    { NewMember: { at: "1970-01-01T00:00:00.000Z" } },
  ],
  ["an empty unknown union member", { $unknown: [] }, {}],
  ["metadata", { $metadata: { requestId: "a" }, b: 1 }, { b: 1 }],
];

describe("toJson and answerToJson", () => {
  for (const [name, value, expected] of OF_ANSWERS) {
    it(`take ${name} for AWS's in an answer only`, () => {
      assert.deepEqual(answerToJson({ deep: [value] }), { deep: [expected] });
      assert.deepEqual(Object.keys(toJson(value)), Object.keys(value));
    });
  }
});

describe("toJson", () => {
  for (const [name, value, expected] of VALUES) {
    it(`makes ${name} fit for the state, at any depth`, () => {
      const given = { top: value, list: [value], deep: { er: [{ value }] } };
      const wanted =
        expected === undefined
          ? { list: [], deep: { er: [{}] } }
          : { top: expected, list: [expected], deep: { er: [{ value: expected }] } };
      assert.deepEqual(toJson(given), wanted);
      assert.deepEqual(throughHost(toJson(given)), wanted);
    });
  }

  it("leaves nothing that makes the host throw of maps, sets and boxed values", () => {
    const odd = [new Map([["a", 1]]), new Set([1]), new Error("e"), /re/, new URL("http://a.b/")];
    const more = [Object(1), Object("text"), Object(1n), new WeakMap(), Promise.resolve()];
    for (const value of [...odd, ...more, new ArrayBuffer(2), new Float64Array(2)]) {
      throughHost(toJson({ value, list: [value] }));
    }
  });

  it("shows that the host throws without it", () => {
    for (const value of [undefined, 1n, () => 1, Symbol("s"), { a: undefined }]) {
      assert.throws(() => throughHost({ value }));
    }
  });

  it("leaves no half of a surrogate pair, which is no UTF-8", () => {
    const result = { "\ufffdkey": "x\ufffd", pair: "\ud83d\ude00" };
    for (const convert of [toJson, answerToJson]) {
      assert.deepEqual(convert({ "\ud800key": "x\udc00", pair: "\ud83d\ude00" }), result);
    }
  });

  it("keeps names of Object's own members as data, and no prototype", () => {
    const given = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as Props;
    const result = toJson({ nested: given, ...given });
    throughHost(result);
    assert.equal(({} as Props).polluted, undefined);
    assert.equal(Object.getPrototypeOf(result.nested), Object.prototype);
    assert.equal(result.polluted, undefined);
    assert.equal((result.nested as Props).constructor, 1);
  });

  it("passes an unknown union member called __proto__", () => {
    const result = answerToJson({ member: { $unknown: ["__proto__", { polluted: true }] } });
    throughHost(result);
    assert.equal((result.member as Props).polluted, undefined);
  });

  it("changes nothing in what it was given, and gives a new object", () => {
    const given = Object.freeze({ a: Object.freeze([1, undefined]), b: undefined });
    assert.deepEqual(toJson(given), { a: [1] });
    assert.deepEqual(given, { a: [1, undefined], b: undefined });
  });

  it("gives the same when done twice", () => {
    const given = Object.fromEntries(VALUES.map(([name, value]) => [name, value]));
    assert.deepEqual(toJson(toJson(given)), toJson(given));
  });
});

describe("answerToJson", () => {
  it("takes empty texts and null for nothing, at any depth", () => {
    const answer = { NextToken: "", Tasks: [{ StatusMessage: "", Tags: null, Status: "active" }] };
    assert.deepEqual(answerToJson(answer), { Tasks: [{ Status: "active" }] });
  });

  it("keeps the empty values of tags, as lists and as maps", () => {
    const answer = {
      Tags: [{ Key: "a", Value: "" }],
      Task: { TagSpecifications: { a: "" }, Name: "" },
    };
    assert.deepEqual(answerToJson(answer), {
      Tags: [{ Key: "a", Value: "" }],
      Task: { TagSpecifications: { a: "" } },
    });
  });

  it("keeps zero, false, and empty lists and objects", () => {
    const answer = { Count: 0, IsTruncated: false, Tasks: [], Error: {}, Text: " " };
    assert.deepEqual(answerToJson(answer), answer);
  });

  for (const [name, value] of VALUES) {
    it(`leaves nothing that makes the host throw of ${name}`, () => {
      throughHost(answerToJson({ value, list: [value, { value }] }));
    });
  }
});
