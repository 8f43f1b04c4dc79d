import type { TaskRecord } from "./taskRecord";

/** A status that a task shows from a fraction of its duration on. */
export interface Stage {
  readonly from: number;
  readonly status: string;
  readonly message: string;
}

/** What a task of one kind goes through: a table, read at a point of time. */
export interface Timeline {
  readonly running: readonly Stage[];
  readonly completed: readonly Stage[];
  /** The message of a failed task is the reason of its failure. */
  readonly failed: readonly Stage[];
  /** Absent: no call cancels such a task. */
  readonly cancelled?: readonly Stage[];
}

export interface Observation {
  readonly status: string;
  readonly message: string;
  /** What a failure was told to be called; undefined: the kind has its own word. */
  readonly errorCode: string | undefined;
  /** 0..100; never goes back, and stays where a failed or cancelled task was. */
  readonly progress: number;
  readonly running: boolean;
  /** The part of its duration that the task has behind it, 0..1. */
  readonly fraction: number;
  readonly ending: Ending | undefined;
  /** When the last stage began; undefined while stages are still to come. */
  readonly settledAtMs: number | undefined;
}

type Ending = "completed" | "failed" | "cancelled";

/** What a task looks like at a time: a pure function, so that time can jump. */
export function observe(timeline: Timeline, task: TaskRecord, nowMs: number): Observation {
  const end = firstEnd(task);
  if (!end || nowMs < end.atMs) return observeRunning(timeline, task, nowMs);
  const stages = timeline[end.ending] ?? [];
  const stage = stageAt(stages, (nowMs - end.atMs) / task.durationMs);
  const last = stages.at(-1);
  const fraction = fractionAt(task, end.atMs);
  return {
    status: end.status ?? stage.status,
    message: end.message ?? stage.message,
    errorCode: end.errorCode,
    progress: Math.floor(fraction * 100),
    running: false,
    fraction,
    ending: end.ending,
    settledAtMs: stage === last ? end.atMs + stage.from * task.durationMs : undefined,
  };
}

function observeRunning(timeline: Timeline, task: TaskRecord, nowMs: number): Observation {
  const fraction = fractionAt(task, nowMs);
  const stage = stageAt(timeline.running, fraction);
  return {
    status: unknownStatus(task, fraction) ?? stage.status,
    message: stage.message,
    errorCode: undefined,
    progress: Math.floor(fraction * 100),
    running: true,
    fraction,
    ending: undefined,
    settledAtMs: undefined,
  };
}

function stageAt(stages: readonly Stage[], fraction: number): Stage {
  const stage = stages.filter(({ from }) => from <= fraction).at(-1) ?? stages[0];
  if (!stage) throw new Error("a timeline needs a stage");
  return stage;
}

function unknownStatus(task: TaskRecord, fraction: number): string | undefined {
  for (const { fault } of task.faults) {
    if (fault.kind !== "status") continue;
    if ((fault.at ?? 0) <= fraction && fraction < (fault.until ?? 1)) return fault.status;
  }
  return undefined;
}

// A stuck task stays where it was when the fault came: progress never goes back.
function fractionAt(task: TaskRecord, nowMs: number): number {
  const elapsed = rawFraction(task, nowMs);
  return task.faults.reduce((least, { fault, sinceMs }) => {
    if (fault.kind !== "stick") return least;
    return Math.min(least, Math.max((fault.atPercent ?? 50) / 100, rawFraction(task, sinceMs)));
  }, elapsed);
}

const rawFraction = (task: TaskRecord, nowMs: number): number =>
  Math.min(1, Math.max(0, (nowMs - task.startedAtMs) / task.durationMs));

/** When the task completed; undefined: not by now. Follows from no timeline. */
export function completedAtMs(task: TaskRecord, nowMs: number): number | undefined {
  const end = firstEnd(task);
  return end?.ending === "completed" && end.atMs <= nowMs ? end.atMs : undefined;
}

interface End {
  readonly atMs: number;
  readonly ending: Ending;
  readonly message?: string;
  readonly status?: string | undefined;
  readonly errorCode?: string | undefined;
}

function firstEnd(task: TaskRecord): End | undefined {
  const naturalEndMs = task.startedAtMs + task.durationMs;
  const isStuck = task.faults.some(
    ({ fault, sinceMs }) => fault.kind === "stick" && sinceMs < naturalEndMs,
  );
  const ends: End[] = [];
  if (task.cancelledAtMs !== undefined) {
    ends.push({ atMs: task.cancelledAtMs, ending: "cancelled" });
  }
  for (const { fault, sinceMs } of task.faults) {
    // What comes after the end changes nothing any more.
    if (fault.kind !== "fail" || (!isStuck && sinceMs >= naturalEndMs)) continue;
    const atMs = Math.max(sinceMs, task.startedAtMs + (fault.at ?? 0.5) * task.durationMs);
    const { statusMessage: message, status, code: errorCode } = fault;
    ends.push({ atMs, ending: "failed", message, status, errorCode });
  }
  if (!isStuck) ends.push({ atMs: naturalEndMs, ending: "completed" });
  return ends.sort((left, right) => left.atMs - right.atMs)[0];
}
