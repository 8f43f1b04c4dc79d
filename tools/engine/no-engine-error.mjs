/** No engine is to be had: names all that was tried, and why each failed. */
export class NoEngineError extends Error {
  /**
   * @param {readonly import("../engine.mjs").Attempt[]} attempts
   * @param {string} remedy
   */
  constructor(attempts, remedy) {
    const tried = attempts.map(({ what, why }) => `  - ${what}: ${why}`);
    super([`No Pulumi engine: ${remedy}. Tried:`, ...tried].join("\n"));
    this.name = "NoEngineError";
    this.attempts = attempts;
  }
}
