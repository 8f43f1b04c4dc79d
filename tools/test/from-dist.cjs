"use strict";
// Loaded by mocha after tsx. The tests then run our code as it was built, as the engine does: of one
// file there is one coverage, and none of what tsx adds to it.
const Module = require("node:module");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");
const source = /^(?:provider|emulator|cli)[\\/].*(?=\.ts$)/;

const loader = /** @type {any} */ (Module);
const resolve = loader._resolveFilename;
loader._resolveFilename = function (/** @type {any[]} */ ...args) {
  const file = resolve.apply(this, args);
  const [name] = source.exec(path.relative(root, file)) ?? [];
  return name === undefined ? file : path.join(root, "dist", `${name}.js`);
};
