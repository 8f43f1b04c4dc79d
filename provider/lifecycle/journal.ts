/**
 * What is noted on this machine, as AWS can't keep it: the start journal, for kinds whose start AWS
 * can't tell from a repetition, so that a run that was killed in the middle can be carried on; and
 * the holds of tasks that carry none.
 */
import { lookForLost, lookForNoted } from "./lookout";
import { identityOf, journalKey } from "./identity";
import type { Observation } from "./kind";
import { isAdoptable } from "./adoption";
import type { Start } from "./patience";
import type { Context } from "./context";
import type { Holder, JournalEntry, Props } from "./ports";
import { bookkeepingOf } from "./state";

/** In the place of an account that could not be asked for. */
const UNKNOWN = "unknown";

/** What one resource with these inputs has noted of its start. */
export class Note {
  #earlier: JournalEntry | undefined;

  private constructor(
    readonly start: Start,
    readonly key: string,
  ) {}

  static async of(start: Start): Promise<Note> {
    const { context, kind, aws, inputs } = start;
    const account = await aws.accountId();
    const where = journalKey(kind, inputs, aws.region);
    const own = `${where}-${account ?? UNKNOWN}`;
    if (context.journal.read(own)) return new Note(start, own);
    // Whose the credentials are may be told in one run and not in the next.
    const mayBe = account === undefined ? `${where}-` : `${where}-${UNKNOWN}`;
    const noted = context.journal.entries().find(({ key }) => key.startsWith(mayBe));
    return new Note(start, noted?.key ?? own);
  }

  /** Before the start goes out. `before` are the ids that were there. */
  begin(before: ReadonlySet<string>): void {
    this.#earlier = this.#journal.read(this.key);
    const calledAt = this.start.context.clock.now();
    this.#write({ calledAt, before: [...before] });
  }

  /** AWS has answered: from here on the id can't be lost. */
  answered(id: string): void {
    const entry = this.#journal.read(this.key);
    if (entry) this.#write({ ...entry, id });
  }

  /** Nothing was started: what was noted before still holds. */
  undo(): void {
    if (this.#earlier) this.#write(this.#earlier);
    else this.drop();
  }

  /** The person has said which task it is. */
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
    if (entry.id !== undefined) return lookForNoted(this.start, entry.id, entry.calledAt);
    const others = this.#journal.entries().filter(({ key }) => key !== this.key);
    const taken = others.flatMap(({ entry: { id } }) => id ?? []);
    return lookForLost(this.start, new Set([...entry.before, ...taken]), entry.calledAt);
  }

  get #journal() {
    return this.start.context.journal;
  }

  #write(entry: JournalEntry): void {
    const loss =
      "the start can't be noted on this machine: should Pulumi be killed in the middle of it, the " +
      "next run may not find the task.";
    noted(this.start.context, loss, () => this.#journal.write(this.key, entry));
  }
}

/**
 * The task of that id is in a state: its start needs no note any more. A start of another resource
 * whose answer was lost must not take it for its own.
 */
export function forgetStart({ journal }: Context, id: string): void {
  if (!journal.forget(id)) return;
  for (const { key, entry } of journal.entries()) {
    if (entry.id !== undefined || entry.before.includes(id)) continue;
    try {
      journal.write(key, { ...entry, before: [...entry.before, id] });
    } catch {
      // Then it is asked which of the two it is.
    }
  }
}

function noted({ row, memory }: Context, loss: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!memory.first(loss)) return;
    row.warn(undefined, `${loss} ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * A task that was taken over and can't carry its hold: the resource that had it, deleted in another
 * process or by a later run, must not end it.
 */
export function noteHold(context: Context, id: string, holder: Holder): void {
  const loss =
    "who holds a task can't be noted on this machine: the resource that had it may end it with " +
    "its own deletion.";
  noted(context, loss, () => context.journal.hold(id, holder));
}

/** The state's hold counts for its own resource, where a later one never got into a state. */
export function renewNotedHold(context: Context, id: string, olds: Props, news: Props): void {
  const { hold } = bookkeepingOf(olds);
  const identity = identityOf(news);
  const holder = context.journal.holderOf(id);
  if (!holder || hold === undefined || identity === undefined) return;
  if (holder.hold === hold && holder.identity === identity) return;
  if (isNotedFor(holder, olds, news)) noteHold(context, id, { ...holder, identity, hold });
}

/** Whether the resource with these properties is the one that was noted. */
export function isNotedFor({ identity }: Holder, olds: Props, news: Props): boolean {
  return [identityOf(olds), identityOf(news)].includes(identity);
}

/** Once its holder is deleted nobody holds it. */
export function dropNotedHold({ journal }: Context, id: string, props: Props): void {
  if (journal.holderOf(id)?.hold === bookkeepingOf(props).hold) journal.release(id);
}
