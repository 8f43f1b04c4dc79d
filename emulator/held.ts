import type { ServiceName } from "./operation";

/**
 * A call that the effect `hang` holds.
 *
 * @example
 * const started = emulator.heldCalls().filter(({ workDone }) => workDone);
 * console.log(started.map(({ operation, ids }) => `${operation} ${ids.join(" ")}`));
 */
export interface HeldCall {
  readonly service: ServiceName;
  readonly operation: string;
  /** The ids that the request names, and the answer once the work is done. */
  readonly ids: readonly string[];
  /** Only the answer is withheld; else the work waits, too. */
  readonly workDone: boolean;
}

/** What waits until somebody lets it go. */
export interface Held {
  /**
   * Keeps a call; the returned function forgets it, when its client has gone. That says whether it
   * was still waiting.
   */
  hold(call: HeldCall, go: () => void): () => boolean;
  /** Oldest first. */
  calls(): readonly HeldCall[];
  release(): void;
}

export function createHeld(): Held {
  const waiting = new Map<() => void, HeldCall>();
  return {
    hold(call, go) {
      waiting.set(go, call);
      return () => waiting.delete(go);
    },
    calls: () => [...waiting.values()],
    release() {
      const going = [...waiting.keys()];
      waiting.clear();
      for (const go of going) go();
    },
  };
}
