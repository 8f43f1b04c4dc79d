// Settings that are objects or lists: JSON in a stack's configuration, objects in a `Provider`.
import assert from "node:assert/strict";
import { settingsFrom } from "../../../../provider/aws/settings";
import { callerOf } from "../../../../provider/lifecycle/caller";
import { settingFailures } from "../../../../provider/lifecycle/check";
import type { Settings } from "../../../../provider/lifecycle/context";
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

describe("aws:assumeRole and aws:assumeRoles", () => {
  const refusal = "aws:assumeRole and aws:assumeRoles: only one of them may be given";
  for (const [form, value] of bothForms(role)) {
    it(`may not both be given, as ${form} or as the same`, () => {
      const both = { "aws:assumeRole": value, "aws:assumeRoles": [otherRole] };
      assert.deepEqual(failuresOf(both), [refusal]);
      const twice = { "aws:assumeRole": value, "aws:assumeRoles": value };
      assert.deepEqual(failuresOf(twice), [refusal]);
    });
  }

  for (const none of ["", null, undefined, "null"]) {
    it(`are one where the other is ${JSON.stringify(none)}`, () => {
      for (const [key, other] of [
        ["aws:assumeRole", "aws:assumeRoles"],
        ["aws:assumeRoles", "aws:assumeRole"],
      ] as const) {
        const given = { [key]: role, [other]: none };
        assert.deepEqual(failuresOf(given), []);
        assert.deepEqual(settings(given).caller().assumeRole, role);
      }
    });
  }
});

describe("a null within a setting", () => {
  const cases: readonly [string, unknown, (given: Settings) => unknown, unknown][] = [
    [
      "aws:assumeRole",
      { ...role, sessionName: null, tags: { team: null, tier: "gold" }, policyArns: null },
      (given) => given.caller().assumeRole,
      { ...role, tags: { tier: "gold" } },
    ],
    [
      "aws:assumeRole",
      { roleArn, duration: null },
      (given) => given.caller().assumeRole,
      { roleArn },
    ],
    ["aws:assumeRoles", [null, role], (given) => given.caller().assumeRole, [role]],
    [
      "aws:endpoints",
      [{ ec2: "https://a.b", sts: null }, null, { appstream: "https://c.d" }],
      (given) => given.caller().endpoint,
      { ec2: "https://a.b", appstream: "https://c.d" },
    ],
    ["aws:endpoints", { ec2: null }, (given) => given.caller().endpoint, {}],
    [
      "aws:defaultTags",
      { tags: { team: null, tier: "gold" } },
      (given) => given.defaultTags(),
      { tags: { tier: "gold" } },
    ],
    ["aws:defaultTags", { tags: null }, (given) => given.defaultTags(), {}],
  ];
  for (const [key, given, read, expected] of cases) {
    for (const [form, value] of bothForms(given)) {
      it(`is left out of ${key}, ${JSON.stringify(given)} as ${form}`, () => {
        assert.deepEqual(read(settings({ [key]: value })), expected);
        assert.deepEqual(failuresOf({ [key]: value }), []);
      });
    }
  }

  it("makes no list without roles one that nobody has to assume", () => {
    const given = settings({ "aws:assumeRoles": "[null]" });
    assert.throws(() => callerOf({ region: "eu-west-1" }, given), /must have 1 to 5 items/);
  });
});

describe("a value that is wrong in a setting, which may be secret,", () => {
  const cases: readonly [string, unknown, RegExp][] = [
    ["aws:profile", `hush-${"p".repeat(256)}`, /^aws:profile: must be 1 to 256 characters/],
    ["aws:profile", { hush: "hush" }, /^aws:profile: must be a string/],
    ["aws:assumeRole", { roleArn: "hush" }, /^aws:assumeRole\.roleArn: must be the ARN/],
    ["aws:assumeRole", { ...role, externalId: 5 }, /^aws:assumeRole\.externalId: must be a str/],
    ["aws:assumeRole", { ...role, hush: "hush" }, /^aws:assumeRole\.\[secret\]: is not an input/],
    ["aws:assumeRole", { ...role, tags: { hush: "h".repeat(300) } }, /\.tags\[\[secret\]\]: must/],
    ["aws:endpoints", { ec2: "ftp://hush" }, /^aws:endpoints\.ec2: must be a URL/],
    ["aws:endpoints", ["hush"], /^aws:endpoints: must be an object/],
    ["aws:defaultTags", { tags: ["hush"] }, /^aws:defaultTags\.tags: must be a map/],
    [
      "aws:defaultTags",
      { tags: { hush: 5 } },
      /^aws:defaultTags\.tags\[\[secret\]\]: must be a str/,
    ],
    ["aws:defaultTags", { hush: "hush" }, /^aws:defaultTags\.\[secret\]: is not an input/],
  ];
  for (const [key, value, reason] of cases) {
    it(`is not shown: ${key} with ${JSON.stringify(value).slice(0, 60)}`, () => {
      const [text = "", ...others] = failuresOf({ [key]: value });
      assert.match(text, reason);
      assert.deepEqual(others, []);
      assert.doesNotMatch(text, /hush|h{9}|p{9}|got 5/);
      if (/got/.test(text)) assert.match(text, /got \[secret\]$/);
    });
  }
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
    const keys = ["aws:ec2MetadataServiceEndpoint", "aws:assumeRole", "aws:endpoints"];
    const told = failuresOf(Object.fromEntries(keys.map((key) => [key, "hush"])));
    assert.deepEqual(
      told.map((reason) => reason.split(": ", 1)[0]),
      keys,
    );
    assert.doesNotMatch(told.join("\n"), /hush/);
  });
});

describe("a setting of @pulumi/aws that is not honoured", () => {
  for (const [key, variable] of [
    ["aws:ec2MetadataServiceEndpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT"],
    ["aws:ec2MetadataServiceEndpointMode", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
  ] as const) {
    it(`is refused, with the variable that is: ${key}`, () => {
      const [reason, ...others] = failuresOf({ [key]: "hush" });
      assert.match(reason ?? "", new RegExp(`^${key}: is not honoured.*variable ${variable} `));
      assert.doesNotMatch(reason ?? "", /hush/);
      assert.deepEqual(others, []);
    });
  }

  it("is passed over where it says neither as whom nor where to call", () => {
    const harmless = {
      "aws:skipCredentialsValidation": "true",
      "aws:skipMetadataApiCheck": "true",
      "aws:skipRegionValidation": true,
      "aws:skipRequestingAccountId": "true",
      "aws:ignoreTags": '{"keys":["a"]}',
      "aws:s3UsePathStyle": "true",
      "aws:tokenBucketRateLimiterCapacity": "5",
    };
    assert.deepEqual(failuresOf(harmless), []);
    assert.deepEqual(callerOf({ region: "eu-west-1" }, settings(harmless)), {
      ...{ region: "eu-west-1", roles: [], endpoints: {} },
    });
  });
});
