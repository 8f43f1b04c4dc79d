import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { load, projectRoot } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the language host", () => {
  const folder = scratchFolder();
  let host: ChildProcess;
  let client: LanguageRuntimeClient;

  /** A program folder whose own @pulumi/pulumi is this script. */
  function program(name: string, script: string): language.RunRequest {
    const programFolder = path.join(folder, name);
    writeFiles(programFolder, { "node_modules/@pulumi/pulumi/cmd/run/index.js": script });
    const info = new language.ProgramInfo();
    info.setRootDirectory(folder).setProgramDirectory(programFolder).setEntryPoint(".");
    const request = new language.RunRequest();
    request.setInfo(info).setProject("shop").setStack("dev").setMonitorAddress("127.0.0.1:2");
    return request;
  }

  async function run(request: language.RunRequest): Promise<language.RunResponse.AsObject> {
    const call = promisify<language.RunRequest, language.RunResponse>(client.run.bind(client));
    return (await call(request)).toObject();
  }

  beforeEach(async () => {
    const main = path.join(projectRoot, "tools/language-host/main.mjs");
    // As the engine starts it: a group of its own, and a pipe as its standard input.
    host = spawn(process.execPath, [main, "--logtostderr", "127.0.0.1:1"], {
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = await once(host.stdout!.setEncoding("utf8"), "data");
    assert.match(port, /^\d+\n$/, "its first line is its port");
    client = new LanguageRuntimeClient(
      `127.0.0.1:${port.trim()}`,
      grpc.credentials.createInsecure(),
    );
  });

  afterEach(async () => {
    client.close();
    if (host.exitCode !== null || host.signalCode !== null) return;
    host.stdin!.end();
    await once(host, "close");
  });

  it("answers what the engine asks", async () => {
    type Info = { getVersion(): string };
    const info = promisify<Empty, Info>(client.getPluginInfo.bind(client));
    assert.match((await info(new Empty())).getVersion(), /^\d+\.\d+\.\d+$/);
    type Request = language.GetRequiredPackagesRequest;
    type Response = language.GetRequiredPackagesResponse;
    const required = promisify<Request, Response>(client.getRequiredPackages.bind(client));
    const packages = await required(new language.GetRequiredPackagesRequest());
    assert.deepEqual(packages.getPackagesList(), []);
  });

  it("runs a program with its own @pulumi/pulumi, configuration and secrets", async () => {
    const request = program(
      "shows",
      `const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
       console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(),
         PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT }));`,
    );
    request.setOrganization("us").setParallel(8).setDryrun(true).setArgsList(["extra"]);
    request.getConfigMap().set("shop:size", "big").set("shop:password", "hunter2");
    request.setConfigsecretkeysList(["shop:password"]);
    const shown = once(host.stdout!, "data");
    assert.deepEqual(await run(request), { error: "", bail: false });
    const cwd = path.join(folder, "shows");
    assert.deepEqual(JSON.parse((await shown)[0]), {
      args: [
        ...["--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "us"],
        ...["--project", "shop", "--root-directory", folder, "--stack", "dev", "--pwd", cwd],
        ...["--parallel", "8", "--dry-run", ".", "extra"],
      ],
      cwd,
      PULUMI_CONFIG: JSON.stringify({ "shop:password": "hunter2", "shop:size": "big" }),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(["shop:password"]),
      PULUMI_NODEJS_TYPESCRIPT: "true",
    });
  });

  it("runs plain JavaScript when the project says so", async () => {
    const request = program("plain", "console.log(process.env.PULUMI_NODEJS_TYPESCRIPT);");
    request.getInfo()!.setOptions(Struct.fromJavaScript({ typescript: false }));
    const shown = once(host.stdout!, "data");
    await run(request);
    assert.deepEqual(await shown, ["false\n"]);
  });

  it("tells a failed program from one that has told the user itself", async () => {
    assert.deepEqual(await run(program("told", "process.exit(32)")), { error: "", bail: true });
    const failed = await run(program("failed", "process.exit(3)"));
    assert.deepEqual(failed, { error: "Program exited with 3", bail: false });
  });

  it("says what to do when @pulumi/pulumi is not installed", async () => {
    const { resolveRunScript } = await load("language-host/program.mjs");
    assert.throws(() => resolveRunScript("/"), /@pulumi\/pulumi is not installed .* "npm install"/);
  });

  it("ends with its program as soon as the engine is gone", async () => {
    const request = program(
      "endless",
      `process.on("SIGINT", () => {}); console.log(process.pid); setInterval(() => {}, 1000);`,
    );
    const cut = run(request).catch((error: grpc.ServiceError) => error.code);
    const [pid] = await once(host.stdout!, "data");
    host.stdin!.end();
    const [code] = await once(host, "exit");
    assert.equal(code, 0);
    assert.equal(await cut, grpc.status.UNAVAILABLE);
    assert.throws(() => process.kill(Number(pid), 0), { code: "ESRCH" });
  });
});
