/**
 * The exit code of a test run. Says only what the counts, which are otherwise the last line, can't.
 * @param {{ code: number, counts: import("./mocha.mjs").Counts | undefined, failedChecks: readonly string[] }} run
 *   `code` is mocha's
 * @param {(line: string) => void} say
 * @returns {number}
 */
export function verdict({ code, counts, failedChecks }, say) {
  if (!counts) {
    say(`No counts: mocha broke down before its end (exit code ${code}).`);
    return code || 1;
  }
  // Zero tests run is no success, whatever mocha says; nor is a failure that its code forgets.
  const isEmpty = counts.passed + counts.failed === 0;
  return code || (isEmpty || counts.failed > 0 || failedChecks.length > 0 ? 1 : 0);
}
