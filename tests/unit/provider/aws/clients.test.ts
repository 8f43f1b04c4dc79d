import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import { SdkAws } from "../../../../provider/aws/clients";
import type { AwsError, AwsRequest } from "../../../../provider/lifecycle/ports";

type Handler = (form: URLSearchParams, response: ServerResponse) => void;

const describeTasks: AwsRequest = {
  service: "ec2",
  operation: "DescribeExportImageTasks",
  input: { ExportImageTaskIds: ["export-ami-1"] },
};
const tasks = (items: string) =>
  '<DescribeExportImageTasksResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">' +
  `<requestId>a</requestId>${items}</DescribeExportImageTasksResponse>`;
const caller = (account: string) =>
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
  `<GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult>` +
  "</GetCallerIdentityResponse>";
const refusal = (code: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`;

describe("SdkAws", () => {
  let server: Server;
  let handler: Handler;
  let forms: URLSearchParams[];
  let aws: SdkAws;

  beforeEach(async () => {
    forms = [];
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const form = new URLSearchParams(body);
      forms.push(form);
      handler(form, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    aws = new SdkAws(
      { region: "eu-central-1" },
      {
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
        maxAttempts: 1,
      },
    );
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const failure = (signal?: AbortSignal): Promise<AwsError> =>
    aws.send(describeTasks, signal).then(
      () => assert.fail("it was answered"),
      (error: AwsError) => error,
    );

  it("sends the operation, and gives its answer as plain JSON without nothings", async () => {
    handler = (_form, response) =>
      response.end(
        tasks(
          "<exportImageTaskSet><item><exportImageTaskId>export-ami-1</exportImageTaskId>" +
            "<status>active</status><progress></progress></item></exportImageTaskSet>" +
            "<nextToken></nextToken>",
        ),
      );
    assert.deepEqual(await aws.send(describeTasks), {
      ExportImageTasks: [{ ExportImageTaskId: "export-ami-1", Status: "active" }],
    });
    assert.equal(forms[0]?.get("Action"), "DescribeExportImageTasks");
    assert.equal(forms[0]?.get("ExportImageTaskId.1"), "export-ami-1");
  });

  const refusals: readonly [number, string, AwsError["trouble"]][] = [
    [400, "InvalidExportTaskID.NotFound", "refused"],
    [403, "UnauthorizedOperation", "denied"],
    [401, "AuthFailure", "credentials"],
    [503, "RequestLimitExceeded", "throttled"],
    [500, "InternalError", "unavailable"],
    [400, "InvalidAction", "unsupported"],
  ];
  for (const [status, code, trouble] of refusals) {
    it(`maps ${status} ${code} to "${trouble}"`, async () => {
      handler = (_form, response) => response.writeHead(status).end(refusal(code));
      const error = await failure();
      assert.deepEqual([error.trouble, error.code], [trouble, code]);
      assert.equal(error.operation, "DescribeExportImageTasks");
    });
  }

  it("maps a connection that is reset to the network", async () => {
    handler = (_form, response) => response.destroy();
    assert.equal((await failure()).trouble, "network");
  });

  it("maps an answer that is cut off to the network", async () => {
    handler = (_form, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write(tasks("").slice(0, 40), () => response.destroy());
    };
    assert.equal((await failure()).trouble, "network");
  });

  it("maps an answer that is no XML to the network", async () => {
    handler = (_form, response) => response.end("<html><body>Sign in</body>");
    assert.equal((await failure()).trouble, "network");
  });

  it("maps its own abort", async () => {
    const abort = new AbortController();
    handler = () => abort.abort();
    assert.equal((await failure(abort.signal)).trouble, "aborted");
  });

  it("gives up a connection that takes the request and never answers", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const asked = new Promise<void>((done) => (handler = () => done()));
      const end = new Promise<"given up">((done) => void failure().then(() => done("given up")));
      await asked;
      mock.timers.tick(61_000);
      const turns = (async () => {
        for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
        return "still waiting";
      })();
      assert.equal(await Promise.race([end, turns]), "given up");
    } finally {
      mock.timers.reset();
    }
  });

  for (const [request, trouble] of [
    [{ service: "s3", operation: "GetObject", input: {} }, "settings"],
    [{ service: "ec2", operation: "NoSuchOperation", input: {} }, "internal"],
  ] as const) {
    it(`refuses ${request.service} ${request.operation}, which it doesn't know`, async () => {
      await assert.rejects(aws.send(request), { trouble, operation: request.operation });
      assert.deepEqual(forms, []);
    });
  }

  describe("the account's id", () => {
    it("is asked once, also by several at a time", async () => {
      handler = (_form, response) => response.end(caller("123456789012"));
      const both = await Promise.all([aws.accountId(), aws.accountId()]);
      assert.deepEqual([...both, await aws.accountId()], Array(3).fill("123456789012"));
      assert.deepEqual(
        forms.map((form) => form.get("Action")),
        ["GetCallerIdentity"],
      );
    });

    it("is unknown when the question fails, and asked again", async () => {
      handler = (_form, response) => response.writeHead(403).end(refusal("AccessDenied"));
      assert.equal(await aws.accountId(), undefined);
      handler = (_form, response) => response.end(caller("123456789012"));
      assert.equal(await aws.accountId(), "123456789012");
    });

    it("is unknown when the answer names none", async () => {
      handler = (_form, response) => response.end(caller(""));
      assert.equal(await aws.accountId(), undefined);
    });
  });

  it("has one key for each Region, which waits share", () => {
    assert.equal(new SdkAws({ region: "eu-west-1" }).key, new SdkAws({ region: "eu-west-1" }).key);
    assert.notEqual(new SdkAws({ region: "eu-west-1" }).key, aws.key);
    assert.equal(aws.region, "eu-central-1");
  });
});
