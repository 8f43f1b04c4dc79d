// Proxies: which calls go by one, and how they get through.
import assert from "node:assert/strict";
import https from "node:https";
import { proxyFor } from "../../../../provider/aws/proxy";
import { settingsFrom } from "../../../../provider/aws/settings";
import { Authority, hasOpenssl, Proxy, serve } from "../support/localServers";
import { KEYS, Sources } from "../support/sources";

const URL_OF_PROXY = "http://proxy.example.com:3128";

describe("a proxy", () => {
  const CASES: readonly [noProxy: string, direct: readonly string[], proxied: readonly string[]][] =
    [
      ["", ["localhost", "127.0.0.1", "127.1.2.3", "::1"], ["ec2.eu-west-1.amazonaws.com"]],
      ["*", ["ec2.eu-west-1.amazonaws.com"], []],
      ["amazonaws.com", ["ec2.eu-west-1.amazonaws.com", "amazonaws.com"], ["notamazonaws.com"]],
      [".amazonaws.com", ["ec2.eu-west-1.amazonaws.com"], ["amazonaws.com", "ec2.api.aws"]],
      ["a.com, EC2.Example.com", ["ec2.example.com", "x.ec2.example.com"], ["sts.example.com"]],
      ["example.com:443", ["ec2.example.com"], []],
      ["example.com:8443", [], ["ec2.example.com"]],
      ["10.0.0.0/8", ["10.1.2.3"], ["11.1.2.3", "ten.example.com"]],
      ["10.1.2.3,fd00::/8", ["10.1.2.3", "fd00::1", "[fd00::1]"], ["10.1.2.4", "fe80::1"]],
      ["10.0.0.0/99", [], ["10.1.2.3"]],
    ];
  for (const [noProxy, direct, proxied] of CASES) {
    it(`is left out as NO_PROXY="${noProxy}" says`, () => {
      const choose = proxyFor(URL_OF_PROXY, noProxy);
      for (const host of direct) assert.equal(choose(host, 443), undefined, host);
      for (const host of proxied) assert.equal(choose(host, 443)?.host, "proxy.example.com:3128");
    });
  }

  describe("in the settings", () => {
    const proxies = (configuration: Record<string, unknown>, environment = {}) => {
      const { httpProxy, httpsProxy } = settingsFrom(() => configuration, environment).caller();
      return [httpProxy, httpsProxy];
    };

    it("is the configured one, which for HTTP is for HTTPS too", () => {
      assert.deepEqual(proxies({ "aws:httpProxy": "http://a" }), ["http://a", "http://a"]);
      const both = { "aws:httpProxy": "http://a", "aws:httpsProxy": "http://b" };
      assert.deepEqual(proxies(both, { HTTPS_PROXY: "http://c" }), ["http://a", "http://b"]);
      const one = { "aws:httpProxy": "http://a" };
      assert.deepEqual(proxies(one, { HTTPS_PROXY: "http://c" }), ["http://a", "http://c"]);
    });

    it("is the environment's, in either case, for what each says", () => {
      assert.deepEqual(proxies({}, { HTTP_PROXY: "http://a" }), ["http://a", undefined]);
      assert.deepEqual(proxies({}, { https_proxy: "b:3128" }), [undefined, "http://b:3128"]);
      assert.deepEqual(proxies({}, { HTTPS_PROXY: "socks5://c" }), [undefined, undefined]);
    });
  });

  describe("between us and AWS", () => {
    let sources: Sources;
    let proxy: Proxy;
    beforeEach(async () => {
      sources = await Sources.start();
      sources.set({ AWS_ACCESS_KEY_ID: KEYS, AWS_SECRET_ACCESS_KEY: "s" });
    });
    afterEach(async () => {
      await sources.close();
      await proxy.server.close();
    });
    const withUser = () => proxy.server.url.replace("//", "//ana:p%40ss@");
    const basic = `Basic ${Buffer.from("ana:p@ss").toString("base64")}`;

    it("is told the whole address of a plain call", async () => {
      proxy = await Proxy.start(Number(new URL(sources.recording.endpoint).port));
      sources.set({ AWS_ENDPOINT_URL: "http://aws.example.com:4566" });
      await sources.send({ "aws:httpProxy": withUser() });
      sources.assertCalls(`${KEYS} DescribeExportImageTasks`);
      assert.deepEqual(proxy.asked, ["POST http://aws.example.com:4566/"]);
      assert.deepEqual(proxy.authorizations, [basic]);
    });

    it("opens a tunnel for HTTPS, in which the server's certificate still counts", async function () {
      if (!hasOpenssl()) return this.skip();
      const authority = new Authority("ours");
      const server = https.createServer(authority.signed(), (_request, response) =>
        response.end("<DescribeExportImageTasksResponse></DescribeExportImageTasksResponse>"),
      );
      const there = (sources.server = await serve(server));
      proxy = await Proxy.start(there.port);
      delete process.env.AWS_ENDPOINT_URL;
      const configuration = { "aws:httpsProxy": withUser(), "aws:maxRetries": 1 };
      await sources.send({ ...configuration, "aws:customCaBundle": authority.bundle });
      assert.deepEqual(proxy.asked, ["CONNECT ec2.eu-central-1.amazonaws.com:443"]);
      assert.deepEqual(proxy.authorizations, [basic]);
      const { trouble } = await sources.failure(configuration);
      assert.equal(trouble, "settings");
      authority.remove();
    });

    it("that refuses is named, without user and password", async () => {
      proxy = await Proxy.start();
      delete process.env.AWS_ENDPOINT_URL;
      const { message } = await sources.failure({ "aws:httpsProxy": withUser() });
      assert.match(message, /^the proxy 127\.0\.0\.1:\d+ answered 502 instead of opening/);
      assert.doesNotMatch(message, /ana|p@ss|p%40ss/);
    });

    it("is not asked for what is on this machine", async () => {
      proxy = await Proxy.start();
      const all = { "aws:httpProxy": proxy.server.url, "aws:httpsProxy": proxy.server.url };
      await sources.send(all);
      assert.deepEqual(proxy.asked, []);
    });
  });
});
