/** Tests whose work is begun before their turn, for what is slow and waits most of the time. */

/** Mocha's `it`, for a body that is given what it needs. */
export type It<T> = (title: string, body: (given: T) => Promise<void>) => void;

/**
 * An `it` that begins so many tests at once: its own and those after it. Their outcomes are told in
 * their turn.
 */
export function ahead<T>(
  count: number,
  give: (body: (given: T) => Promise<void>) => Promise<void>,
): It<T> {
  const bodies: ((given: T) => Promise<void>)[] = [];
  const begun: Promise<void>[] = [];
  return (title, body) => {
    const own = bodies.push(body) - 1;
    it(title, () => {
      for (const [place, next] of bodies.entries()) {
        if (place < own || place >= own + count || place in begun) continue;
        begun[place] = give(next);
        // Its failure is no one's before its turn.
        begun[place].catch(() => {});
      }
      return begun[own];
    });
  };
}
