// Who calls for a task: what the program says goes before what the configuration says.
import assert from "node:assert/strict";
import { settingsFrom } from "../../../../provider/aws/settings";
import { callerOf, calledBy, type Caller, SERVICES } from "../../../../provider/lifecycle/caller";
import { RefusedError } from "../../../../provider/lifecycle/errors";
import type { Props } from "../../../../provider/lifecycle/ports";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const roleArn = "arn:aws:iam::222222222222:role/hub";
const otherArn = "arn:aws:iam::333333333333:role/target";
const configured = {
  "aws:profile": "configured",
  "aws:assumeRole": JSON.stringify({ roleArn, duration: "1h" }),
  "aws:endpoints": JSON.stringify([
    { ec2: "https://ec2.configured", sts: "https://sts.configured" },
  ]),
};
const CONFIGURED_ROLE = { roleArn, duration: "1h", seconds: 3_600 };
const all = (url: string) => Object.fromEntries(SERVICES.map((service) => [service, url]));

function caller(props: Props, configuration: Props = configured): Caller {
  const settings = settingsFrom(() => configuration, { AWS_REGION: "eu-west-1" });
  return callerOf({ region: "eu-central-1", ...props }, settings);
}

describe("the caller of a task", () => {
  it("is whoever the environment says where nothing else does", () => {
    assert.deepEqual(caller({}, {}), { region: "eu-central-1", roles: [], endpoints: {} });
  });

  it("is whoever the configuration says where the program does not", () => {
    assert.deepEqual(caller({}), {
      region: "eu-central-1",
      profile: "configured",
      roles: [CONFIGURED_ROLE],
      endpoints: { ec2: "https://ec2.configured", sts: "https://sts.configured" },
    });
  });

  it("is the program's profile, and then the configured role is not assumed", () => {
    const { profile, roles } = caller({ profile: "own" });
    assert.deepEqual([profile, roles], ["own", []]);
  });

  it("is the program's role alone, assumed by the configured profile", () => {
    const { profile, roles } = caller({ assumeRole: { roleArn: otherArn } });
    assert.deepEqual([profile, roles], ["configured", [{ roleArn: otherArn }]]);
  });

  it("is the program's role assumed by the program's profile", () => {
    const { profile, roles } = caller({ profile: "own", assumeRole: { roleArn: otherArn } });
    assert.deepEqual([profile, roles], ["own", [{ roleArn: otherArn }]]);
  });

  it("is the last of several roles, in the order in which they are given", () => {
    const { roles } = caller({ assumeRole: [{ roleArn }, { roleArn: otherArn }] });
    assert.deepEqual(roles, [{ roleArn }, { roleArn: otherArn }]);
  });

  for (const [duration, seconds] of [
    ["15m", 900],
    ["1h30m", 5_400],
    ["900s", 900],
    ["12h", 43_200],
  ] as const) {
    it(`has a role for ${duration} as ${seconds} seconds`, () => {
      const { roles } = caller({ assumeRole: { roleArn, duration } });
      assert.deepEqual(roles, [{ roleArn, duration, seconds }]);
    });
  }

  it("has a role for whole seconds, as STS takes no others", () => {
    const [first] = caller({ assumeRole: { roleArn, duration: "900.5s" } }).roles!;
    assert.ok(Number.isInteger(first!.seconds), `${first!.seconds} seconds`);
  });

  it("has the program's endpoints over the configured ones, service by service", () => {
    const { endpoints } = caller({ endpoint: { ec2: "https://own", discovery: "https://own" } });
    const expected = {
      ec2: "https://own",
      discovery: "https://own",
      sts: "https://sts.configured",
    };
    assert.deepEqual(endpoints, expected);
  });

  it("has the program's one endpoint for all services", () => {
    assert.deepEqual(caller({ endpoint: "https://own" }).endpoints, all("https://own"));
  });

  it("has a configured one for all services", () => {
    const endpoints = { "aws:endpoints": all("https://configured") };
    assert.deepEqual(caller({}, endpoints).endpoints, all("https://configured"));
  });

  it("calls in the task's Region, and where there is none in the environment's", () => {
    assert.equal(caller({}).region, "eu-central-1");
    assert.equal(caller({ region: undefined }).region, "eu-west-1");
  });

  it("is nobody without a Region, which is said", () => {
    const settings = settingsFrom(() => ({}), {});
    assert.throws(
      () => callerOf({}, settings),
      (error) =>
        error instanceof RefusedError && /set aws:region or AWS_REGION/.test(error.message),
    );
  });

  it("is whom the program names now, also where it names nobody any more", () => {
    const olds = { region: "eu-west-1", profile: "old", endpoint: "https://old", imageId: "a" };
    const news = { region: "eu-west-2", assumeRole: { roleArn }, imageId: "b" };
    const called = calledBy(olds, news);
    assert.deepEqual(caller(called, {}), {
      region: "eu-west-1",
      roles: [{ roleArn }],
      endpoints: {},
    });
    assert.equal(called.imageId, "a");
  });

  describe("in a preview that does not know yet who is to call", () => {
    const olds: Props = {
      region: "eu-west-1",
      profile: "old",
      assumeRole: { roleArn },
      endpoint: { ec2: "https://old" },
    };
    const news: Props = {
      region: "eu-west-2",
      profile: "new",
      assumeRole: { roleArn: otherArn },
      endpoint: "https://new",
    };
    const unknowns: readonly [string, unknown][] = [
      ["profile", UNKNOWN],
      ["assumeRole", UNKNOWN],
      ["assumeRole", { roleArn: UNKNOWN }],
      ["assumeRole", { roleArn, tags: { team: UNKNOWN } }],
      ["assumeRole", [{ roleArn }, { roleArn: otherArn, externalId: UNKNOWN }]],
      ["endpoint", UNKNOWN],
      ["endpoint", { ec2: "https://new", sts: UNKNOWN }],
    ];
    for (const [name, unknown] of unknowns) {
      it(`is whom ${name} named before where it is ${JSON.stringify(unknown)}`, () => {
        const called = calledBy(olds, { ...news, [name]: unknown });
        assert.deepEqual(called, { ...news, region: "eu-west-1", [name]: olds[name] });
        assert.doesNotMatch(JSON.stringify(caller(called, {})), new RegExp(UNKNOWN));
      });

      it(`is nobody by ${name} where that was not given before: ${JSON.stringify(unknown)}`, () => {
        const called = calledBy({ region: "eu-west-1" }, { [name]: unknown });
        assert.equal(called[name], undefined);
        assert.deepEqual(caller(called, {}), caller({ region: "eu-west-1" }, {}));
      });
    }
  });
});
