/** The answers that are withheld until somebody lets them go. */
export interface Held {
  /** Keeps an answer; the returned function forgets it, when its client has gone. */
  hold(send: () => void): () => void;
  release(): void;
}

export function createHeld(): Held {
  const answers = new Set<() => void>();
  return {
    hold(send) {
      answers.add(send);
      return () => answers.delete(send);
    },
    release() {
      const waiting = [...answers];
      answers.clear();
      for (const send of waiting) send();
    },
  };
}
