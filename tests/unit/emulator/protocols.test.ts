import { deepEqual, equal, throws } from "node:assert/strict";
import * as shapes from "../../../emulator/model/shapes";
import { validate } from "../../../emulator/model/validate";
import { ec2Query } from "../../../emulator/protocols/ec2Query";
import { json11 } from "../../../emulator/protocols/json11";
import type { WireRequest } from "../../../emulator/protocols/protocol";
import { text } from "../../../emulator/protocols/xml";

const { boolean, double, integer, list, map, oneOf, required, string } = shapes;
const { structure, timestamp } = shapes;

const model = {
  name: "Start",
  input: structure({
    Name: required(string({ pattern: /^[a-z]+$/, minLength: 2, maxLength: 4 })),
    At: timestamp(),
    Tags: map(string({ minLength: 1 }), string(), { minItems: 1, maxItems: 2 }),
    Kinds: list(oneOf("A", "B"), { maxItems: 2 }),
    Count: integer({ min: 1, max: 3 }),
    Share: double(),
    Flag: boolean(),
    Source: structure({ Left: string(), Right: string() }, { exactlyOne: true }),
  }),
  output: structure({ Id: string(), At: timestamp() }),
};

const request = (body: string, target = "Prefix.Start"): WireRequest => ({
  headers: { "x-amz-target": target },
  query: "",
  body,
});

describe("JSON 1.1", () => {
  const protocol = json11({ targetPrefix: "Prefix" });
  const read = (body: unknown) => protocol.parse(request(JSON.stringify(body)), model.input).input;
  const refused = (body: unknown) => protocol.invalid(validate(model.input, read(body))).message;

  it("finds its operation in the target", () => {
    equal(protocol.operationOf(request("", "Prefix.Start")), "Start");
    equal(protocol.operationOf(request("", "Other.Start")), undefined);
    equal(protocol.unknownOperation("X").code, "UnknownOperationException");
  });

  it("reads seconds as milliseconds, and drops null and what it does not know", () => {
    const body = { Name: "ab", At: 1.5, Kinds: ["A"], Flag: null, Other: 1, constructor: 2 };
    deepEqual(read(body), { Name: "ab", At: 1_500, Kinds: ["A"] });
    deepEqual(protocol.parse(request(""), model.input).input, {});
  });

  it("writes milliseconds as seconds", () => {
    const { body, contentType } = protocol.serialise(model, { Id: "x", At: 1_500 }, "r");
    deepEqual(
      [JSON.parse(body), contentType],
      [{ Id: "x", At: 1.5 }, "application/x-amz-json-1.1"],
    );
    equal(protocol.serialise({ ...model, output: undefined }, undefined, "r").body, "{}");
  });

  it("names its errors by __type", () => {
    const { body } = protocol.serialiseError(protocol.throttled(), "r");
    deepEqual(JSON.parse(body), { __type: "ThrottlingException", message: "Rate exceeded" });
  });

  it("refuses what is not a JSON object", () => {
    for (const body of ["{", "[]", "null", '"x"']) {
      throws(() => protocol.parse(request(body), model.input), { code: "SerializationException" });
    }
  });

  it("words each violation as AWS does", () => {
    const at = (path: string, value: string, constraint: string) =>
      `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: ` +
      `Member must ${constraint}`;
    const Name = "ab";
    equal(refused({}), at("name", "null", "not be null"));
    equal(refused({ Name: 1 }), at("name", "'1'", "be of type string"));
    equal(
      refused({ Name: "A1" }),
      at("name", "'A1'", "satisfy regular expression pattern: ^[a-z]+$"),
    );
    equal(refused({ Name: "a" }), at("name", "'a'", "have length greater than or equal to 2"));
    equal(
      refused({ Name, Kinds: ["A", "C"] }),
      at("kinds.2.member", "'C'", "satisfy enum value set: [A, B]"),
    );
    equal(refused({ Name, Count: 4 }), at("count", "'4'", "have value less than or equal to 3"));
    equal(
      refused({ Name, Tags: {} }),
      at("tags", "'{}'", "have length greater than or equal to 1"),
    );
    equal(refused({ Name, At: "2026" }), at("at", "'2026'", "be of type timestamp"));
    equal(refused({ Name, Flag: "true" }), at("flag", "'true'", "be of type boolean"));
    equal(refused({ Name, Share: "x" }), at("share", "'x'", "be of type double"));
  });

  it("wants exactly one member of a union", () => {
    for (const Source of [{}, { Left: "l", Right: "r" }]) {
      const [violation] = validate(model.input, { Name: "ab", Source });
      deepEqual([violation?.rule, violation?.limit], ["exactlyOne", ["Left", "Right"]]);
    }
    deepEqual(validate(model.input, { Name: "ab", Source: { Left: "l" } }), []);
  });
});

describe("EC2 query", () => {
  const protocol = ec2Query("2016-11-15");

  it("refuses members that exclude each other", () => {
    const ids = list(string());
    const shape = structure({ Ids: ids, Max: integer() }, { exclusive: [["Ids", "Max"]] });
    const { code, message } = protocol.invalid(validate(shape, { Ids: ["a"], Max: 1 }));
    deepEqual(
      [code, message],
      ["InvalidParameterCombination", "The parameters Ids, Max cannot be used together"],
    );
  });

  it("escapes text, and leaves out what XML can't say", () => {
    equal(text("a<b>&\"'\r\n\u0000\u001f\ufffeé😀"), "a&lt;b&gt;&amp;&quot;'&#xD;\né😀");
  });
});
