// Credentials of a web identity: from the environment, a profile and the configuration.
import assert from "node:assert/strict";
import path from "node:path";
import { HUB, PROFILES, TARGET } from "../support/recordingAws";
import { KEYS, Sources } from "../support/sources";

describe("credentials", () => {
  let sources: Sources;

  beforeEach(async () => {
    sources = await Sources.start();
  });
  afterEach(() => sources.close());

  describe("of a web identity", () => {
    const byWebIdentity = " AssumeRoleWithWebIdentity";
    const asHub = "222222222222 DescribeExportImageTasks";
    const role = { AWS_ROLE_ARN: HUB, AWS_ROLE_SESSION_NAME: "web" };
    const forms = () =>
      sources.recording.forms.filter((form) => form.get("Action") === "AssumeRoleWithWebIdentity");

    it("are those of the environment's role and token file", async () => {
      sources.set({ ...role, AWS_WEB_IDENTITY_TOKEN_FILE: sources.file("token", "the token") });
      await sources.send();
      sources.assertCalls(byWebIdentity, asHub);
      assert.equal(forms()[0]!.get("WebIdentityToken"), "the token");
      assert.equal(forms()[0]!.get("RoleSessionName"), "web");
    });

    it("go before AWS_PROFILE, as in @pulumi/aws", async () => {
      sources.environment.config(PROFILES);
      sources.set({
        ...role,
        AWS_WEB_IDENTITY_TOKEN_FILE: sources.file("token", "token"),
        AWS_PROFILE: "images",
      });
      await sources.send();
      sources.assertCalls(byWebIdentity, asHub);
    });

    it("are those that a profile names", async () => {
      const token = sources.file("token", "the token");
      const lines = ["[profile web]", `role_arn = ${HUB}`, `web_identity_token_file = ${token}`];
      sources.environment.config(lines.join("\n"));
      await sources.send({ "aws:profile": "web" });
      sources.assertCalls(byWebIdentity, asHub);
    });

    it("are those of aws:assumeRoleWithWebIdentity, with all that it says", async () => {
      const webIdentity = {
        roleArn: HUB,
        sessionName: "nightly",
        duration: "30m",
        policy: "{}",
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        webIdentityTokenFile: sources.file("token", "the token\n"),
      };
      sources.environment.config(PROFILES);
      sources.set({ AWS_ACCESS_KEY_ID: KEYS, AWS_SECRET_ACCESS_KEY: "s" });
      await sources.send({ "aws:assumeRoleWithWebIdentity": JSON.stringify(webIdentity) });
      sources.assertCalls(byWebIdentity, asHub);
      const { Action, Version, ...sent } = Object.fromEntries(forms()[0]!);
      assert.ok(Action && Version);
      assert.deepEqual(sent, {
        RoleArn: HUB,
        RoleSessionName: "nightly",
        DurationSeconds: "1800",
        Policy: "{}",
        "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
        WebIdentityToken: "the token",
      });
    });

    it("take what that leaves out from AWS's variables", async () => {
      sources.set({ ...role, AWS_WEB_IDENTITY_TOKEN_FILE: sources.file("token", "theirs") });
      await sources.send({ "aws:assumeRoleWithWebIdentity": { webIdentityToken: "ours" } });
      sources.assertCalls(byWebIdentity, asHub);
      assert.equal(forms()[0]!.get("WebIdentityToken"), "ours");
      assert.equal(forms()[0]!.get("RoleSessionName"), "web");
    });

    it("assume the roles of aws:assumeRole", async () => {
      const webIdentityTokenFile = sources.file("token", "the token");
      await sources.send({
        "aws:assumeRoleWithWebIdentity": { roleArn: HUB, webIdentityTokenFile },
        "aws:assumeRole": { roleArn: TARGET },
      });
      const asTarget = "333333333333 DescribeExportImageTasks";
      sources.assertCalls(byWebIdentity, "222222222222 AssumeRole", asTarget);
    });

    it("are none, which is said, where the token file is missing", async () => {
      const nowhere = path.join(sources.folder, "nowhere");
      const given = { roleArn: HUB, webIdentityTokenFile: nowhere };
      await assert.rejects(
        sources.send({ "aws:assumeRoleWithWebIdentity": given }),
        (error: Error) => {
          assert.match(error.message, /ENOENT.*nowhere/);
          assert.equal((error as { trouble?: string }).trouble, "credentials");
          return true;
        },
      );
      sources.assertCalls();
    });
  });
});
