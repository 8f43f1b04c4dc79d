/** Durations as people write them, and time limits measured by the clock that is passed in. */
import type { Clock } from "../lifecycle/ports";

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** One or more of `90s`, `15m`, `12h`, largest first: `1h30m`; more than nothing. */
export const DURATION =
  /^(?=.*[1-9])(\d{1,6}(\.\d{1,3})?h)?(\d{1,6}(\.\d{1,3})?m)?(\d{1,6}(\.\d{1,3})?s)?$/;

/** `"90m"` → 5,400,000. The text must match {@link DURATION}. */
export function durationMs(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smh])/g))
    total += Number(amount) * UNITS[unit!]!;
  return total;
}

/** 5,400,000 → `"1h 30m"`, 90,000 → `"1m 30s"`; the two largest units, for people. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes}m ${seconds % 60}s` : `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
}

/**
 * The outcome of `work`, or `late` when it takes longer than `ms`; its signal is aborted then.
 * Rejects as `work` does.
 */
export async function within<T, L>(
  clock: Clock,
  ms: number,
  late: L,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | L> {
  const over = new AbortController();
  const done = new AbortController();
  let isLate = false;
  const timeout = clock.sleep(ms, done.signal).then(() => {
    isLate = !done.signal.aborted;
    return late;
  });
  try {
    const running = work(over.signal);
    // Once late, how the abandoned work ends is nobody's business.
    running.catch(() => undefined);
    return await Promise.race([running, timeout]);
  } finally {
    done.abort();
    if (isLate) over.abort();
  }
}
