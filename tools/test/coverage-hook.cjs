"use strict";
// Loaded into every Node process whose coverage is wanted. The engine kills its providers when it
// needs them no more, before Node would write what they have run: it is written after each call.
const Module = require("node:module");
const { takeCoverage } = require("node:v8");

if (process.env["NODE_V8_COVERAGE"] && /dynamic-provider/.test(process.argv[1] ?? "")) {
  const loader = /** @type {any} */ (Module);
  const load = loader._load;
  const seen = new Set();
  loader._load = function (/** @type {any[]} */ ...args) {
    const loaded = load.apply(this, args);
    if (/\bv1$/.test(args[0]) && !seen.has(loaded)) {
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
    if (!(answer instanceof Promise)) return answer;
    return answer.finally(takeCoverage);
  };
}
