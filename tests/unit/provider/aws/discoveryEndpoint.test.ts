import assert from "node:assert/strict";
import { Readable } from "node:stream";
import * as builtIn from "../../../../provider/aws/discovery/builtIn";
import { loadDiscovery } from "../../../../provider/aws/discovery/load";
import { clientWith, command, type Settings } from "../support/discoveryClient";

const VARIABLE = "AWS_ENDPOINT_URL_APPLICATION_DISCOVERY_SERVICE";

describe("the endpoint of the built-in Discovery client", () => {
  /** The host that a client with these settings would call; nothing is called. */
  async function hostOf(settings: Settings): Promise<string> {
    const hosts: string[] = [];
    const handle = async (request: { protocol: string; hostname: string; port?: number }) => {
      const port = request.port === undefined ? "" : `:${request.port}`;
      hosts.push(`${request.protocol}//${request.hostname}${port}`);
      return { response: { statusCode: 200, headers: {}, body: Readable.from(["{}"]) } };
    };
    const client = clientWith({ ...settings, requestHandler: { handle, destroy() {} } });
    await client.send(command("DescribeExportTasks", {}));
    assert.equal(hosts.length, 1);
    return hosts[0]!;
  }

  const saved = process.env[VARIABLE];
  beforeEach(() => void delete process.env[VARIABLE]);
  afterEach(() => {
    if (saved === undefined) delete process.env[VARIABLE];
    else process.env[VARIABLE] = saved;
  });

  const fips = { useFipsEndpoint: true };
  const dual = { useDualstackEndpoint: true };
  for (const [settings, host] of [
    [{}, "discovery.eu-central-1.amazonaws.com"],
    [{ region: "us-east-1" }, "discovery.us-east-1.amazonaws.com"],
    [fips, "discovery-fips.eu-central-1.amazonaws.com"],
    [dual, "discovery.eu-central-1.api.aws"],
    [{ ...fips, ...dual }, "discovery-fips.eu-central-1.api.aws"],
  ] as const) {
    it(`is ${host} with ${JSON.stringify(settings)}`, async () => {
      assert.equal(await hostOf(settings), `https://${host}`);
    });
  }

  it(`is what ${VARIABLE} says`, async () => {
    process.env[VARIABLE] = "http://127.0.0.1:1234";
    assert.equal(await hostOf({}), "http://127.0.0.1:1234");
  });

  it("is what the settings say before what the environment says", async () => {
    process.env[VARIABLE] = "http://127.0.0.1:1234";
    assert.equal(await hostOf({ endpoint: "http://localhost:99" }), "http://localhost:99");
  });
});

describe("loadDiscovery", () => {
  const failing = (more: object) => (name: string) => {
    throw Object.assign(new Error(`Cannot find module '${name}'`), more);
  };

  it("takes the official client where it is installed", async () => {
    const official = { ApplicationDiscoveryServiceClient: class {} };
    const asked: string[] = [];
    const loaded = await loadDiscovery((name) => {
      asked.push(name);
      return official;
    });
    assert.equal(loaded, official);
    assert.deepEqual(asked, ["@aws-sdk/client-application-discovery-service"]);
  });

  it("takes the built-in one where it is not", async () => {
    const loaded = await loadDiscovery(failing({ code: "MODULE_NOT_FOUND" }));
    assert.deepEqual(Object.keys(loaded).sort(), [
      ...["ApplicationDiscoveryServiceClient", "DescribeExportTasksCommand"],
      "StartExportTaskCommand",
    ]);
    assert.equal(loaded.StartExportTaskCommand, builtIn.StartExportTaskCommand);
  });

  for (const more of [{}, { code: "ERR_REQUIRE_ESM" }, { code: "EACCES" }]) {
    it(`throws what else is wrong with an installed one: ${JSON.stringify(more)}`, async () => {
      await assert.rejects(loadDiscovery(failing({ ...more, message: "no" })), {
        ...more,
        message: "no",
      });
    });
  }
});
