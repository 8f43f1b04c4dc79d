/**
 * The start journal, for kinds whose start AWS can't tell from a repetition: what a start noted on
 * this machine before it went out, so that a run that was killed in the middle can be carried on.
 */
import { lookForLost, lookForStarted } from "./lookout";
import { journalKey } from "./identity";
import type { Observation } from "./kind";
import { isAdoptable } from "./adoption";
import type { Start } from "./patience";
import type { JournalEntry } from "./ports";

/** What one resource with these inputs has noted of its start. */
export class Note {
  private constructor(
    readonly start: Start,
    readonly key: string,
  ) {}

  static async of(start: Start): Promise<Note> {
    const { kind, aws, inputs } = start;
    const account = (await aws.accountId()) ?? "unknown";
    return new Note(start, journalKey(kind, inputs, aws.region, account));
  }

  /** Before the start goes out. `before` are the ids that were there. */
  begin(before: ReadonlySet<string>): void {
    const calledAt = this.start.context.clock.now();
    this.#write({ calledAt, before: [...before] });
  }

  /** AWS has answered: from here on the id can't be lost. */
  answered(id: string): void {
    const entry = this.#journal.read(this.key);
    if (entry) this.#write({ ...entry, id });
  }

  /** Nothing was started, or the person has said which task it is. */
  drop(): void {
    this.#journal.remove(this.key);
  }

  /** The task of a start that an earlier run did not finish, or undefined where there is none. */
  async task(): Promise<Observation | undefined> {
    const entry = this.#journal.read(this.key);
    if (!entry) return undefined;
    const found = await this.#look(entry);
    const { context, kind, inputs } = this.start;
    const isOurs = found !== undefined && isAdoptable(context, kind, inputs, found);
    if (isOurs) this.#write({ ...entry, id: found.id });
    return isOurs ? found : undefined;
  }

  #look(entry: JournalEntry): Promise<Observation | undefined> {
    if (entry.id !== undefined) return lookForStarted(this.start, entry.id);
    const others = this.#journal.entries().filter(({ key }) => key !== this.key);
    const taken = others.flatMap(({ entry: { id } }) => id ?? []);
    return lookForLost(this.start, new Set([...entry.before, ...taken]), entry.calledAt);
  }

  get #journal() {
    return this.start.context.journal;
  }

  #write(entry: JournalEntry): void {
    try {
      this.#journal.write(this.key, entry);
    } catch (error) {
      const { row, memory } = this.start.context;
      if (!memory.first("journal")) return;
      const reason = error instanceof Error ? error.message : String(error);
      row.warn(
        undefined,
        "the start can't be noted on this machine: should Pulumi be killed in the middle of it, " +
          `the next run may not find the task. ${reason}`,
      );
    }
  }
}
