import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import { pollingMs, tagsOf, timeoutMs, waitMode } from "../../../../provider/lifecycle/inputs";
import { itRefuses, itTakes, type Violation } from "../support/checking";

/** AWS takes 50 tags; id, stack and hold are ours. */
const MOST_TAGS = 47;
const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`team-${n}`, "a"]));

describe("the input tags", () => {
  const at = (key: string) => `tags[${JSON.stringify(key)}]`;
  const key = (name: string, rule: RegExp): Violation => [
    { tags: { [name]: "a" } },
    at(name),
    rule,
  ];
  itRefuses([
    [{ tags: tags(MOST_TAGS + 1) }, "tags", /at most 47 entries/, MOST_TAGS + 1],
    key("", /key must be 1 to 127 characters/),
    key("k".repeat(128), /key must be 1 to 127 characters/),
    ...["aws:cloudformation:stack", "aws:", "AWS:x", "Aws:x"].map((name) => key(name, /aws:/)),
    ...["pulumi-aws-tasks:", "pulumi-aws-tasks:id", "Pulumi-AWS-Tasks:hold"].map((name) =>
      key(name, /pulumi-aws-tasks:/),
    ),
    [{ tags: { a: "v".repeat(257) } }, at("a"), /at most 256 characters/],
    [{ tags: { a: 5 } }, at("a"), /must be a string/, 5],
    [{ tags: { a: null } }, at("a"), /must be a string/, null],
    [{ tags: { a: ["b"] } }, at("a"), /must be a string/, ["b"]],
    [{ tags: { a: { b: "c" } } }, at("a"), /must be a string/, { b: "c" }],
    [{ tags: ["a"] }, "tags", /map of strings/, ["a"]],
    [{ tags: "a=b" }, "tags", /map of strings/, "a=b"],
    [{ tags: 0 }, "tags", /map of strings/, 0],
  ]);
  itTakes([
    ...[{ tags: {} }, { tags: tags(MOST_TAGS) }, { tags: { ["k".repeat(127)]: "v".repeat(256) } }],
    ...[{ tags: { a: "" } }, { tags: { "my:aws:key": "a", awsome: "b" } }, { tags: { "🙂": "ü" } }],
    ...[{ tags: { "pulumi-aws-tasks": "a" } }, { tags: { constructor: "a", toString: "b" } }],
  ]);
});

describe("the input timeouts", () => {
  const rule = /duration such as/;
  itRefuses([
    [{ timeouts: { wait: "5" } }, "timeouts.wait", rule, "5"],
    [{ timeouts: { wait: "5d" } }, "timeouts.wait", rule, "5d"],
    [{ timeouts: { start: "-5m" } }, "timeouts.start", rule, "-5m"],
    [{ timeouts: { start: "" } }, "timeouts.start", /not empty/, ""],
    [{ timeouts: { cancel: "1m2h" } }, "timeouts.cancel", rule, "1m2h"],
    [{ timeouts: { wait: 300 } }, "timeouts.wait", /must be a string/, 300],
    [{ timeouts: { create: "5m" } }, "timeouts.create", /is not an input.*start, wait, cancel/],
    [{ timeouts: "5m" }, "timeouts", /must be an object/, "5m"],
  ]);
  itTakes([
    ...[{ timeouts: {} }, { timeouts: { wait: "1h30m15s" } }, { timeouts: { wait: "0.5h" } }],
    { timeouts: { start: "1s", wait: "90m", cancel: "20m" } },
  ]);

  it("take the place of the kind's own, each by itself", () => {
    const props = { timeouts: { wait: "90m" } };
    assert.equal(timeoutMs(kind, props, "wait"), 5_400_000);
    assert.equal(timeoutMs(kind, props, "start"), 1_800_000);
    assert.equal(timeoutMs(kind, {}, "wait"), 43_200_000);
    assert.equal(timeoutMs(kind, { timeouts: null }, "cancel"), 1_200_000);
  });
});

