/** Simulated jobs: how long they take, and what percentage they tell meanwhile. */

export interface Shape {
  readonly name: string;
  /** What it stands for, for who reads the results. */
  readonly is: string;
  /** The share that is done after a share of the time; undefined: it tells no percentage. */
  readonly done: ((share: number) => number) | undefined;
  /** The bar: at most half of the SDK's calls and of its median lag. */
  readonly isToBeHalved?: boolean;
}

export const SHAPES: readonly Shape[] = [
  { name: "linear", is: "x", done: (x) => x, isToBeHalved: true },
  { name: "front-loaded", is: "√x", done: Math.sqrt, isToBeHalved: true },
  {
    name: "front-loaded, to a standstill",
    is: "1 − (1 − x)²",
    done: (x) => 1 - (1 - x) ** 2,
    isToBeHalved: true,
  },
  { name: "back-loaded", is: "x²", done: (x) => x ** 2 },
  { name: "in five steps", is: "⌊5x⌋ ÷ 5", done: (x) => Math.floor(5 * x) / 5 },
  { name: "no percentage", is: "–", done: undefined },
  { name: "stuck at 99 %", is: "99 % from half-time on", done: (x) => Math.min(0.99, 1.98 * x) },
];

export interface Length {
  readonly name: string;
  readonly ms: number;
  /** Jobs end evenly spread over so long, some periods of the SDK's longest interval. */
  readonly spreadMs: number;
}

const MINUTE_MS = 60_000;

export const LENGTHS: readonly Length[] = [
  { name: "10 minutes", ms: 10 * MINUTE_MS, spreadMs: 2 * MINUTE_MS },
  { name: "one hour", ms: 60 * MINUTE_MS, spreadMs: 6 * MINUTE_MS },
  { name: "four hours", ms: 240 * MINUTE_MS, spreadMs: 24 * MINUTE_MS },
];

export interface Job {
  readonly ms: number;
  isDone(elapsedMs: number): boolean;
  /** Whole, as AWS tells it; it has 100 only once it is done. */
  percent(elapsedMs: number): number | undefined;
}

/** The `index`th of `count` jobs whose ends lie evenly about that length. */
export function jobOf(shape: Shape, length: Length, index: number, count: number): Job {
  const ms = Math.round(length.ms + length.spreadMs * ((index + 0.5) / count - 0.5));
  return {
    ms,
    isDone: (elapsedMs) => elapsedMs >= ms,
    percent: (elapsedMs) =>
      shape.done && Math.min(99, Math.floor(100 * shape.done(Math.min(1, elapsedMs / ms)) + 1e-9)),
  };
}
