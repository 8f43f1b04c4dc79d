"use strict";
// CommonJS, because mocha loads a reporter by require.
const fs = require("node:fs");
const { reporters } = require("mocha");

/**
 * Mocha's own report, and after it the names of what was skipped and, alone on the very last line,
 * the real counts: `12 passed, 0 failed, 1 skipped`.
 *
 * Options: `counts=<file>` writes the counts as JSON there; `failed=<step>+<step>` names what failed
 * before the tests, so that the end tells all.
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
    runner.on("pending", (test) => this.skipped.push(test.fullTitle()));
  }

  /** @override */
  epilogue() {
    super.epilogue();
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    for (const title of this.skipped) console.log(`  skipped: ${title}`);
    if (this.settings.failed)
      console.log(`  failed: ${this.settings.failed.split("+").join(", ")}`);
    if (this.settings.counts) {
      fs.writeFileSync(this.settings.counts, JSON.stringify({ passed, failed, skipped }));
    }
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  }
};
