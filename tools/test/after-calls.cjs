"use strict";
// Loaded into every Node process whose coverage is wanted. The engine kills its providers when it
// needs them no more, and then Node doesn't write what they have run: it is written after each call.
const Module = require("node:module");
const { takeCoverage } = require("node:v8");

if (process.env["NODE_V8_COVERAGE"] && /dynamic-provider/.test(process.argv[1] ?? "")) {
  const loader = /** @type {any} */ (Module);
  const load = loader._load;
  const seen = new Set();
  loader._load = function (/** @type {any[]} */ ...args) {
    const loaded = load.apply(this, args);
    if (args[0] === "pulumi-aws-tasks/v1" && !seen.has(loaded)) {
      seen.add(loaded);
      writeAfterCalls(loaded);
    }
    return loaded;
  };
}

/** @param {{ call(...args: unknown[]): unknown }} entry */
function writeAfterCalls(entry) {
  const { call } = entry;
  entry.call = (...args) => {
    const answer = call(...args);
    return answer instanceof Promise ? answer.finally(write) : answer;
  };
}

let writtenAt = 0;

/** Node names what it writes by the millisecond: a second one in the same would replace the first. */
function write() {
  while (Date.now() <= writtenAt);
  takeCoverage();
  writtenAt = Date.now();
}
