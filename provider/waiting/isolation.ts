/** Many ids in one call, of which a bad one fails the call: the others get their answer. */

/** A call for several ids, and what of its errors is about ids. */
export interface Asking<T> {
  ask(ids: readonly string[]): Promise<readonly T[]>;
  /** The ids that the error names as unknown, maybe none; undefined if it is about no id. */
  unknownIn(error: unknown, ids: readonly string[]): readonly string[] | undefined;
}

export class Isolation<T> {
  readonly #asking: Asking<T>;
  /** Failed a call before: asked apart, so that the others need one call only. */
  readonly #bad = new Set<string>();

  constructor(asking: Asking<T>) {
    this.#asking = asking;
  }

  /** What is known of these ids. Throws what is about no id. */
  async ask(ids: readonly string[]): Promise<readonly T[]> {
    const bad = ids.filter((id) => this.#bad.has(id));
    const good = ids.filter((id) => !this.#bad.has(id));
    for (const id of bad) this.#bad.delete(id);
    const found = good.length > 0 ? await this.#together(good) : [];
    return bad.length > 0 ? [...found, ...(await this.#together(bad))] : found;
  }

  /** One call after the other: a bad id must not make a burst of them. */
  async #together(ids: readonly string[]): Promise<readonly T[]> {
    try {
      return await this.#asking.ask(ids);
    } catch (error) {
      const named = this.#asking.unknownIn(error, ids);
      if (!named) throw error;
      if (ids.length === 1 || named.length === ids.length) {
        for (const id of ids) this.#bad.add(id);
        return [];
      }
      for (const id of named) this.#bad.add(id);
      const others = ids.filter((id) => !named.includes(id));
      if (named.length > 0) return this.#together(others);
      const half = Math.ceil(others.length / 2);
      const first = await this.#together(others.slice(0, half));
      return [...first, ...(await this.#together(others.slice(half)))];
    }
  }
}
