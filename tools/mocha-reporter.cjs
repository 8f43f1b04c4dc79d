"use strict";
// CommonJS, because mocha loads a reporter by require.
const fs = require("node:fs");
const { reporters } = require("mocha");

/**
 * @typedef {object} Report
 * @property {string} [counts] the file to which the counts are written as JSON
 * @property {readonly string[]} [failedChecks] what failed before the tests, so that the end tells all
 * @property {string} [earlier] the counts of the runs before, in such a file: the last one tells of all
 * @property {boolean} [isFollowed] by another run, which tells of this one
 */

/** @returns {Report} */
const wanted = () => JSON.parse(process.env["PULUMI_AWS_TASKS_REPORT"] || "{}");

const NOTHING = { passed: 0, failed: 0, skipped: 0, names: { skipped: [], failed: [] } };

/**
 * Mocha's own report, and after it the names of what was skipped and, alone on the very last line,
 * the real counts: `12 passed, 0 failed, 1 skipped`.
 * What else is wanted of it is a Report, as JSON in PULUMI_AWS_TASKS_REPORT.
 */
module.exports = class CountsReporter extends reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
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
    const { counts: file, failedChecks = [], earlier, isFollowed } = wanted();
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
    if (failedChecks.length > 0) console.log(`  failed: ${failedChecks.join(", ")}`);
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  }
};