describe("the input polling", () => {
  const both = (minInterval: unknown, maxInterval: unknown) => ({
    polling: { minInterval, maxInterval },
  });
  itRefuses([
    [{ polling: { minInterval: "15" } }, "polling.minInterval", /duration such as/, "15"],
    [{ polling: { maxInterval: 15 } }, "polling.maxInterval", /must be a string/, 15],
    [{ polling: { interval: "5s" } }, "polling.interval", /not an input.*minInterval, maxInterval/],
    [{ polling: ["5s"] }, "polling", /must be an object/, ["5s"]],
    [both("61s", "1m"), "polling.minInterval", /not be longer than polling.maxInterval/, "61s"],
  ]);
  itTakes([
    ...[{ polling: {} }, both("1m", "60s"), both("1s", "1h")],
    ...[{ polling: { minInterval: "10m" } }, { polling: { maxInterval: "1s" } }],
  ]);

  it("moves the other bound's default out of its way", () => {
    const ms = (polling?: object) => pollingMs(kind, { polling });
    assert.deepEqual(ms(), { minMs: 15_000, maxMs: 120_000 });
    assert.deepEqual(ms({ minInterval: "10m" }), { minMs: 600_000, maxMs: 600_000 });
    assert.deepEqual(ms({ maxInterval: "5s" }), { minMs: 5_000, maxMs: 5_000 });
    assert.deepEqual(ms({ minInterval: "1s", maxInterval: "9s" }), { minMs: 1_000, maxMs: 9_000 });
  });
});

describe("the other common inputs", () => {
  const region = /name of an AWS Region/;
  itRefuses([
    [{ wait: "always" }, "wait", /one of "diff", "update", "none"/, "always"],
    [{ wait: "" }, "wait", /one of "diff"/, ""],
    [{ wait: true }, "wait", /must be a string/, true],
    [{ onFailure: "ignore" }, "onFailure", /one of "replace", "keep"/, "ignore"],
    [{ onFailure: {} }, "onFailure", /must be a string/, {}],
    [{ region: "" }, "region", region, ""],
    [{ region: "Frankfurt" }, "region", region, "Frankfurt"],
    [{ region: "eu-central-1a" }, "region", region, "eu-central-1a"],
    [{ region: "EU-CENTRAL-1" }, "region", region, "EU-CENTRAL-1"],
    [{ region: "eu-central-1 " }, "region", region, "eu-central-1 "],
    [{ region: 1 }, "region", /must be a string/, 1],
    [{ identityTags: "false" }, "identityTags", /true or false/, "false"],
    [{ identityTags: 0 }, "identityTags", /true or false/, 0],
    [{ triggers: "v2" }, "triggers", /must be a list/, "v2"],
    [{ triggers: { v: 2 } }, "triggers", /must be a list/, { v: 2 }],
    [{ taskKind: "ec2:Other" }, "taskKind", /must be "ec2:ExportImageTask"/, "ec2:Other"],
    [{ dryRun: true }, "dryRun", /is not an input/],
    [{ clientToken: "a" }, "clientToken", /is not an input/],
    [{ imageID: "ami-01234567" }, "imageID", /is not an input.*imageId, diskImageFormat/],
    [{ toString: "a" }, "toString", /is not an input/],
  ]);
  itTakes([
    ...[{ wait: "diff" }, { wait: "update" }, { wait: "none" }],
    ...[{ onFailure: "replace" }, { onFailure: "keep" }],
    ...["us-east-1", "us-gov-west-1", "cn-north-1", "us-isob-east-1", "mx-central-1"].map(
      (name) => ({ region: name }),
    ),
    // The European Sovereign Cloud: its first part has four letters.
    { region: "eusc-de-east-1" },
    ...[{ identityTags: true }, { identityTags: false }],
    ...[{ triggers: [] }, { triggers: ["v2", 2, null, [], { deep: [{}] }, true] }],
  ]);
});

describe("waitMode", () => {
  const modes: readonly [unknown, string | undefined, string][] = [
    [undefined, undefined, "diff"],
    ["update", undefined, "update"],
    ["update", "none", "none"],
    [undefined, "update", "update"],
    ["none", "diff", "diff"],
    ["none", "sometimes", "none"],
    ["none", "", "none"],
    [7, undefined, "diff"],
    ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", undefined, "diff"],
  ];
  for (const [wait, override, mode] of modes) {
    it(`is ${mode} for the input ${wait} and the override ${override}`, () => {
      assert.equal(waitMode({ wait }, override), mode);
    });
  }
});

describe("tagsOf", () => {
  it("gives none for what is no map", () => {
    for (const given of [undefined, null, 5, ["a"]]) assert.deepEqual(tagsOf({ tags: given }), {});
  });
});
