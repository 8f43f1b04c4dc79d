import type { Call } from "./operation";
import { unusedId } from "./random";
import type { Scope, Tag } from "./store";
import type { AttachedFault, TaskFault, TaskRecord } from "./taskRecord";
import { observe, type Observation, type Timeline } from "./timeline";

/** What the core has to know of a kind of task. */
export interface TaskKind {
  /** Such as `ec2:ExportImageTask`. */
  readonly name: string;
  readonly timeline: Timeline;
  /** How long AWS shows a task, counted from its start; without: so long after its end. */
  readonly shownForMs?: number;
}

/** Starts a task, with the faults that the rules hold for this call. */
export function startTask<Details>(
  call: Call,
  kind: TaskKind,
  start: {
    readonly id: string;
    readonly startedAtMs?: number;
    readonly tags: readonly Tag[];
    readonly details: Details;
  },
): TaskRecord<Details> {
  const task: TaskRecord<Details> = {
    id: start.id,
    kind: kind.name,
    startedAtMs: start.startedAtMs ?? call.nowMs,
    durationMs: call.settings.durationMs,
    visibleAtMs: call.nowMs + call.settings.visibilityDelayMs,
    faults: call.taskFaults.map((fault) => ({ fault, sinceMs: call.nowMs })),
    details: start.details,
  };
  call.scope.tasks[task.id] = task;
  if (start.tags.length > 0) call.scope.tags[task.id] = start.tags;
  return task;
}

/** An id that no task of this account and Region has. */
export const newTaskId = (call: Call, prefix: string, digits: number): string =>
  unusedId(call.scope.tasks, () => prefix + call.random.hex(digits));

/** The task of a kind, if AWS would show it. */
export function listedTask(call: Call, kind: TaskKind, id: string): TaskRecord | undefined {
  const task = Object.hasOwn(call.scope.tasks, id) ? call.scope.tasks[id] : undefined;
  if (task?.kind !== kind.name) return undefined;
  return isListed(task, kind, call.nowMs, call.settings.recordLifetimeMs) ? task : undefined;
}

/** The tasks of a kind that AWS would show, in the order of their starts. */
export function listedTasks(call: Call, kind: TaskKind): readonly TaskRecord[] {
  return allTasks(call, kind).filter((task) =>
    isListed(task, kind, call.nowMs, call.settings.recordLifetimeMs),
  );
}

/** All tasks of a kind, the unseen and the forgotten ones too. */
export function allTasks(call: Call, kind: TaskKind): readonly TaskRecord[] {
  return Object.values(call.scope.tasks).filter((task) => task.kind === kind.name);
}

export function isListed(
  task: TaskRecord,
  kind: TaskKind,
  nowMs: number,
  recordLifetimeMs: number,
): boolean {
  return (
    !isAgedOut(task, kind, nowMs, recordLifetimeMs) &&
    isVisible(task, nowMs) &&
    !task.faults.some(agesOut(task, nowMs))
  );
}

function isAgedOut(
  task: TaskRecord,
  { timeline, shownForMs }: TaskKind,
  nowMs: number,
  recordLifetimeMs: number,
): boolean {
  if (shownForMs !== undefined) return nowMs - task.startedAtMs >= shownForMs;
  const { settledAtMs } = observe(timeline, task, nowMs);
  return settledAtMs !== undefined && nowMs - settledAtMs >= recordLifetimeMs;
}

/** What a task has made may be seen by now and is not deleted, whatever has become of its record. */
export const isVisible = (task: TaskRecord, nowMs: number): boolean =>
  nowMs >= task.visibleAtMs &&
  task.deletedAtMs === undefined &&
  !task.faults.some(({ fault, sinceMs }) => {
    return fault.kind === "invisibleMs" && nowMs < sinceMs + fault.ms;
  });

const agesOut =
  (task: TaskRecord, nowMs: number) =>
  ({ fault }: AttachedFault): boolean =>
    fault.kind === "vanish" && nowMs >= task.startedAtMs + (fault.at ?? 1) * task.durationMs;

export const observeTask = (call: Call, kind: TaskKind, task: TaskRecord): Observation =>
  observe(kind.timeline, task, call.nowMs);

/** Faults that come to tasks which exist already; ids of other things are passed over. */
export function attachFaults(
  scope: Scope,
  ids: readonly string[],
  faults: readonly TaskFault[],
  nowMs: number,
): void {
  for (const id of ids) {
    const task = Object.hasOwn(scope.tasks, id) ? scope.tasks[id] : undefined;
    if (!task || faults.length === 0) continue;
    const added = faults.map((fault) => ({ fault, sinceMs: nowMs }));
    scope.tasks[id] = { ...task, faults: [...task.faults, ...added] };
  }
}
