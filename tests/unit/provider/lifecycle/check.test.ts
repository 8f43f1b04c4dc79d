import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { check } from "../../../../provider/lifecycle/check";
import type { Props } from "../../../../provider/lifecycle/ports";
import { checked, reasonsOf } from "../support/checking";
import { contextWith, IDENTITY, inputs } from "../support/context";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** At least one violation of each sort, everywhere. */
const WRONG: Props = {
  imageId: "image-hush-1",
  diskImageFormat: "hush-2",
  s3ExportLocation: { s3Bucket: "hush-3/x", s3Prefix: { key: "hush-4" }, "hush-5": "hush-6" },
  roleName: "hush 7",
  description: ["hush-8"],
  tags: { "aws:hush-9": "hush-10".repeat(60), key: { "hush-11": "hush-12" } },
  timeouts: { wait: "hush-13", "hush-14": "hush-15" },
  polling: { minInterval: "2h", maxInterval: "1h" },
  triggers: "hush-16",
  wait: "hush-17",
  onFailure: "hush-18",
  region: "hush-19",
  identityTags: "hush-20",
};

describe("check", () => {
  it("says everything that is wrong at once, in failures without a property", () => {
    const { failures } = checked(WRONG);
    const paths = failures.map(({ reason }) => reason.slice(0, reason.indexOf(": ")));
    assert.deepEqual(paths.sort(), [
      ...["description", "diskImageFormat", "identityTags", "imageId", "onFailure"],
      ...["polling.minInterval", "region", "roleName", "s3ExportLocation.hush-5"],
      ...["s3ExportLocation.s3Bucket", "s3ExportLocation.s3Prefix", 'tags["aws:hush-9"]'],
      ...['tags["aws:hush-9"]', 'tags["key"]', "timeouts.hush-14", "timeouts.wait"],
      ...["triggers", "wait"],
    ]);
    assert.ok(failures.every(({ property }) => property === ""));
  });

  it("names all that is missing of an empty program", () => {
    const context = contextWith();
    context.settings.region = undefined;
    const { failures } = check(context, exportImageTask, {}, {});
    const reasons = failures.map(({ reason }) => reason.replace(/;.*/, ""));
    assert.deepEqual(reasons, [
      ...["imageId: is required", "diskImageFormat: is required"],
      ...["s3ExportLocation: is required", "region: is required"],
    ]);
  });

  it("shows the beginning only of a very long value", () => {
    const [reason = ""] = reasonsOf({ description: "long".repeat(100_000) });
    assert.ok(reason.length < 300);
    assert.match(reason, /got "longlong.*…$/);
  });

  it("returns the inputs as they are, and AWS is not asked", () => {
    const { inputs: taken, failures } = checked({ triggers: [{ b: 1, a: 2 }] });
    assert.deepEqual(failures, []);
    assert.deepEqual(taken, { ...inputs, triggers: [{ b: 1, a: 2 }], region: "eu-central-1" });
  });

  it("changes neither the news nor the olds it was given", () => {
    const news = Object.freeze({ ...inputs, __beacon: Object.freeze({ phase: "update" }) });
    const olds = Object.freeze({ ...inputs, region: "eu-west-1" });
    assert.deepEqual(check(contextWith(), exportImageTask, olds, news).failures, []);
  });

  describe("with inputs marked secret", () => {
    const secrets = Object.keys(WRONG);

    it("shows [secret] in place of every value", () => {
      const reasons = reasonsOf(WRONG, { secrets });
      assert.equal(reasons.length, reasonsOf(WRONG).length);
      for (const reason of reasons.filter((text) => / got /.test(text))) {
        assert.match(reason, /got \[secret\]/);
      }
    });

    for (const name of secrets) {
      it(`says nothing of the value of ${name}, nested or not`, () => {
        const told = reasonsOf(WRONG, { secrets: [name] }).filter((text) => text.startsWith(name));
        assert.ok(told.length > 0);
        for (const reason of told) assert.doesNotMatch(reason, /hush|"2h"/);
      });
    }

    it("still shows the values of the others", () => {
      const reasons = reasonsOf(WRONG, { secrets: ["tags"] });
      assert.ok(
        reasons.some((text) => text.startsWith("imageId") && text.endsWith('"image-hush-1"')),
      );
    });

    it("counts tags without naming them", () => {
      const tags = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`hush-${n}`, "a"]));
      const reasons = reasonsOf({ tags }, { secrets: ["tags"] });
      assert.equal(reasons.length, 1);
      assert.doesNotMatch(reasons[0]!, /hush/);
    });
  });

  describe("with values that a preview does not know", () => {
    for (const name of Object.keys(WRONG)) {
      it(`leaves an unknown ${name} alone`, () => {
        const { failures, inputs: taken } = checked({ [name]: UNKNOWN }, { phase: "preview" });
        assert.deepEqual(failures, []);
        assert.equal(taken[name], UNKNOWN);
      });
    }

    const nested: readonly Props[] = [
      { s3ExportLocation: { s3Bucket: UNKNOWN } },
      { s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: UNKNOWN } },
      { tags: { team: UNKNOWN } },
      { timeouts: { start: UNKNOWN, wait: UNKNOWN, cancel: UNKNOWN } },
      { polling: { minInterval: UNKNOWN, maxInterval: "1s" } },
      { polling: { minInterval: "1h", maxInterval: UNKNOWN } },
      { triggers: [UNKNOWN, { deep: [UNKNOWN] }] },
      { __identity: UNKNOWN },
    ];
    for (const more of nested) {
      it(`leaves ${Object.keys(more)[0]} alone with an unknown in it`, () => {
        const { failures, inputs: taken } = checked(more, { phase: "preview" });
        assert.deepEqual(failures, []);
        for (const [name, value] of Object.entries(more)) assert.deepEqual(taken[name], value);
      });
    }

    it("finds what is wrong beside them", () => {
      assert.match(reasonsOf({ imageId: UNKNOWN, wait: "never" }).join(), /^wait: must/);
    });
  });

  describe("with odd values", () => {
    const deep = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;
    const odd: readonly [string, unknown][] = [
      ...[null, 0, -1.5, NaN, false, [], {}].map((value): [string, unknown] => [
        JSON.stringify(value),
        value,
      ]),
      ["a nested list", [[[]]]],
      ["a list with a hole", [undefined, null]],
      ["an own __proto__", JSON.parse('{"__proto__": {"s3Bucket": "my-exports"}}')],
      ["a constructor", { constructor: { name: "a" }, hasOwnProperty: "b" }],
      ["an object without a prototype", Object.create(null)],
      ["a very long text", "x".repeat(1_000_000)],
      ["a very long key", { ["k".repeat(100_000)]: "v" }],
      ["a deep list", deep(1_000)],
      ["controls and line breaks", "\u0000\r\n\u001b[31m\u2028"],
      ["a lone surrogate", "\ud800"],
      ["emoji and marks", "👩‍👩‍👧‍👦e\u0301\u202e"],
      [
        "a secret's envelope",
        { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" },
      ],
    ];
    for (const [name, value] of odd) {
      it(`does not throw at ${name} in any place, and its answer can be sent`, () => {
        for (const input of [
          ...Object.keys(WRONG),
          "other",
          "__beacon",
          "__identity",
          "taskKind",
        ]) {
          for (const inside of [value, [value], { key: value }, { s3Bucket: value, wait: value }]) {
            const { failures } = checked({ [input]: inside });
            for (const { reason } of failures) assert.equal(typeof reason, "string");
          }
        }
      });
    }

    it("does not take the names of Object's members for inputs", () => {
      const news = JSON.parse('{"__proto__": {"imageId": "ami-01234567"}}') as Props;
      const { failures, inputs: taken } = check(contextWith(), exportImageTask, {}, news);
      assert.ok(failures.some(({ reason }) => reason === "imageId: is required"));
      assert.equal(taken.imageId, undefined);
      assert.equal(({} as Props).imageId, undefined);
    });

    it("takes null for absent", () => {
      const { failures, inputs: taken } = checked({ description: null, triggers: null });
      assert.deepEqual(failures, []);
      assert.deepEqual(taken, { ...inputs, region: "eu-central-1" });
      Struct.fromJavaScript(taken as Parameters<typeof Struct.fromJavaScript>[0]);
    });
  });

  describe("and the beacon", () => {
    it("takes it off, and keeps identity and provider", () => {
      const { inputs: taken } = checked({});
      assert.equal("__beacon" in taken, false);
      assert.equal(taken.__identity, IDENTITY);
      assert.equal(taken.__provider, "code");
    });

    it("remembers phase and secrets under the identity, the last one for ever", () => {
      const context = contextWith();
      checked({}, { context, phase: "preview", secrets: ["tags"] });
      checked({ __identity: "another" }, { context, phase: "update" });
      const beacon = context.memory.beacons.get(IDENTITY);
      assert.equal(beacon?.phase, "preview");
      assert.deepEqual([...(beacon?.secrets ?? [])], ["tags"]);
      checked({}, { context, phase: "update" });
      assert.equal(context.memory.beacons.get(IDENTITY)?.phase, "update");
    });

    it("remembers a check without one as a check without a phase", () => {
      const context = contextWith();
      checked({ __beacon: undefined }, { context });
      assert.equal(context.memory.beacons.has(IDENTITY), true);
      assert.equal(context.memory.beacons.get(IDENTITY)?.phase, undefined);
    });

    it("remembers nothing of what has no identity", () => {
      const context = contextWith();
      assert.deepEqual(checked({ __identity: undefined }, { context }).failures, []);
      assert.equal(context.memory.beacons.size, 0);
    });

    for (const beacon of [null, 5, "update", [], { phase: "refresh", secrets: "tags" }]) {
      it(`bears ${JSON.stringify(beacon)} in its place`, () => {
        const context = contextWith();
        const { inputs: taken, failures } = checked({ __beacon: beacon }, { context });
        assert.deepEqual(failures, []);
        assert.equal("__beacon" in taken, false);
        assert.equal(context.memory.beacons.get(IDENTITY)?.phase, undefined);
      });
    }
  });
});
