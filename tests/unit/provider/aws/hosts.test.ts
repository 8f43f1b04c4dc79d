// The hosts that would be called, seen by a proxy that lets nothing through: FIPS, dual stack, STS.
import assert from "node:assert/strict";
import { SdkAws } from "../../../../provider/aws/clients";
import { settingsFrom } from "../../../../provider/aws/settings";
import { callerOf } from "../../../../provider/lifecycle/caller";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { explain } from "../../../../provider/lifecycle/errors";
import type { AwsError, Props } from "../../../../provider/lifecycle/ports";
import { Proxy } from "../support/localServers";
import { AwsEnvironment, HUB } from "../support/recordingAws";

const OPERATIONS = {
  appstream: "ListExportImageTasks",
  discovery: "DescribeExportTasks",
  ec2: "DescribeExportImageTasks",
  sts: "GetCallerIdentity",
  workspaces: "DescribeWorkspaceImages",
} as const;
type Name = keyof typeof OPERATIONS;

describe("the host that is called", () => {
  let proxy: Proxy;
  let environment: AwsEnvironment;

  beforeEach(async () => {
    proxy = await Proxy.start();
    environment = new AwsEnvironment({});
  });
  afterEach(async () => {
    environment.restore();
    await proxy.server.close();
  });

  const call = (service: Name, configuration: Props = {}, props: Props = {}): Promise<AwsError> => {
    const all = { "aws:httpsProxy": proxy.server.url, "aws:maxRetries": 1, ...configuration };
    const settings = settingsFrom(() => all);
    const caller = callerOf({ region: "us-west-2", ...props }, settings);
    const request = { service, operation: OPERATIONS[service], input: {} };
    return new SdkAws(caller).send(request).then(
      () => assert.fail("it was answered"),
      (error: AwsError) => error,
    );
  };

  /** By service: plain, FIPS, dual stack, both. */
  const HOSTS: Readonly<Record<Name, readonly [string, string, string, string]>> = {
    appstream: [
      "appstream2.us-west-2.amazonaws.com",
      "appstream2-fips.us-west-2.amazonaws.com",
      "appstream2.us-west-2.api.aws",
      "appstream2-fips.us-west-2.api.aws",
    ],
    discovery: [
      "discovery.us-west-2.amazonaws.com",
      "discovery-fips.us-west-2.amazonaws.com",
      "discovery.us-west-2.api.aws",
      "discovery-fips.us-west-2.api.aws",
    ],
    ec2: [
      "ec2.us-west-2.amazonaws.com",
      "ec2-fips.us-west-2.amazonaws.com",
      "ec2.us-west-2.api.aws",
      "ec2-fips.us-west-2.api.aws",
    ],
    sts: [
      "sts.us-west-2.amazonaws.com",
      "sts-fips.us-west-2.amazonaws.com",
      "sts.us-west-2.api.aws",
      "sts-fips.us-west-2.api.aws",
    ],
    workspaces: [
      "workspaces.us-west-2.amazonaws.com",
      "workspaces-fips.us-west-2.amazonaws.com",
      "workspaces.us-west-2.api.aws",
      "workspaces-fips.us-west-2.api.aws",
    ],
  };
  const keys = { "aws:accessKey": "AKIAEXAMPLE", "aws:secretKey": "secret-key" };
  const FIPS = { "aws:useFipsEndpoint": "true" };
  const DUAL = { "aws:useDualstackEndpoint": true };

  for (const [service, hosts] of Object.entries(HOSTS) as [Name, readonly string[]][]) {
    const cases = [{}, FIPS, DUAL, { ...FIPS, ...DUAL }];
    for (const [index, configuration] of cases.entries()) {
      it(`is ${hosts[index]} with ${JSON.stringify(configuration)}`, async () => {
        await call(service, { ...keys, ...configuration });
        assert.deepEqual(proxy.hosts(), [hosts[index]]);
      });
    }
  }

  for (const [variables, host] of [
    [{ AWS_USE_FIPS_ENDPOINT: "true" }, "ec2-fips.us-west-2.amazonaws.com"],
    [{ AWS_USE_FIPS_ENDPOINT: "TRUE" }, "ec2-fips.us-west-2.amazonaws.com"],
    [{ AWS_USE_DUALSTACK_ENDPOINT: "true" }, "ec2.us-west-2.api.aws"],
    [{ AWS_USE_FIPS_ENDPOINT: "false" }, "ec2.us-west-2.amazonaws.com"],
  ] as const) {
    it(`is ${host} with ${JSON.stringify(variables)}`, async () => {
      Object.assign(process.env, variables);
      await call("ec2", keys);
      assert.deepEqual(proxy.hosts(), [host]);
    });
  }

  it("is that of the configuration where the environment says otherwise", async () => {
    process.env.AWS_USE_FIPS_ENDPOINT = "true";
    await call("ec2", { ...keys, "aws:useFipsEndpoint": "false" });
    assert.deepEqual(proxy.hosts(), ["ec2.us-west-2.amazonaws.com"]);
  });

  it("is what a profile says", async () => {
    environment.config(
      "[profile fips]\naws_access_key_id = a\naws_secret_access_key = s\nuse_fips_endpoint = true",
    );
    await call("ec2", { "aws:profile": "fips" });
    assert.deepEqual(proxy.hosts(), ["ec2-fips.us-west-2.amazonaws.com"]);
  });

  it("is STS's of the same sort where a role is assumed", async () => {
    const sorts = { ...FIPS, ...DUAL };
    await call("ec2", { ...keys, ...sorts, "aws:assumeRole": { roleArn: HUB } });
    assert.deepEqual(proxy.hosts(), ["sts-fips.us-west-2.api.aws"]);
  });

  it("is STS's of aws:stsRegion, for roles and for the account", async () => {
    const elsewhere = { ...keys, "aws:stsRegion": "us-east-1" };
    await call("ec2", { ...elsewhere, "aws:assumeRole": { roleArn: HUB } });
    await call("sts", elsewhere);
    await call("ec2", elsewhere);
    const hosts = ["sts.us-east-1.amazonaws.com", "ec2.us-west-2.amazonaws.com"];
    assert.deepEqual(proxy.hosts(), hosts);
  });

  it("is none where FIPS is asked of a custom endpoint, which is said", async () => {
    process.env.AWS_ENDPOINT_URL = "https://ec2.example.com";
    const error = await call("ec2", { ...keys, ...FIPS });
    assert.equal(error.trouble, "settings");
    assert.match(error.message, /FIPS and custom endpoint are not supported/);
    assert.deepEqual(proxy.hosts(), []);
  });

  describe("that nobody knows", () => {
    const advice = (host: string) =>
      explain(
        exportImageTask,
        Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
          ...{ trouble: "settings", code: "ENOTFOUND", operation: "ExportImage" },
        }),
      );

    it("is explained by its sort", () => {
      assert.match(advice("ec2-fips.eu-west-1.amazonaws.com"), /eu-west-1 \(FIPS\):.*FipsEndpoint/);
      assert.match(advice("ec2-fips.eu-west-1.api.aws"), /eu-west-1 \(FIPS and dual-stack\):/);
      assert.match(advice("ec2.eu-west-1.amazonaws.com"), /no endpoint in the Region eu-west-1: /);
    });
  });
});
