/** Pieces of work that wait most of the time: each begins the next few, and ends in its own turn. */
export class Ahead<T> {
  readonly #works: (() => Promise<T>)[] = [];
  readonly #begun: Promise<T>[] = [];

  /** At most so many are under way. */
  constructor(readonly count: number) {}

  /** What is returned has to be called in the order in which the works were added. */
  add(work: () => Promise<T>): () => Promise<T> {
    const own = this.#works.push(work) - 1;
    return () => {
      const end = Math.min(own + this.count, this.#works.length);
      for (let next = own; next < end; next++) this.#begun[next] ??= this.#begin(next);
      return this.#begun[own]!;
    };
  }

  #begin(place: number): Promise<T> {
    const outcome = this.#works[place]!();
    // Its failure is no one's before its turn.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Resolves when nothing is under way, also of what nobody has asked for. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#begun);
  }
}
