/**
 * One describe for many waiting tasks. Every wait of the process asks here for its next look;
 * those of one group (account, Region, kind) that are due at about the same time share a call.
 */
import type { Clock } from "../lifecycle/ports";
import { Lane } from "./lane";

/** What a look found: the task, `undefined` if it isn't listed, or why AWS could not be asked. */
export type Look<T> = { readonly found: T | undefined } | { readonly error: unknown };

export interface Group<T> {
  /** The same for tasks that one describe can serve. */
  readonly key: string;
  /** Most ids one describe takes. */
  readonly batchSize: number;
  /** Describes these ids; what is missing in the answer isn't listed. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /** Whether that error of `describe` says that there were too many calls. */
  isThrottled?(error: unknown): boolean;
}

export class Scheduler {
  readonly #clock: Clock;
  readonly #gatherMs: number;
  /** One for each group there ever was: what AWS allows there is remembered. */
  readonly #lanes = new Map<string, Lane>();

  /** `gatherMs`: waits that begin within this time share their first look. */
  constructor(clock: Clock, gatherMs = 0) {
    this.#clock = clock;
    this.#gatherMs = gatherMs;
  }

  /**
   * Looks at `id` in `delayMs`, or up to `lateMs` later if that saves a call. Resolves, never
   * rejects; `undefined` if aborted.
   */
  look<T>(
    group: Group<T>,
    id: string,
    delayMs: number,
    signal?: AbortSignal,
    lateMs = 0,
  ): Promise<Look<T> | undefined> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve(undefined);
      const lane = this.#lane(group);
      const end = (look: Look<unknown> | undefined) => {
        signal?.removeEventListener("abort", cancel);
        resolve(look as Look<T> | undefined);
      };
      const remove = lane.add(id, delayMs, lateMs, end);
      const cancel = () => {
        remove();
        end(undefined);
      };
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  #lane(group: Group<unknown>): Lane {
    const known = this.#lanes.get(group.key);
    if (known) return known;
    const lane = new Lane(this.#clock, group, this.#gatherMs);
    this.#lanes.set(group.key, lane);
    return lane;
  }
}
