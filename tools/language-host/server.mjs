import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const plugin = require("@pulumi/pulumi/proto/plugin_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { version } = require("@pulumi/pulumi/version");

/** As the engine's own limit: configuration and states can be large. */
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Serves LanguageRuntime on a free local port and returns the port. What is missing here (conversion,
 * code generation, plugins in source form) answers "unimplemented", which the engine understands.
 * @param {import("./program.mjs").ProgramRunner} runner
 * @returns {Promise<number>}
 */
export async function serve(runner) {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(LanguageRuntimeService, {
    handshake: answer(() => new language.LanguageHandshakeResponse()),
    // Nothing to install beforehand: the engine gets a plugin when a program first needs it.
    getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
    getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
    getPluginInfo: answer(() => new plugin.PluginInfo().setVersion(version)),
    runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
    about: answer(about),
    getProgramDependencies: answer(programDependencies),
    cancel: answer(() => (runner.cancel(), new Empty())),
    run: answer((request) => run(runner, request)),
    installDependencies,
  });
  const bind = promisify(server.bindAsync.bind(server));
  return bind("127.0.0.1:0", grpc.ServerCredentials.createInsecure());
}

/**
 * @param {import("./program.mjs").ProgramRunner} runner
 * @param {any} request
 */
async function run(runner, request) {
  const outcome = await runner.run(programOf(request));
  return new language.RunResponse().setError(outcome.error).setBail(outcome.bail);
}

/**
 * @param {any} request
 * @returns {import("./program.mjs").Program}
 */
function programOf(request) {
  const info = request.getInfo();
  return {
    monitorAddress: request.getMonitorAddress(),
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    rootFolder: info.getRootDirectory(),
    programFolder: info.getProgramDirectory(),
    entryPoint: info.getEntryPoint(),
    parallel: request.getParallel(),
    dryRun: request.getDryrun(),
    args: request.getArgsList(),
    config: Object.fromEntries(request.getConfigMap().toArray()),
    secretKeys: request.getConfigsecretkeysList(),
    options: info.getOptions()?.toJavaScript() ?? {},
  };
}

function about() {
  const response = new language.AboutResponse();
  return response.setExecutable(process.execPath).setVersion(process.version);
}

/** For `pulumi about`: what the program's package.json names, as installed. @param {any} request */
function programDependencies(request) {
  const response = new language.GetProgramDependenciesResponse();
  const from = createRequire(path.join(request.getInfo().getProgramDirectory(), "package.json"));
  const { dependencies = {}, devDependencies = {} } = from("./package.json");
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const installed = installedVersion(from, name);
    response.addDependencies(new language.DependencyInfo().setName(name).setVersion(installed));
  }
  return response;
}

/**
 * @param {NodeJS.Require} from
 * @param {string} name
 * @returns {string}
 */
function installedVersion(from, name) {
  // Read as a file: not every package exports its package.json.
  const files = (from.resolve.paths(name) ?? []).map((folder) => path.join(folder, name));
  const folder = files.find((each) => fs.existsSync(path.join(each, "package.json")));
  return folder ? from(path.join(folder, "package.json")).version : "";
}

/** `pulumi install` and `pulumi new`: a stream of what npm prints. @param {any} call */
function installDependencies(call) {
  const child = spawn("npm", ["install"], {
    cwd: call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (text) => {
    call.write(new language.InstallDependenciesResponse().setStdout(text));
  });
  child.stderr.on("data", (text) => {
    call.write(new language.InstallDependenciesResponse().setStderr(text));
  });
  child.once("error", (error) => call.destroy(error));
  child.once("close", (code) => {
    if (code === 0) call.end();
    else call.destroy(new Error(`npm install ended with ${code}`));
  });
}

/**
 * A unary method from a function that returns, or throws, its answer.
 * @param {(request: any) => unknown} respond
 */
function answer(respond) {
  return async (/** @type {any} */ call, /** @type {any} */ callback) => {
    try {
      callback(null, await respond(call.request));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}
