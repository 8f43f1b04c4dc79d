import assert from "node:assert/strict";
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { SdkAws } from "../../../../provider/aws/clients";
import type { AwsError } from "../../../../provider/lifecycle/ports";
import { clientWith, command, credentials, type Settings } from "../support/discoveryClient";

const filters = [{ name: "agentIds", values: ["o-1"], condition: "EQUALS" }];

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}
describe("the built-in Discovery client", () => {
  let server: Server;
  let endpoint: string;
  let heard: Heard[];
  let handler: (response: ServerResponse) => void;

  beforeEach(async () => {
    heard = [];
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      heard.push({ headers: request.headers, body: JSON.parse(body) as Heard["body"] });
      handler(response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });

  const answering = (answer: object) => (response: ServerResponse) =>
    response
      .writeHead(200, { "content-type": "application/x-amz-json-1.1" })
      .end(JSON.stringify(answer));
  const refusing = (status: number, body: object) => (response: ServerResponse) =>
    response
      .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
      .end(JSON.stringify(body));
  const send = async (sent: object, settings: Settings = {}) => {
    const client = clientWith({ endpoint, ...settings });
    try {
      const { $metadata, ...answer } = await client.send(sent);
      assert.equal(typeof $metadata, "object");
      return answer;
    } finally {
      client.destroy();
    }
  };

  it("names target, content type, service and Region as AWS's own client does", async () => {
    handler = answering({ exportId: "export-1" });
    await send(command("StartExportTask", {}), { region: "us-west-2" });
    const { headers, body } = heard[0]!;
    assert.equal(headers["x-amz-target"], "AWSPoseidonService_V2015_11_01.StartExportTask");
    assert.equal(headers["content-type"], "application/x-amz-json-1.1");
    assert.match(
      String(headers.authorization),
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/us-west-2\/discovery\/aws4_request,/,
    );
    assert.deepEqual(body, {});
  });

  it("writes every member of StartExportTask, times as epoch seconds, and reads the id", async () => {
    handler = answering({ exportId: "export-1" });
    const rest = {
      exportDataFormat: ["CSV"],
      filters,
      preferences: {
        ec2RecommendationsPreferences: {
          enabled: true,
          cpuPerformanceMetricBasis: { name: "p95", percentageAdjust: 12.5 },
          ramPerformanceMetricBasis: { name: "AVG", percentageAdjust: 0 },
          tenancy: "SHARED",
          excludedInstanceTypes: ["m5.large", "t3.nano"],
          preferredRegion: "eu-central-1",
          reservedInstanceOptions: {
            purchasingOption: "NO_UPFRONT",
            offeringClass: "STANDARD",
            termLength: "ONE_YEAR",
          },
        },
      },
    };
    const times = { startTime: new Date(1_767_225_600_000), endTime: new Date(1_767_312_000_000) };
    const answer = await send(command("StartExportTask", { ...rest, ...times }));
    assert.deepEqual(answer, { exportId: "export-1" });
    assert.deepEqual(heard[0]!.body, {
      ...{ ...rest, startTime: 1_767_225_600, endTime: 1_767_312_000 },
    });
  });

  it("writes every member of DescribeExportTasks, and reads every one of the answer", async () => {
    const info = {
      exportId: "export-1",
      exportStatus: "SUCCEEDED",
      statusMessage: "done",
      configurationsDownloadUrl: "https://a.example/b.zip?X-Amz-Signature=1",
      isTruncated: true,
    };
    const times = { exportRequestTime: 1_767_225_600.5, requestedStartTime: 1_767_225_600 };
    const requestedEndTime = 1_767_312_000;
    handler = answering({
      exportsInfo: [{ ...info, ...times, requestedEndTime, addedSince: 1 }, { exportId: "b" }],
      nextToken: "more",
    });
    const input = { exportIds: ["export-1"], filters, maxResults: 100, nextToken: "page" };
    const answer = await send(command("DescribeExportTasks", input));
    assert.deepEqual(heard[0]!.body, input);
    assert.equal(
      heard[0]!.headers["x-amz-target"],
      "AWSPoseidonService_V2015_11_01.DescribeExportTasks",
    );
    assert.deepEqual(answer, {
      exportsInfo: [
        {
          ...info,
          exportRequestTime: new Date(1_767_225_600_500),
          requestedStartTime: new Date(1_767_225_600_000),
          requestedEndTime: new Date(1_767_312_000_000),
        },
        { exportId: "b" },
      ],
      nextToken: "more",
    });
  });

  for (const [type, status] of [
    ["HomeRegionNotSetException", 400],
    ["OperationNotPermittedException", 400],
    ["AuthorizationErrorException", 403],
    ["com.amazonaws.applicationdiscoveryservice#InvalidParameterValueException", 400],
    ["ServerInternalErrorException", 500],
  ] as const) {
    it(`throws ${type} by its name, with AWS's message`, async () => {
      handler = refusing(status, { __type: type, message: "no" });
      await assert.rejects(send(command("StartExportTask", {})), (error: Error) => {
        const { $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
        assert.deepEqual([error.name, error.message], [type.split("#").at(-1), "no"]);
        return $metadata.httpStatusCode === status;
      });
    });
  }

  it("repeats after a 500 as AWS's own client does, and not where it is told not to", async () => {
    const failure = refusing(500, { __type: "ServerInternalErrorException", message: "no" });
    const success = answering({ exportsInfo: [] });
    handler = (response) => (heard.length === 1 ? failure(response) : success(response));
    const answer = await send(command("DescribeExportTasks", {}), { maxAttempts: 2 });
    assert.deepEqual([answer, heard.length], [{ exportsInfo: [] }, 2]);
    assert.equal(heard[1]!.headers["amz-sdk-request"], "attempt=2; max=2");
    heard = [];
    await assert.rejects(send(command("DescribeExportTasks", {})));
    assert.equal(heard.length, 1);
  });

  describe("through SdkAws", () => {
    const aws = () =>
      new SdkAws({ region: "eu-central-1" }, { endpoint, credentials, maxAttempts: 1 });
    const describing = { service: "discovery", operation: "DescribeExportTasks", input: {} };

    it("gives the answer as plain JSON, times as ISO 8601", async () => {
      handler = answering({ exportsInfo: [{ exportId: "a", exportRequestTime: 1_767_225_600 }] });
      assert.deepEqual(await aws().send(describing), {
        exportsInfo: [{ exportId: "a", exportRequestTime: "2026-01-01T00:00:00.000Z" }],
      });
    });

    for (const [type, status, trouble] of [
      ["AuthorizationErrorException", 400, "denied"],
      ["HomeRegionNotSetException", 400, "refused"],
      ["ServerInternalErrorException", 500, "unavailable"],
      ["ThrottlingException", 400, "throttled"],
    ] as const) {
      it(`maps ${type} to "${trouble}"`, async () => {
        handler = refusing(status, { __type: type, message: "no" });
        await assert.rejects(aws().send(describing), (error: AwsError) => {
          assert.deepEqual([error.code, error.trouble], [type, trouble]);
          return true;
        });
      });
    }

    it("has no presigned URL in the message of an error", async () => {
      const message = "See https://a.example/b?X-Amz-Date=1&X-Amz-Signature=2 for it";
      handler = refusing(400, { __type: "InvalidParameterException", message });
      await assert.rejects(aws().send(describing), { message: "See [presigned URL] for it" });
    });
  });
});
