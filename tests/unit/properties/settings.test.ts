// The configuration and the environment: whatever they say, it is told what is wrong, or it holds.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type RawConfig, settingsFrom } from "../../../provider/aws/settings";
import { callerOf, configuredCaller } from "../../../provider/lifecycle/caller";
import { settingFailures } from "../../../provider/lifecycle/check";
import type { Settings } from "../../../provider/lifecycle/context";
import { RefusedError } from "../../../provider/lifecycle/errors";
import { defaultTagsOf, overrideFailures } from "../../../provider/lifecycle/inputs";
import { contextWith } from "../provider/support/context";
import { assertUnpolluted, frozen, isCarried } from "./support/host";
import { PROGRAMS } from "./support/programs";
import { assertHushed, hushed } from "./support/hushed";
import { runs } from "./support/runs";
import { name, text } from "./support/texts";
import { json } from "./support/values";

const ROLE = { roleArn: "arn:aws:iam::123456789012:role/deployer", duration: "1h" };

const NAMES = [
  ...["region", "profile", "assumeRole", "assumeRoles", "endpoints", "defaultTags"],
  ...["forbiddenAccountIds", "accessKey", "secretKey", "token", "assumeRoleWithWebIdentity"],
  ...["useFipsEndpoint", "maxRetries", "httpsProxy", "sharedConfigFiles", "stsRegion"],
].map((one) => `aws:${one}`);
/** Of these the host gives texts, truths and lists of texts only. */
const PLAIN_NAMES = [
  ...["aws:allowedAccountIds", "pulumi-aws-tasks:wait", "pulumi-aws-tasks:identityTags"],
];

const structure = fc.oneof(
  fc.constantFrom<unknown>(ROLE, [ROLE], [null], ["role"], { tags: { a: "b" } }, { tags: [] }),
  fc.constantFrom<unknown>([{ ec2: "https://a.b" }, 5, { sts: "https://c.d" }], "eu-central-1"),
  json.map((value) => ({ ...ROLE, duration: value })),
  json.map((value) => [ROLE, value]),
  json,
);
/** In a stack's configuration objects are JSON; in a `Provider` they are objects. */
const value = fc.oneof(
  structure,
  structure.map((one) => JSON.stringify(one)),
  text,
);

const plain = fc.oneof(text, fc.boolean(), fc.array(text, { maxLength: 3 }));

const setting = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...NAMES), value) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PLAIN_NAMES), plain) },
  { weight: 1, arbitrary: fc.tuple(name, value) },
);

const configuration: fc.Arbitrary<RawConfig> = fc
  .array(setting, { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries));

const environment = fc
  .array(
    fc.tuple(fc.constantFrom("AWS_REGION", "AWS_DEFAULT_REGION", "PULUMI_AWS_TASKS_WAIT"), text),
  )
  .map((entries): NodeJS.ProcessEnv => Object.fromEntries(entries));

const made = (raw: RawConfig, env: NodeJS.ProcessEnv = {}) => settingsFrom(() => frozen(raw), env);
const withSettings = (given: Settings) => ({ ...contextWith(), settings: given });

describe("settings", () => {
  it("are read whatever is configured, and say of each what it has to be", () => {
    const holds = fc.property(configuration, environment, (raw, env) => {
      const given = made(raw, env);
      assert.ok(given.defaultRegion() !== "");
      for (const tag of Object.values(defaultTagsOf(given))) assert.equal(typeof tag, "string");
      assert.equal(typeof given.identityTags(), "boolean");
      configuredCaller(given);
      overrideFailures(given.waitOverride());
      for (const reason of settingFailures(withSettings(given))) assert.ok(isCarried(reason));
      assertUnpolluted();
    });
    fc.assert(holds, runs(2_000));
  });

  it("make a caller, or refuse to", () => {
    const program = fc.constantFrom({}, ...PROGRAMS.map(({ inputs }) => inputs));
    const holds = fc.property(configuration, environment, program, (raw, env, props) => {
      try {
        const { region, roles = [] } = callerOf(frozen(props), made(raw, env));
        assert.ok(typeof region === "string" && Array.isArray(roles));
      } catch (error) {
        assert.ok(error instanceof RefusedError, String(error));
      }
    });
    fc.assert(holds, runs(2_000));
  });

  it("show nothing of what is configured where it is wrong: it may be a secret", () => {
    const secret = fc.oneof(
      hushed,
      hushed.map((one) => ({ ...ROLE, duration: one })),
      hushed.map((one) => [ROLE, { roleArn: one }]),
      hushed.map((one) => ({ tags: one })),
      hushed.map((one) => [{ ec2: one }]),
    );
    const either = fc.oneof(
      secret,
      secret.map((one) => JSON.stringify(one)),
    );
    const entry = fc.tuple(fc.constantFrom(...NAMES), either);
    const holds = fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), (entries) => {
      const given = made(Object.fromEntries(entries));
      for (const reason of settingFailures(withSettings(given))) assertHushed(reason);
    });
    fc.assert(holds, runs(1_000));
  });
});
