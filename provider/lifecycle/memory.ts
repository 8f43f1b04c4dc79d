/**
 * What one provider process remembers between Pulumi's calls: what the program's beacon said, who
 * holds which task, and how a wait ended. A process serves one preview or one update.
 */
import type { Observation } from "./kind";
import type { Props } from "./ports";
import type { Outcome } from "../waiting/wait";
import { Waits } from "../waiting/waits";

/** What the program says at each `check`, and Pulumi never stores. */
export interface Beacon {
  /** Absent where the engine put the old inputs in place of the program's (`ignoreChanges`). */
  readonly phase?: "preview" | "update";
  /** Top-level inputs the program marked secret. */
  readonly secrets: ReadonlySet<string>;
  /** The Region this resource was checked with: the second check of a replacement has no olds. */
  readonly region?: string;
}

interface Holder {
  readonly identity: string | undefined;
  readonly hold: string | undefined;
  /** `create` wrote this: newer than any state that is shown to us later. */
  readonly created: boolean;
  /** There if its own `diff` asked for its replacement; tells the task where its id does not. */
  readonly isThat?: ((seen: Observation) => boolean) | undefined;
}

/** Who holds which task, as far as this process has seen: design rule "nothing of others". */
export class Ledger {
  readonly #holders = new Map<string, Holder>();

  /** `diff`, `read` or `update` was called with that id. */
  seen(id: string, identity: string | undefined, hold: string | undefined): void {
    const holder = this.#holders.get(id);
    if (holder?.created) return;
    this.#holders.set(id, { identity, hold, created: false, isThat: holder?.isThat });
  }

  /** The task's own `diff` asked for its replacement. */
  replacing(id: string, isThat: (seen: Observation) => boolean): void {
    const holder = this.#holders.get(id);
    if (holder) this.#holders.set(id, { ...holder, isThat });
  }

  /** Whether a task of that identity is being replaced. */
  isReplacing(identity: string | undefined): boolean {
    return this.replacedOf(identity).length > 0;
  }

  /** The ids of that identity's tasks that are being replaced. */
  replacedOf(identity: string | undefined): readonly string[] {
    return [...this.#holders]
      .filter(([, holder]) => holder.isThat !== undefined && holder.identity === identity)
      .map(([id]) => id);
  }

  /** Whether a `create` of this process started or adopted it for another resource. */
  isTaken(id: string, identity: string | undefined): boolean {
    const holder = this.#holders.get(id);
    return holder !== undefined && holder.created && holder.identity !== identity;
  }

  /** Whether the task's own `diff` asked for its replacement. */
  isReplaced(seen: Observation): boolean {
    return [...this.#holders.values()].some(({ isThat }) => isThat?.(seen));
  }

  /** Whether it was seen as the task of that identity. */
  isOf(id: string, identity: string | undefined): boolean {
    return identity !== undefined && this.#holders.get(id)?.identity === identity;
  }

  /** `create` started or adopted it; from a start's answer on it is taken, the hold comes later. */
  created(id: string, identity: string | undefined, hold?: string): void {
    this.#holders.set(id, { identity, hold, created: true });
  }

  /** Whether `create` may take that task for a resource of that identity. */
  mayAdopt(id: string, identity: string | undefined): boolean {
    const holder = this.#holders.get(id);
    return !holder || (holder.identity === identity && !holder.isThat);
  }

  /** The hold this process knows for that task. */
  holdOf(id: string): string | undefined {
    return this.#holders.get(id)?.hold;
  }
}

export class Memory {
  readonly beacons = new Map<string, Beacon>();
  readonly ledger = new Ledger();
  readonly waits = new Waits();
  readonly #retained = new Set<string>();
  readonly #outputs = new Map<string, Props>();
  readonly #outcomes = new Map<string, Outcome<Observation>>();
  readonly #warned = new Set<string>();
  readonly #firsts = new Map<string, number>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** The program says now that what this task, or the task of this identity, made is to be kept. */
  retain(idOrIdentity: string): void {
    this.#retained.add(idOrIdentity);
  }

  isRetained(idOrIdentity: string): boolean {
    return this.#retained.has(idOrIdentity);
  }

  /** A task's outputs as this process saw them last, for a `Completion` of it. */
  remember(id: string, outputs: Props): void {
    this.#outputs.set(id, outputs);
  }

  outputsOf(id: string): Props | undefined {
    return this.#outputs.get(id);
  }

  /** How the wait for that task ended in `diff`, for the `update` that follows. */
  keepOutcome(id: string, outcome: Outcome<Observation>): void {
    this.#outcomes.set(id, outcome);
  }

  takeOutcome(id: string): Outcome<Observation> | undefined {
    const outcome = this.#outcomes.get(id);
    this.#outcomes.delete(id);
    return outcome;
  }

  /** The time at which that was first asked, this time if it wasn't. */
  since(subject: string, now: number): number {
    const first = this.#firsts.get(subject) ?? now;
    this.#firsts.set(subject, first);
    return first;
  }

  /** One after the other, for the same subject. */
  async alone<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(subject) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(subject, mine);
    return mine;
  }

  /** Whether {@link first} was not asked for that subject yet. */
  isFirst(subject: string): boolean {
    return !this.#warned.has(subject);
  }

  /** True once for each subject: for what is said once per process. */
  first(subject: string): boolean {
    if (this.#warned.has(subject)) return false;
    this.#warned.add(subject);
    return true;
  }
}
