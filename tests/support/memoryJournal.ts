/** A start journal without files: what one machine has noted. */
import type { Holder, Journal, JournalEntry } from "../../provider/lifecycle/ports";

export class MemoryJournal implements Journal {
  readonly #entries = new Map<string, JournalEntry>();
  readonly #holders = new Map<string, Holder>();

  read(key: string): JournalEntry | undefined {
    return this.#entries.get(key);
  }

  write(key: string, entry: JournalEntry): void {
    this.#entries.set(key, entry);
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  forget(id: string): boolean {
    const noted = this.entries().filter(({ entry }) => entry.id === id);
    for (const { key } of noted) this.#entries.delete(key);
    return noted.length > 0;
  }

  entries(): readonly { readonly key: string; readonly entry: JournalEntry }[] {
    return [...this.#entries].map(([key, entry]) => ({ key, entry }));
  }

  holderOf(id: string): Holder | undefined {
    return this.#holders.get(id);
  }

  hold(id: string, holder: Holder): void {
    this.#holders.set(id, holder);
  }

  release(id: string): void {
    this.#holders.delete(id);
  }
}
