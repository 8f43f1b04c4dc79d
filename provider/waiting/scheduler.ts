/**
 * One describe for many waiting tasks. Every wait of the process asks here for its next look;
 * those of one group (account, Region, kind) that are due at about the same time share a call.
 */
import type { Clock } from "../lifecycle/ports";

/** What a look found: the task, `undefined` if it isn't listed, or why AWS could not be asked. */
export type Look<T> = { readonly found: T | undefined } | { readonly error: unknown };

export interface Group<T> {
  /** The same for tasks that one describe can serve. */
  readonly key: string;
  /** Most ids one describe takes. */
  readonly batchSize: number;
  /** Describes these ids; what is missing in the answer isn't listed. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
}

interface Pending {
  readonly id: string;
  readonly dueAt: number;
  /** From here on it may ride along with another task's look. */
  readonly ridesFrom: number;
  readonly group: Group<unknown>;
  resolve(look: Look<unknown>): void;
}

/** How much of its interval a look may come early, to share another's call. */
const RIDE_ALONG = 0.5;

export class Scheduler {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Set<Pending>>();
  readonly #wake = new Map<string, AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Looks at `id` in `delayMs` at the latest. Resolves, never rejects; `undefined` if aborted. */
  look<T>(
    group: Group<T>,
    id: string,
    delayMs: number,
    signal?: AbortSignal,
  ): Promise<Look<T> | undefined> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve(undefined);
      const dueAt = this.#clock.now() + delayMs;
      const pending: Pending = {
        id,
        dueAt,
        ridesFrom: dueAt - delayMs * RIDE_ALONG,
        group: group as Group<unknown>,
        resolve: (look) => {
          signal?.removeEventListener("abort", cancel);
          resolve(look as Look<T>);
        },
      };
      const cancel = () => {
        this.#pending.get(group.key)?.delete(pending);
        this.#wake.get(group.key)?.abort();
        resolve(undefined);
      };
      signal?.addEventListener("abort", cancel, { once: true });
      this.#add(group.key, pending);
    });
  }

  #add(key: string, pending: Pending): void {
    const queue = this.#pending.get(key);
    if (queue) {
      queue.add(pending);
      this.#wake.get(key)?.abort();
    } else {
      this.#pending.set(key, new Set([pending]));
      void this.#run(key);
    }
  }

  /** Serves one group as long as anything waits in it. */
  async #run(key: string): Promise<void> {
    const queue = this.#pending.get(key)!;
    while (queue.size > 0) {
      const firstDueAt = Math.min(...[...queue].map(({ dueAt }) => dueAt));
      const delayMs = firstDueAt - this.#clock.now();
      if (delayMs > 0) {
        const wake = new AbortController();
        this.#wake.set(key, wake);
        await this.#clock.sleep(delayMs, wake.signal);
        // Woken by a newcomer or a leaver: the earliest may be another now.
        if (wake.signal.aborted) continue;
      }
      const now = this.#clock.now();
      const due = [...queue].filter(({ ridesFrom }) => ridesFrom <= now);
      for (const pending of due) queue.delete(pending);
      await Promise.all(chunks(due).map(serve));
    }
    this.#pending.delete(key);
    this.#wake.delete(key);
  }
}

function chunks(pending: readonly Pending[]): Pending[][] {
  const result: Pending[][] = [];
  const size = pending[0]?.group.batchSize ?? 1;
  for (let i = 0; i < pending.length; i += size) result.push(pending.slice(i, i + size));
  return result;
}

async function serve(chunk: readonly Pending[]): Promise<void> {
  const ids = [...new Set(chunk.map(({ id }) => id))];
  try {
    const found = await chunk[0]!.group.describe(ids);
    for (const { id, resolve } of chunk) resolve({ found: found.get(id) });
  } catch (error) {
    for (const { resolve } of chunk) resolve({ error });
  }
}
