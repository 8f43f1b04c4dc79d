// What only the configuration says of who calls: in which forms it is read, and what is refused.
import assert from "node:assert/strict";
import { keyOf } from "../../../../provider/aws/clients";
import { settingsFrom } from "../../../../provider/aws/settings";
import { type Caller, callerOf } from "../../../../provider/lifecycle/caller";
import { settingFailures } from "../../../../provider/lifecycle/check";
import type { Props } from "../../../../provider/lifecycle/ports";
import { contextWith } from "../support/context";

const REGION = "eu-central-1";
const settings = (configuration: Props, environment: NodeJS.ProcessEnv = {}) =>
  settingsFrom(() => configuration, environment);
const failuresOf = (configuration: Props, environment?: NodeJS.ProcessEnv) =>
  settingFailures({ ...contextWith(), settings: settings(configuration, environment) });
const caller = (configuration: Props, environment?: NodeJS.ProcessEnv): Caller =>
  callerOf({ region: REGION }, settings(configuration, environment));
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const SECRETS = { "aws:accessKey": "AKIA", "aws:secretKey": "hush", "aws:token": "hush-token" };
const roleArn = "arn:aws:iam::222222222222:role/hub";

describe("aws:allowedAccountIds and aws:forbiddenAccountIds", () => {
  const [ONE, TWO] = ["012345678901", "123456789012"];
  for (const [key, name] of [
    ["aws:allowedAccountIds", "allowed"],
    ["aws:forbiddenAccountIds", "forbidden"],
  ] as const) {
    for (const [given, expected] of [
      [`["${ONE}"]`, [ONE]],
      [
        [ONE, TWO],
        [ONE, TWO],
      ],
      [ONE, [ONE]],
      [`[${TWO}]`, [TWO]],
      [secret([TWO]), [TWO]],
      [[secret(TWO)], [TWO]],
    ] as const) {
      it(`are ${name} as ${JSON.stringify(given)}`, () => {
        assert.deepEqual(caller({ [key]: given }).accounts, { [name]: expected });
      });
    }

    for (const none of ["", undefined, null, "[]", []]) {
      it(`are any, ${name} as ${JSON.stringify(none)}`, () => {
        assert.deepEqual(failuresOf({ [key]: none }), []);
        assert.equal(caller({ [key]: none }).accounts, undefined);
      });
    }

    for (const [given, at] of [
      [`["1234567890123"]`, 0],
      [["12345678901"], 0],
      [`[${Number(ONE)}]`, 0],
      ["none", 0],
      [`${ONE},${TWO}`, 0],
      [[ONE, "hush"], 1],
      [[ONE, ""], 1],
      ["[null]", 0],
      [[ONE, [TWO]], 1],
      [`["${ONE}`, 0],
      [` ${ONE}`, 0],
    ] as const) {
      it(`are refused, ${name} as ${JSON.stringify(given)}, with one reason`, () => {
        const [reason, ...others] = failuresOf({ [key]: given });
        assert.match(reason ?? "", new RegExp(`^${key}\\[${at}\\]: must be .*got \\[secret\\]$`));
        assert.doesNotMatch(reason ?? "", /hush/);
        assert.deepEqual(others, []);
        assert.throws(() => caller({ [key]: given }), new RegExp(`${key}\\[${at}\\]`));
      });
    }
  }

  it("may not both be given", () => {
    const both = { "aws:allowedAccountIds": [ONE], "aws:forbiddenAccountIds": [TWO] };
    assert.deepEqual(failuresOf(both), [
      "aws:allowedAccountIds and aws:forbiddenAccountIds: only one of them may be given",
    ]);
  });
});

describe("aws:accessKey, aws:secretKey and aws:token", () => {
  it("are the keys", () => {
    const keys = { accessKeyId: "AKIA", secretAccessKey: "hush", sessionToken: "hush-token" };
    assert.deepEqual(caller(SECRETS).keys, keys);
    const { "aws:token": token, ...two } = SECRETS;
    assert.ok(token);
    assert.deepEqual(caller(two).keys, { accessKeyId: "AKIA", secretAccessKey: "hush" });
  });

  it("are in no key of what is shared, in the clear", () => {
    const key = keyOf(caller(SECRETS));
    assert.doesNotMatch(key, /hush|AKIA/);
    assert.notEqual(key, keyOf(caller({ ...SECRETS, "aws:token": "another" })));
  });

  for (const missing of ["aws:accessKey", "aws:secretKey"]) {
    it(`are refused without ${missing}`, () => {
      const [reason, ...others] = failuresOf({ ...SECRETS, [missing]: "" });
      assert.match(reason ?? "", /^aws:accessKey and aws:secretKey: both must be given/);
      assert.deepEqual(others, []);
    });
  }

  it("are refused as a token alone", () => {
    assert.match(failuresOf({ "aws:token": "hush" })[0] ?? "", /both must be given/);
  });

  it("are refused, and not shown, as anything but texts", () => {
    const told = failuresOf({ "aws:accessKey": { hush: 1 }, "aws:secretKey": ["hush"] });
    assert.deepEqual(told, [
      "aws:accessKey: must be a string, got [secret]",
      "aws:secretKey: must be a string, got [secret]",
    ]);
  });
});

