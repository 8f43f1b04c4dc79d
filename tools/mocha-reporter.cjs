"use strict";
// CommonJS, because mocha loads a reporter by require.
const fs = require("node:fs");
const { reporters } = require("mocha");

const NOTHING = { passed: 0, failed: 0, skipped: 0, names: { skipped: [], failed: [] } };

/**
 * Mocha's own report, and after it the names of what was skipped and, alone on the very last line,
 * the real counts: `12 passed, 0 failed, 1 skipped`.
 *
 * Options: `counts=<file>` writes the counts as JSON there; `failed=<step>+<step>` names what failed
 * before the tests, so that the end tells all. Of tests in several runs the last one tells of all:
 * it is given `earlier=<file>`, the counts of those before, which are given `isFollowed=yes`.
 */
module.exports = class CountsReporter extends reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    this.settings = options.reporterOptions ?? {};
    /** @type {string[]} */
    this.skipped = [];
    /** @type {string[]} */
    this.broken = [];
    runner.on("pending", (test) => this.skipped.push(test.fullTitle()));
    runner.on("fail", (test) => this.broken.push(test.fullTitle()));
  }

  /** @override */
  epilogue() {
    super.epilogue();
    const { failed: steps, counts: file, earlier, isFollowed } = this.settings;
    const before = earlier ? JSON.parse(fs.readFileSync(earlier, "utf8")) : NOTHING;
    const passed = before.passed + this.stats.passes;
    const failed = before.failed + this.stats.failures;
    const skipped = before.skipped + this.stats.pending;
    const names = { skipped: this.skipped, failed: this.broken };
    if (file) fs.writeFileSync(file, JSON.stringify({ passed, failed, skipped, names }));
    if (isFollowed) return;
    for (const title of [...before.names.skipped, ...names.skipped]) {
      console.log(`  skipped: ${title}`);
    }
    // Those of this run stand above.
    for (const title of before.names.failed) console.log(`  failed earlier: ${title}`);
    if (steps) console.log(`  failed: ${steps.split("+").join(", ")}`);
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  }
};
