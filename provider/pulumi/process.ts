/**
 * The provider process. Nobody ends it when the engine is killed: it notices by its standard
 * input, lets the waits end, finishes the calls that are under way, and exits.
 */

/** A start whose answer is on its way may still be recorded by AWS; longer nobody lives. */
const LIVES_ON_MS = 8_000;

export class ProviderProcess {
  readonly #gone = new AbortController();
  #underWay = 0;

  /** Aborted when the engine is gone. */
  readonly gone: AbortSignal = this.#gone.signal;

  /** Leaves the process as soon as its engine is gone. Only for a process that an engine started. */
  leaveWithEngine(input: NodeJS.ReadStream = process.stdin): void {
    input.once("end", () => this.#leave());
    input.once("close", () => this.#leave());
    // Without a reader the end is never seen.
    input.resume();
  }

  /** Runs one call of the engine's; the process does not leave in the middle of it. */
  async working<T>(work: () => T | Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
      this.#leaveIfIdle();
    }
  }

  #leave(): void {
    if (this.gone.aborted) return;
    this.#gone.abort();
    setTimeout(() => process.exit(1), LIVES_ON_MS).unref();
    this.#leaveIfIdle();
  }

  #leaveIfIdle(): void {
    if (this.gone.aborted && this.#underWay === 0) setImmediate(() => process.exit(0));
  }
}
