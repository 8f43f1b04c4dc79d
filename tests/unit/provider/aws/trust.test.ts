// Whom a caller trusts: private authorities, in every client that it has.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { SdkAws } from "../../../../provider/aws/clients";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { explain } from "../../../../provider/lifecycle/errors";
import type { AwsError } from "../../../../provider/lifecycle/ports";
import {
  Authority,
  hasOpenssl,
  identityOf,
  type LocalServer,
  serve,
} from "../support/localServers";
import { describeTasks, HUB } from "../support/recordingAws";
import { KEYS, Sources } from "../support/sources";

const TASKS = "<DescribeExportImageTasksResponse></DescribeExportImageTasksResponse>";
const ASSUMED =
  "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA222222222222</AccessKeyId>" +
  "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>" +
  "<Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>" +
  "</AssumeRoleResponse>";
const ANSWERS: Readonly<Record<string, string>> = {
  AssumeRole: ASSUMED,
  DescribeExportImageTasks: TASKS,
  GetCallerIdentity: identityOf("222222222222"),
};

describe("an endpoint with a certificate of a private authority", function () {
  let authority: Authority;
  let others: Authority;
  let sources: Sources;
  let server: LocalServer;
  let asked: string[];

  before(function () {
    if (!hasOpenssl()) return this.skip();
    authority = new Authority("ours");
    others = new Authority("others");
  });
  after(() => {
    authority?.remove();
    others?.remove();
  });
  beforeEach(async () => {
    sources = await Sources.start();
    asked = [];
    const answering = https.createServer(authority.signed(), async (request, response) => {
      let body = "";
      for await (const part of request) body += String(part);
      const action = new URLSearchParams(body).get("Action")!;
      asked.push(action);
      response.end(ANSWERS[action]);
    });
    sources.server = server = await serve(answering);
    const keys = { AWS_ACCESS_KEY_ID: KEYS, AWS_SECRET_ACCESS_KEY: "s" };
    sources.set({ AWS_ENDPOINT_URL: server.url, ...keys });
  });
  afterEach(() => sources.close());

  const refused = async (configuration: Record<string, unknown>): Promise<AwsError> => {
    const error = await sources.failure(configuration);
    assert.equal(error.trouble, "settings");
    assert.deepEqual(asked, []);
    return error;
  };

  it("is called where AWS_CA_BUNDLE names that authority", async () => {
    sources.set({ AWS_CA_BUNDLE: authority.bundle });
    await sources.send();
    assert.deepEqual(asked, ["DescribeExportImageTasks"]);
  });

  it("is called where aws:customCaBundle does, which goes before", async () => {
    sources.set({ AWS_CA_BUNDLE: others.bundle });
    await sources.send({ "aws:customCaBundle": authority.bundle });
    assert.deepEqual(asked, ["DescribeExportImageTasks"]);
  });

  it("is called for roles too", async () => {
    await sources.send({
      "aws:customCaBundle": authority.bundle,
      "aws:assumeRole": { roleArn: HUB },
    });
    assert.deepEqual(asked, ["AssumeRole", "DescribeExportImageTasks"]);
  });

  it("is called for a profile's role too", async () => {
    const lines = ["[profile deploy]", `role_arn = ${HUB}`, "credential_source = Environment"];
    sources.environment.config(lines.join("\n"));
    await sources.send({ "aws:customCaBundle": authority.bundle, "aws:profile": "deploy" });
    assert.deepEqual(asked, ["AssumeRole", "DescribeExportImageTasks"]);
  });

  it("is called whatever it shows with aws:insecure", async () => {
    await sources.send({ "aws:insecure": "true" });
    assert.deepEqual(asked, ["DescribeExportImageTasks"]);
  });

  it("is refused, with what to do, where nothing names an authority", async () => {
    const text = explain(exportImageTask, await refused({}));
    assert.match(text, /certificate is not trusted.*AWS_CA_BUNDLE or aws:customCaBundle/);
  });

  it("is refused where another authority is named", async () => {
    const text = explain(exportImageTask, await refused({ "aws:customCaBundle": others.bundle }));
    assert.match(text, /certificate is not trusted/);
  });

  it("is refused, with the file's name, where that is missing or no bundle", async () => {
    const nowhere = path.join(sources.folder, "nowhere.pem");
    const missing = await refused({ "aws:customCaBundle": nowhere });
    assert.match(missing.message, /customCaBundle.*nowhere\.pem can't be read \(ENOENT\)/);
    const empty = sources.file("empty.pem", "");
    assert.match((await refused({ "aws:customCaBundle": empty })).message, /has no certificates/);
  });

  it("is called once the missing file is there", async () => {
    const bundle = path.join(sources.folder, "late.pem");
    const aws = new SdkAws({ region: "eu-west-1", connection: { customCaBundle: bundle } });
    await assert.rejects(aws.send(describeTasks), /late\.pem/);
    copyFileSync(authority.bundle, bundle);
    await aws.send(describeTasks);
    assert.deepEqual(asked, ["DescribeExportImageTasks"]);
  });
});
