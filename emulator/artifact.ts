import type { TaskRecord } from "./taskRecord";

/** How what a completed task leaves behind stands: AWS says "completed" before it can be used. */
interface Artifact {
  readonly state: "pending" | "available" | "failed";
  /** Why it failed. */
  readonly message: string;
  readonly errorCode: string | undefined;
}

export function observeArtifact(
  task: Pick<TaskRecord, "faults">,
  { completedAtMs, delayMs }: { readonly completedAtMs: number; readonly delayMs: number },
  nowMs: number,
): Artifact {
  const readyAtMs = task.faults.reduce(
    // What comes when it is ready changes nothing any more.
    (atMs, { fault, sinceMs }) =>
      fault.kind === "artifactStick" && sinceMs < atMs ? atMs + (fault.ms ?? Infinity) : atMs,
    completedAtMs + delayMs,
  );
  if (nowMs < readyAtMs) return { state: "pending", ...flawless };
  for (const { fault, sinceMs } of task.faults) {
    if (fault.kind !== "artifactFail" || sinceMs >= readyAtMs) continue;
    return { state: "failed", message: fault.statusMessage, errorCode: fault.code };
  }
  return { state: "available", ...flawless };
}

const flawless = { message: "", errorCode: undefined };
