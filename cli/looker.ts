/** Looks at all tasks of one kind, in one account and Region. */
import { all, tagsOn } from "../provider/lifecycle/describe";
import { explain, isGone } from "../provider/lifecycle/errors";
import { type Observation, stateOf, type TaskKind } from "../provider/lifecycle/kind";
import { type Aws, isAwsError, type Trouble } from "../provider/lifecycle/ports";
import { nameOf } from "./kindNames";
import { safe } from "./text";

/** What one look showed. */
export interface Look {
  readonly kind: TaskKind;
  readonly shown: readonly Observation[];
  /** Ended ones that nobody asked for, as far as the list tells of them. */
  readonly hidden: readonly Observation[];
  /** What a person should know of it. */
  readonly notes: readonly string[];
  /** Why nothing was shown at all. */
  readonly trouble?: Trouble;
}

/** What goes by itself, and may hide a task that runs. */
export function isPassing(trouble: Trouble | undefined): boolean {
  return trouble === "throttled" || trouble === "network" || trouble === "unavailable";
}

/** An AMI or image that a task has made is usable hours later at the most. */
const USABLE_WITHIN_MS = 24 * 3_600_000;
/** Calls about single tasks that are under way at once. */
const AT_ONCE = 5;

export class Looker {
  /** What has ended is not asked for again, whether it is shown or not. */
  readonly #ended = new Map<string, Observation>();
  /** Of which something was denied, this time: the right may be given until the next. */
  readonly #doneWithout = new Set<string>();
  /** Seen running: their end is of interest, too. */
  readonly #followed = new Set<string>();
  #notes = new Set<string>();

  constructor(
    readonly kind: TaskKind,
    readonly aws: Aws,
    readonly isAll: boolean,
  ) {}

  /** Never rejects: what one kind does not tell keeps nobody from the others. */
  async look(now: number, signal?: AbortSignal): Promise<Look> {
    const { kind, aws } = this;
    this.#notes = new Set();
    this.#doneWithout.clear();
    try {
      const listed = await all(aws, kind.listing.query(aws.region), signal);
      const asked = listed.filter((one) => this.#isOfInterest(one, now));
      const seen = (await inParts(asked, (one) => this.#complete(one, signal))).flat();
      const shown = seen.filter((one) => this.#isShown(one));
      for (const one of seen) this.#remember(one);
      const ids = new Set(shown.map(({ id }) => id));
      const hidden = kind.listing.isOfResults ? [] : listed.filter(({ id }) => !ids.has(id));
      return { kind, shown, hidden, notes: [...this.#notes] };
    } catch (error) {
      const trouble = isAwsError(error) ? error.trouble : "internal";
      return { kind, shown: [], hidden: [], notes: [this.#note(error)], trouble };
    }
  }

  #isShown(seen: Observation): boolean {
    const isRunning = stateOf(this.kind, seen) === "running";
    return this.isAll || isRunning || this.#followed.has(seen.id);
  }

  /** A success of a short while ago may be one that can't be used yet. */
  #isOfInterest(seen: Observation, now: number): boolean {
    if (this.#isShown(seen)) return true;
    if (!this.kind.usable || stateOf(this.kind, seen) !== "succeeded") return false;
    if (this.kind.listing.isOfResults) return false;
    const began = this.kind.listing.began && seen.outputs[this.kind.listing.began];
    return typeof began !== "string" || now - Date.parse(began) < USABLE_WITHIN_MS;
  }

  #remember(seen: Observation): void {
    if (stateOf(this.kind, seen) === "running") this.#followed.add(seen.id);
    else if (!this.#doneWithout.has(seen.id)) this.#ended.set(seen.id, seen);
  }

  /** With what the list does not tell; none where what is listed was not made by a task. */
  async #complete(listed: Observation, signal?: AbortSignal): Promise<readonly Observation[]> {
    const { kind } = this;
    const ended = this.#ended.get(listed.id);
    if (ended) return [ended];
    const seen = kind.listing.isOfResults
      ? await this.#described(listed, signal)
      : await this.#judged(listed, signal);
    return seen ? [await this.#tagged(seen)] : [];
  }

  async #described(listed: Observation, signal?: AbortSignal): Promise<Observation | undefined> {
    const { kind, aws } = this;
    try {
      const [task] = await all(aws, kind.describe([listed.id]), signal);
      if (!task || stateOf(kind, task) !== "succeeded") return task;
      // The task has ended; whether its result can be used the list has told.
      return { ...task, state: stateOf(kind, listed), message: listed.message };
    } catch (error) {
      if (isAwsError(error) && kind.notFound.includes(error.code)) return undefined;
      throw error;
    }
  }

  async #judged(listed: Observation, signal?: AbortSignal): Promise<Observation> {
    const question =
      stateOf(this.kind, listed) === "succeeded" ? this.kind.usable?.ask(listed) : undefined;
    if (!question) return listed;
    const gone = { ...listed, isGone: true, message: "what it made is gone" };
    try {
      return question.judge(await this.aws.send(question.request, signal)) ?? gone;
    } catch (error) {
      if (isGone(error)) return gone;
      return this.#without(error, listed);
    }
  }

  async #tagged(seen: Observation): Promise<Observation> {
    try {
      const tags = await tagsOn(this.kind, this.aws, seen);
      return tags ? { ...seen, tags } : seen;
    } catch (error) {
      return isGone(error) ? seen : this.#without(error, seen);
    }
  }

  /** What is denied is done without, with a note. */
  #without(error: unknown, seen: Observation): Observation {
    if (!isAwsError(error) || error.trouble !== "denied") throw error;
    this.#notes.add(this.#note(error));
    this.#doneWithout.add(seen.id);
    return seen;
  }

  #note(error: unknown): string {
    return `${nameOf(this.kind)}: ${safe(explain(this.kind, error))}`;
  }
}

async function inParts<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let i = 0; i < items.length; i += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(work))));
  }
  return done;
}
