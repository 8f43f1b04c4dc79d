/** A task as it is kept; what it looks like follows from this and the clock. */
export interface TaskRecord<Details = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Eventual consistency: until then no call but the start knows the task. */
  readonly visibleAtMs: number;
  readonly cancelledAtMs?: number;
  readonly faults: readonly AttachedFault[];
  readonly details: Details;
}

export interface AttachedFault {
  readonly fault: TaskFault;
  readonly sinceMs: number;
}

/**
 * What can go wrong with a task itself. Places in a task's life are fractions of its duration.
 *
 * - `fail`: ends at `at` (0.5 unless given) with this reason.
 * - `stick`: stays at a percentage (50 unless given) for ever.
 * - `vanish`: its record is aged out from `at` (1 unless given: as soon as it has finished).
 * - `status`: shows this status word from `at` (0) until `until` (1).
 * - `invisibleMs`: stays unseen for so much emulator time from then on.
 *
 * @example
 * const outOfReach: TaskFault = { kind: "fail", statusMessage: "ClientError: no such bucket" };
 */
export type TaskFault =
  | { readonly kind: "fail"; readonly statusMessage: string; readonly at?: number }
  | { readonly kind: "stick"; readonly atPercent?: number }
  | { readonly kind: "vanish"; readonly at?: number }
  | {
      readonly kind: "status";
      readonly status: string;
      readonly at?: number;
      readonly until?: number;
    }
  | { readonly kind: "invisibleMs"; readonly ms: number };
