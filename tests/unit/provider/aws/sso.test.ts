// Credentials of AWS IAM Identity Center, as far as they can be had without it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Proxy } from "../support/localServers";
import { HUB } from "../support/recordingAws";
import { inAnHour, Sources, SSOS } from "../support/sources";

describe("credentials", () => {
  let sources: Sources;

  beforeEach(async () => {
    sources = await Sources.start();
  });
  afterEach(() => sources.close());

  describe("of SSO", () => {
    const roleCredentials = {
      ...{ accessKeyId: SSOS, secretAccessKey: "s", sessionToken: "t" },
      expiration: +inAnHour(),
    };
    const SSO = `
[profile sso]
sso_session = corporate
sso_account_id = ${SSOS}
sso_role_name = images
[sso-session corporate]
sso_region = eu-north-1
sso_start_url = https://corporate.awsapps.com/start
`;
    const signIn = (expiresAt = inAnHour()) => {
      const name = createHash("sha1").update("corporate").digest("hex");
      const token = { accessToken: "signed-in", expiresAt: expiresAt.toISOString() };
      sources.file(`.aws/sso/cache/${name}.json`, JSON.stringify(token));
    };
    let home: string | undefined;
    beforeEach(() => {
      home = process.env.HOME;
      process.env.HOME = sources.folder;
    });
    afterEach(() => {
      process.env.HOME = home;
    });
    const portal = async () => {
      const asked = await sources.serveCredentials({ roleCredentials });
      sources.set({ AWS_ENDPOINT_URL_SSO: sources.server!.url });
      return asked;
    };

    for (const [how, configuration, variables] of [
      ["aws:profile", { "aws:profile": "sso" }, {}],
      ["AWS_PROFILE", {}, { AWS_PROFILE: "sso" }],
    ] as const) {
      it(`are those of the role that ${how} names, once one has signed in`, async () => {
        const asked = await portal();
        sources.environment.config(SSO);
        signIn();
        sources.set(variables);
        await sources.send(configuration);
        sources.assertCalls(`${SSOS} DescribeExportImageTasks`);
        const [{ url, headers }] = asked as [IncomingMessage];
        assert.match(url!, /role_name=images/);
        assert.match(url!, new RegExp(`account_id=${SSOS}`));
        assert.equal(headers["x-amz-sso_bearer_token"], "signed-in");
      });
    }

    it("are asked for in the Region of SSO, whatever the tasks' is", async () => {
      // Without an endpoint of its own: the name that it would call is what is looked at.
      delete process.env.AWS_ENDPOINT_URL;
      const proxy = await Proxy.start();
      sources.server = proxy.server;
      sources.environment.config(SSO);
      signIn();
      await sources.failure({ "aws:profile": "sso", "aws:httpsProxy": proxy.server.url });
      assert.deepEqual(proxy.hosts(), ["portal.sso.eu-north-1.amazonaws.com"]);
    });

    it("are none, with what to do, once that has expired", async () => {
      sources.environment.config(SSO);
      signIn(new Date(Date.now() - 1_000));
      await assert.rejects(sources.send({ "aws:profile": "sso" }), (error: Error) => {
        assert.match(error.message, /aws sso login/);
        assert.equal((error as { trouble?: string }).trouble, "credentials");
        return true;
      });
      sources.assertCalls();
    });

    it("are found in aws:sharedConfigFiles", async () => {
      await portal();
      signIn();
      const shared = sources.file("team", SSO);
      await sources.send({
        "aws:profile": "sso",
        "aws:sharedConfigFiles": JSON.stringify([shared]),
      });
      sources.assertCalls(`${SSOS} DescribeExportImageTasks`);
    });

    it("are refused there as the source of another profile, with the ways out", async () => {
      signIn();
      const chained = `${SSO}\n[profile chained]\nrole_arn = ${HUB}\nsource_profile = sso\n`;
      const configuration = {
        "aws:profile": "chained",
        "aws:sharedConfigFiles": [sources.file("team", chained)],
      };
      await assert.rejects(
        sources.send(configuration),
        /"chained".*SSO profile "sso".*AWS_CONFIG_FILE/,
      );
      sources.assertCalls();
    });
  });
});
