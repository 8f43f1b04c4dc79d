/** Work that is done a few at a time, once it is wanted at all. */
export class Pool {
  readonly #waiting: (() => Promise<void>)[] = [];
  #isStarted = false;

  constructor(readonly atOnce: number) {}

  /** Its outcome, some time after the pool has started. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const outcome = new Promise<T>((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject));
    });
    // Whoever asks for it gets the error; nobody may ask.
    outcome.catch(() => undefined);
    return outcome;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (let i = 0; i < this.atOnce; i++) void this.#run();
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next();
  }
}
