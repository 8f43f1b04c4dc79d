/** Loaded into the provider's process before anything else: tells what it holds after a collection. */
const v8 = require("node:v8");
const vm = require("node:vm");

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");

process.on("message", () => {
  collect();
  collect();
  process.send(process.memoryUsage());
});
// Waiting for messages must not keep the process alive.
process.channel.unref();
