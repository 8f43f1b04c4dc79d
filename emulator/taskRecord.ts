/** A task as it is kept; what it looks like follows from this and the clock. */
export interface TaskRecord<Details = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Eventual consistency: until then no call but the start knows the task. */
  readonly visibleAtMs: number;
  readonly cancelledAtMs?: number;
  /** A client has deleted what the task made, and with it the task's record. */
  readonly deletedAtMs?: number;
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
 * - `fail`: ends at `at` (0.5 unless given) with this reason; `code` is the error code and `status`
 *   the status word, where they are not to be the kind's usual ones.
 * - `stick`: stays at a percentage (50 unless given) for ever.
 * - `vanish`: its record is aged out from `at` (1 unless given: as soon as it has finished).
 * - `status`: shows this status word from `at` (0) until `until` (1).
 * - `invisibleMs`: stays unseen for so much emulator time from then on.
 * - `truncate`: the task completes, its result is only a part (Application Discovery's exports).
 * - `artifactStick`: the task completes, what it leaves behind stays pending for `ms` more (for ever
 *   unless given).
 * - `artifactFail`: the task completes, what it leaves behind fails with this reason and `code`.
 *
 * @example
 * const outOfReach: TaskFault = { kind: "fail", statusMessage: "ClientError: no such bucket" };
 */
export type TaskFault =
  | {
      readonly kind: "fail";
      readonly statusMessage: string;
      readonly at?: number;
      readonly code?: string;
      readonly status?: string;
    }
  | { readonly kind: "stick"; readonly atPercent?: number }
  | { readonly kind: "vanish"; readonly at?: number }
  | {
      readonly kind: "status";
      readonly status: string;
      readonly at?: number;
      readonly until?: number;
    }
  | { readonly kind: "invisibleMs"; readonly ms: number }
  | { readonly kind: "truncate" }
  | { readonly kind: "artifactStick"; readonly ms?: number }
  | { readonly kind: "artifactFail"; readonly statusMessage: string; readonly code?: string };
