// Settings that are objects or lists: JSON in a stack's configuration, objects in a `Provider`.
import assert from "node:assert/strict";
import { settingsFrom } from "../../../../provider/aws/settings";
import { settingFailures } from "../../../../provider/lifecycle/check";
import { defaultTagsOf } from "../../../../provider/lifecycle/inputs";
import { contextWith } from "../support/context";

type Words = Readonly<Record<string, unknown>>;
const settings = (configuration: Words) => settingsFrom(() => configuration, {});
/** What `check` says of it. */
const failuresOf = (configuration: Words) =>
  settingFailures({ ...contextWith(), settings: settings(configuration) });

const roleArn = "arn:aws:iam::123456789012:role/images";
const role = { roleArn, externalId: "0f", duration: "1h" };
const otherRole = { roleArn: roleArn.replace("images", "others") };

/** Each as the stack's configuration has it, and as a `Provider` has it. */
const bothForms = (value: unknown): readonly [string, unknown][] => [
  ["JSON", JSON.stringify(value)],
  ["a value", value],
];

describe("aws:assumeRole", () => {
  for (const [form, value] of bothForms(role)) {
    it(`is one role as ${form}`, () => {
      assert.deepEqual(settings({ "aws:assumeRole": value }).caller().assumeRole, role);
      assert.deepEqual(failuresOf({ "aws:assumeRole": value }), []);
    });
  }

  for (const key of ["aws:assumeRole", "aws:assumeRoles"]) {
    for (const [form, value] of bothForms([role, otherRole])) {
      it(`is a list of roles as ${form} under ${key}`, () => {
        assert.deepEqual(settings({ [key]: value }).caller().assumeRole, [role, otherRole]);
        assert.deepEqual(failuresOf({ [key]: value }), []);
      });
    }
  }

  it("is told by its own name where something is wrong in it", () => {
    const wrong = { ...role, roleArn: "images", sessionName: "a b" };
    assert.deepEqual(
      failuresOf({ "aws:assumeRole": JSON.stringify(wrong) }).map((text) => text.split(": ")[0]),
      ["aws:assumeRole.roleArn", "aws:assumeRole.sessionName"],
    );
    const [reason] = failuresOf({ "aws:assumeRoles": [otherRole, {}] });
    assert.match(reason ?? "", /^aws:assumeRole\S*\[1\]\.roleArn: is required/);
  });
});

describe("aws:endpoints", () => {
  const ec2 = "http://localhost:4566";
  const sts = "https://sts.example.com";
  const lists = [[{ ec2 }, { sts }], [{ ec2, sts }], { ec2, sts }];
  for (const given of lists) {
    for (const [form, value] of bothForms(given)) {
      it(`is one object from ${JSON.stringify(given)} as ${form}`, () => {
        const { endpoint } = settings({ "aws:endpoints": value }).caller();
        assert.deepEqual(endpoint, { ec2, sts });
        assert.deepEqual(failuresOf({ "aws:endpoints": value }), []);
      });
    }
  }

  it("may name services that only @pulumi/aws calls: the configuration is shared with it", () => {
    const value = JSON.stringify([{ ec2, s3: "http://localhost:4566", iam: ec2 }]);
    assert.deepEqual(failuresOf({ "aws:endpoints": value }), []);
  });

  it("is told by its own name where something is wrong in it", () => {
    const [reason, ...others] = failuresOf({ "aws:endpoints": [{ ec2: "localhost" }] });
    assert.match(reason ?? "", /^aws:endpoints\.ec2: must be a URL .*got \[secret\]$/);
    assert.deepEqual(others, []);
  });

  it("is refused as a list of what is no object", () => {
    const [reason] = failuresOf({ "aws:endpoints": ["http://localhost"] });
    assert.match(reason ?? "", /^aws:endpoints: must be an object, got \[secret\]$/);
  });

  for (const odd of [[], [null], {}]) {
    it(`is none from ${JSON.stringify(odd)}`, () => {
      assert.deepEqual(settings({ "aws:endpoints": odd }).caller().endpoint, {});
    });
  }
});

describe("aws:profile", () => {
  it("is told by its own name where something is wrong in it", () => {
    const [reason] = failuresOf({ "aws:profile": "p".repeat(257) });
    assert.match(reason ?? "", /^aws:profile: must be 1 to 256 characters/);
  });
});

describe("aws:defaultTags", () => {
  const tags = { team: "images", empty: "" };
  for (const [form, value] of bothForms({ tags })) {
    it(`are the tags in it as ${form}`, () => {
      assert.deepEqual(defaultTagsOf(settings({ "aws:defaultTags": value })), tags);
      assert.deepEqual(failuresOf({ "aws:defaultTags": value }), []);
    });
  }

  for (const none of [undefined, "", null, "{}", {}, { tags: null }, { tags: {} }]) {
    it(`are none with ${JSON.stringify(none)}`, () => {
      assert.deepEqual(defaultTagsOf(settings({ "aws:defaultTags": none })), {});
    });
  }
});

describe("a setting that can't be read", () => {
  for (const key of ["aws:assumeRole", "aws:assumeRoles", "aws:endpoints", "aws:defaultTags"]) {
    for (const unreadable of ["{roleArn", "role", "5", '"text"', "true"]) {
      it(`is a failure that names ${key} with ${unreadable}`, () => {
        assert.deepEqual(failuresOf({ [key]: unreadable }), [
          `${key}: must be an object or a list, as JSON`,
        ]);
      });
    }

    for (const none of ["", null, undefined, "null"]) {
      it(`is none: ${key} with ${JSON.stringify(none)}`, () => {
        assert.deepEqual(failuresOf({ [key]: none }), []);
        const { assumeRole, endpoint } = settings({ [key]: none }).caller();
        assert.deepEqual([assumeRole, endpoint], [undefined, undefined]);
      });
    }
  }

  it("is told with all the others at once", () => {
    const keys = ["aws:accessKey", "aws:assumeRole", "aws:endpoints"];
    const told = failuresOf(Object.fromEntries(keys.map((key) => [key, "hush"])));
    assert.deepEqual(
      told.map((reason) => reason.split(": ", 1)[0]),
      keys,
    );
    assert.doesNotMatch(told.join("\n"), /hush/);
  });
});

describe("a setting of @pulumi/aws that is not honoured", () => {
  for (const key of ["aws:forbiddenAccountIds", "aws:accessKey", "aws:secretKey", "aws:token"]) {
    it(`is refused: ${key}`, () => {
      const [reason, ...others] = failuresOf({ [key]: "hush" });
      assert.match(reason ?? "", new RegExp(`^${key}: is not honoured .*nothing is done without`));
      assert.doesNotMatch(reason ?? "", /hush/);
      assert.deepEqual(others, []);
    });
  }

  it("is passed over where it does not say as whom to call", () => {
    const harmless = { "aws:skipCredentialsValidation": "true", "aws:maxRetries": "3" };
    assert.deepEqual(failuresOf(harmless), []);
  });
});

describe("aws:allowedAccountIds", () => {
  for (const [given, expected] of [
    ['["012345678901"]', ["012345678901"]],
    [
      ["012345678901", "123456789012"],
      ["012345678901", "123456789012"],
    ],
    ["012345678901", ["012345678901"]],
    ["", undefined],
    [undefined, undefined],
    ["none", []],
  ] as const) {
    it(`are ${JSON.stringify(expected)} with ${JSON.stringify(given)}`, () => {
      assert.deepEqual(settings({ "aws:allowedAccountIds": given }).allowedAccountIds(), expected);
    });
  }
});
