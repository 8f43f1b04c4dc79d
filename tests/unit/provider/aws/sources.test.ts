// Where credentials come from, and which go before which, as in @pulumi/aws and the AWS CLI.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { HUB, PROFILES } from "../support/recordingAws";
import { CONTAINERS, inAnHour, KEYS, PROCESSES, Sources } from "../support/sources";

describe("credentials", () => {
  let sources: Sources;

  beforeEach(async () => {
    sources = await Sources.start();
  });
  afterEach(() => sources.close());

  describe("of a container", () => {
    const answer = {
      ...{ AccessKeyId: CONTAINERS, SecretAccessKey: "s", Token: "t" },
      Expiration: inAnHour().toISOString(),
    };

    it("are what its address says, asked for with its token", async () => {
      const asked = await sources.serveCredentials(answer);
      sources.set({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sources.server!.url}/creds`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: sources.file("authorization", "the token"),
      });
      await sources.send();
      sources.assertCalls(`${CONTAINERS} DescribeExportImageTasks`);
      assert.equal(asked[0]!.url, "/creds");
      assert.equal(asked[0]!.headers.authorization, "the token");
    });

    it("assume a role for a profile that names them as its source", async () => {
      await sources.serveCredentials(answer);
      sources.set({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sources.server!.url}/creds` });
      const lines = ["[profile pod]", `role_arn = ${HUB}`, "credential_source = EcsContainer"];
      sources.environment.config(lines.join("\n"));
      await sources.send({ "aws:profile": "pod" });
      sources.assertCalls(`${CONTAINERS} AssumeRole`, "222222222222 DescribeExportImageTasks");
    });
  });

  describe("of a process", () => {
    const profile = (script: string) => {
      const line = `credential_process = "${process.execPath}" ${sources.file("creds.js", script)} --hush`;
      sources.environment.config(`[profile process]\n${line}\n`);
    };

    it("are what it prints", async () => {
      const keys = { Version: 1, AccessKeyId: PROCESSES, SecretAccessKey: "s" };
      profile(`console.log(${JSON.stringify(JSON.stringify(keys))})`);
      await sources.send({ "aws:profile": "process" });
      sources.assertCalls(`${PROCESSES} DescribeExportImageTasks`);
    });

    it("are none where it fails, which is said without its arguments", async () => {
      profile('console.error("the vault is sealed"); process.exit(3)');
      await assert.rejects(sources.send({ "aws:profile": "process" }), (error: Error) => {
        assert.match(error.message, /credential_process failed\n?.*the vault is sealed/s);
        assert.doesNotMatch(error.message, /hush/);
        return true;
      });
    });
  });

  describe("of the environment", () => {
    it("are its keys, whatever AWS_PROFILE names, as in @pulumi/aws", async () => {
      sources.environment.config(PROFILES);
      sources.set({ AWS_ACCESS_KEY_ID: KEYS, AWS_SECRET_ACCESS_KEY: "s", AWS_PROFILE: "images" });
      await sources.send();
      sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
    });

    it("are AWS_PROFILE's where there are no keys", async () => {
      sources.environment.config(PROFILES);
      sources.set({ AWS_PROFILE: "images" });
      await sources.send();
      sources.assertCalls("444444444444 DescribeExportImageTasks");
    });

    it("are AWS_DEFAULT_PROFILE's where AWS_PROFILE names none, as in @pulumi/aws", async () => {
      sources.environment.config(PROFILES);
      sources.set({ AWS_DEFAULT_PROFILE: "images" });
      await sources.send();
      sources.assertCalls("444444444444 DescribeExportImageTasks");
    });

    it("are nobody's where AWS_PROFILE names none that exists", async () => {
      sources.environment.config(PROFILES);
      const asked = await sources.serveCredentials({
        AccessKeyId: CONTAINERS,
        SecretAccessKey: "s",
      });
      sources.set({
        AWS_PROFILE: "nobody",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sources.server!.url}/creds`,
      });
      await assert.rejects(sources.send(), /no profile "nobody", which the environment names/);
      assert.deepEqual(asked, []);
      sources.assertCalls();
    });

    it("are none, which is said, where there is nothing at all", async () => {
      await assert.rejects(sources.send(), (error: Error) => {
        assert.equal((error as { trouble?: string }).trouble, "credentials");
        return true;
      });
      sources.assertCalls();
    });
  });

  describe("of the configuration", () => {
    const keys = { "aws:accessKey": KEYS, "aws:secretKey": "secret-key", "aws:token": "token" };

    it("are its keys, whatever the environment and aws:profile say", async () => {
      sources.environment.config(PROFILES);
      sources.set({ AWS_ACCESS_KEY_ID: PROCESSES, AWS_SECRET_ACCESS_KEY: "s" });
      await sources.send({ ...keys, "aws:profile": "images" });
      sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
    });

    it("are its keys, which assume the roles of aws:assumeRole", async () => {
      await sources.send({ ...keys, "aws:assumeRole": { roleArn: HUB } });
      sources.assertCalls(`${KEYS} AssumeRole`, "222222222222 DescribeExportImageTasks");
    });

    it("are not used for a task that names a profile", async () => {
      sources.environment.config(PROFILES);
      await sources.send(keys, { profile: "images" });
      sources.assertCalls("444444444444 DescribeExportImageTasks");
    });

    it("are not in AWS's words about them", async () => {
      const message = "The canonical string is x-amz-security-token:the-session-token secret-key-1";
      const effect = { kind: "error", code: "SignatureDoesNotMatch", message } as const;
      sources.recording.emulator.addFault({ operation: "DescribeExportImageTasks", effect });
      const given = { "aws:secretKey": "secret-key-1", "aws:token": "the-session-token" };
      await assert.rejects(sources.send({ ...keys, ...given }), (error: Error) => {
        assert.match(error.message, /x-amz-security-token:\[secret\] \[secret\]/);
        return true;
      });
    });
  });

  describe("of shared files that the configuration names", () => {
    const images = (account: string) =>
      `[images]\naws_access_key_id = ${account}\naws_secret_access_key = s\n`;

    it("are those of one file, before the environment's", async () => {
      sources.file("credentials", images(PROCESSES));
      const own = sources.file("own", images(KEYS));
      await sources.send({ "aws:profile": "images", "aws:sharedCredentialsFiles": [own] });
      sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
    });

    it("are those of several, of which the last goes before", async () => {
      const all = [
        sources.file("one", images(PROCESSES)),
        sources.file("two", images(KEYS)),
        sources.file("three", ""),
      ];
      await sources.send({
        "aws:profile": "images",
        "aws:sharedCredentialsFiles": JSON.stringify([
          ...all,
          path.join(sources.folder, "missing"),
        ]),
      });
      sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
    });

    it("have a profile whose source is in another of them", async () => {
      const role = `[profile deploy]\nrole_arn = ${HUB}\nsource_profile = images\n`;
      await sources.send({
        "aws:profile": "deploy",
        "aws:sharedConfigFiles": [
          sources.file("a", role),
          sources.file("b", "[profile other]\nregion = a\n"),
        ],
        "aws:sharedCredentialsFiles": [sources.file("c", images(KEYS))],
      });
      sources.assertCalls(`${KEYS} AssumeRole`, "222222222222 DescribeExportImageTasks");
    });

    it("are nobody's where they have no such profile", async () => {
      sources.environment.config(PROFILES);
      const none = sources.file("none", "");
      const configuration = { "aws:profile": "images", "aws:sharedConfigFiles": [none] };
      await assert.rejects(sources.send(configuration), /images/);
      rmSync(none);
      await assert.rejects(sources.send(configuration), /images/);
      sources.assertCalls();
    });
  });
});