describe("aws:assumeRoleWithWebIdentity", () => {
  const key = "aws:assumeRoleWithWebIdentity";
  const given = { roleArn, webIdentityTokenFile: "/token", duration: "1h" };

  for (const form of [given, JSON.stringify(given), secret(given)]) {
    it(`is read as ${JSON.stringify(form).slice(0, 60)}`, () => {
      assert.deepEqual(caller({ [key]: form }).webIdentity, { ...given, seconds: 3_600 });
    });
  }

  it("is read with a token that is secret within it", () => {
    const { webIdentity } = caller({ [key]: { roleArn, webIdentityToken: secret("hush") } });
    assert.deepEqual(webIdentity, { roleArn, webIdentityToken: "hush" });
  });

  it("is not used beside keys, as in @pulumi/aws", () => {
    assert.equal(caller({ [key]: given, ...SECRETS }).webIdentity, undefined);
  });

  for (const [wrong, reason] of [
    [{ webIdentityTokenFile: "/hush" }, /\.roleArn: is required/],
    [{ roleArn: "hush", webIdentityToken: "hush" }, /\.roleArn: must be the ARN/],
    [{ roleArn }, /: needs webIdentityToken or webIdentityTokenFile/],
    [{ ...given, duration: "13h" }, /\.duration: must be a duration/],
    [{ ...given, externalId: "hush" }, /\.\[secret\]: is not an input/],
    ["{hush", /: must be an object or a list, as JSON/],
  ] as const) {
    it(`is refused as ${JSON.stringify(wrong)}`, () => {
      const [text = "", ...others] = failuresOf({ [key]: wrong });
      assert.match(text, reason);
      assert.ok(text.startsWith(key));
      assert.doesNotMatch(text, /hush/);
      assert.deepEqual(others, []);
    });
  }
});

describe("the connection", () => {
  for (const [configuration, environment, expected] of [
    [{ "aws:useFipsEndpoint": "true" }, {}, { useFipsEndpoint: true }],
    [{ "aws:useDualstackEndpoint": true }, {}, { useDualstackEndpoint: true }],
    [{}, { AWS_USE_FIPS_ENDPOINT: "True" }, { useFipsEndpoint: true }],
    [{}, { AWS_USE_DUALSTACK_ENDPOINT: "false" }, { useDualstackEndpoint: false }],
    [{ "aws:insecure": "true" }, {}, { insecure: true }],
    [{ "aws:maxRetries": "7" }, {}, { maxRetries: 7 }],
    [{ "aws:maxRetries": 7 }, {}, { maxRetries: 7 }],
    [{ "aws:retryMode": "adaptive" }, {}, { retryMode: "adaptive" }],
    [{ "aws:stsRegion": "us-east-1" }, {}, { stsRegion: "us-east-1" }],
    [{ "aws:customCaBundle": "a" }, { AWS_CA_BUNDLE: "b" }, { customCaBundle: "a" }],
    [{}, { AWS_CA_BUNDLE: "b" }, { customCaBundle: "b" }],
    [{}, { AWS_CA_BUNDLE: "" }, undefined],
    [{ "aws:noProxy": "a" }, { NO_PROXY: "b" }, { noProxy: "a" }],
    [{ "aws:sharedConfigFiles": '["~/a"]' }, {}, { sharedConfigFiles: ["~/a"] }],
    [{ "aws:sharedCredentialsFiles": "/a" }, {}, { sharedCredentialsFiles: ["/a"] }],
  ] as const) {
    it(`is ${JSON.stringify(expected)} with ${JSON.stringify([configuration, environment])}`, () => {
      assert.deepEqual(failuresOf(configuration, environment), []);
      assert.deepEqual(caller(configuration, environment).connection, expected);
    });
  }

  for (const [wrong, reason] of [
    [{ "aws:useFipsEndpoint": "hush" }, /must be true or false, got \[secret\]$/],
    [{ "aws:insecure": "1" }, /must be true or false/],
    [{ "aws:maxRetries": "many" }, /must be a whole number from 0 to 1000/],
    [{ "aws:maxRetries": 1.5 }, /must be a whole number from 0 to 1000/],
    [{ "aws:retryMode": "legacy" }, /must be one of "standard", "adaptive"/],
    [{ "aws:stsRegion": "hush" }, /must be the name of an AWS Region/],
    [{ "aws:httpsProxy": "socks5://hush" }, /must be the URL of a proxy/],
    [{ "aws:sharedConfigFiles": { hush: "hush" } }, /must be a list/],
    [{ "aws:customCaBundle": ["hush"] }, /must be a string/],
  ] as const) {
    it(`is refused with ${JSON.stringify(wrong)}`, () => {
      const [text = "", ...others] = failuresOf(wrong);
      assert.match(text, reason);
      assert.ok(text.startsWith(Object.keys(wrong)[0]!));
      assert.doesNotMatch(text, /hush/);
      assert.deepEqual(others, []);
    });
  }

  it("is not shared with one of another kind", () => {
    const keys = [{}, { "aws:insecure": "true" }, { "aws:customCaBundle": "a" }].map((one) =>
      keyOf(caller(one)),
    );
    assert.equal(new Set(keys).size, 3);
  });
});
