/**
 * A process in which nothing is loaded yet. Its argument, as JSON, says what is called; then it
 * waits to be told when the first byte arrived, and answers how long that took and what it loaded.
 */
const Module = require("node:module");

const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
const { method, args } = JSON.parse(process.argv[2]);

/** The time that requiring the SDK's clients takes, and what they require in turn. */
let clientMs = 0;
let isLoadingClient = false;
const load = Module._load;
Module._load = function (request, ...rest) {
  if (isLoadingClient || !/@aws-sdk\/client-[\w-]+($|\/dist-cjs\/index\.js$)/.test(request)) {
    return load.call(this, request, ...rest);
  }
  isLoadingClient = true;
  const began = nowMs();
  try {
    return load.call(this, request, ...rest);
  } finally {
    isLoadingClient = false;
    clientMs += nowMs() - began;
  }
};

const loaded = () => new Set(Object.keys(require.cache));
const began = nowMs();
const before = loaded();
const entry = method === "sdk" ? undefined : require("pulumi-aws-tasks/v1");
const entryMs = nowMs() - began;
const afterEntry = loaded();

const calledAt = nowMs();
Promise.resolve(entry ? entry.call(method, args) : sdkAlone()).catch(() => {});

process.once("message", (firstByteAt) => {
  const afterCall = loaded();
  const added = (now, then) => [...now].filter((file) => !then.has(file));
  const files = { entry: added(afterEntry, before), call: added(afterCall, afterEntry) };
  process.send({ ms: firstByteAt - calledAt, clientMs, entryMs, files }, () => process.exit());
});

/** The same request by nothing but the SDK. */
function sdkAlone() {
  const { EC2Client, DescribeExportImageTasksCommand } = require("@aws-sdk/client-ec2");
  const client = new EC2Client({ region: "us-east-1" });
  return client.send(new DescribeExportImageTasksCommand({ ExportImageTaskIds: args }));
}
