/** How far a task is, as one line for people: advice only, it decides nothing. Pure. */
import { durationText } from "./deadline";
import { remainingMs } from "./interval";

export interface Progress {
  readonly id: string;
  /** AWS's raw word. */
  readonly status: string;
  /** What AWS says it is doing. */
  readonly phase?: string | undefined;
  /** 0 to 100. */
  readonly percent?: number | undefined;
  readonly elapsedMs: number;
  readonly remainingMs?: number | undefined;
}

export function progressOf(
  id: string,
  seen: Pick<Progress, "status" | "phase" | "percent">,
  elapsedMs: number,
): Progress {
  const { status, phase, percent } = seen;
  return { id, status, phase, percent, elapsedMs, remainingMs: remainingMs(elapsedMs, percent) };
}

/** The same so much later, as far as nobody has looked again. */
export function aged(progress: Progress, agoMs: number): Progress {
  const left = progress.remainingMs === undefined ? 0 : progress.remainingMs - agoMs;
  const remaining = left > 0 ? left : undefined;
  return { ...progress, elapsedMs: progress.elapsedMs + agoMs, remainingMs: remaining };
}

/** `active 43 % (converting) 12m, ~16m left, export-ami-0f…` */
export function progressText(progress: Progress): string {
  const { id, status, phase, percent, elapsedMs, remainingMs: left } = progress;
  const words = [status];
  if (percent !== undefined) words.push(`${percent} %`);
  if (phase !== undefined && phase !== status) words.push(`(${phase})`);
  words.push(durationText(elapsedMs));
  const parts = [words.join(" ")];
  if (left !== undefined && left > 0) parts.push(leftText(left));
  return [...parts, id].join(", ");
}

/** A guess must not look like a promise: `~16m left`, `~1h 20m left`, `~30s left`. */
export function leftText(ms: number): string {
  const [stepMs] = STEPS.find(([, fromMs]) => ms >= fromMs)!;
  return `~${durationText(Math.max(1, Math.round(ms / stepMs)) * stepMs)} left`;
}

/** Rounded to what, from where on. */
const STEPS = [
  [300_000, 3_600_000],
  [60_000, 60_000],
  [10_000, -Infinity],
] as const;
