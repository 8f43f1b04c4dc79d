import type { ServiceName } from "./operation";

/**
 * One call as the emulator saw it; never credentials, never bodies.
 *
 * @example
 * const starts = emulator.log().filter(({ operation }) => operation === "ExportImage");
 * console.log(starts.map(({ outcome, httpStatus }) => `${outcome} ${httpStatus}`)); // ["ok 200"]
 */
export interface LogEntry {
  /** Real time, ISO 8601. */
  readonly time: string;
  /** The emulator's time, ISO 8601. */
  readonly emulatorTime: string;
  readonly service: ServiceName;
  /** As sent; `unknown` where the request does not say. */
  readonly operation: string;
  /** Empty when the request was not signed. */
  readonly region: string;
  /** Empty when the request was not signed. */
  readonly accountId: string;
  /** The ids that request and answer name: tasks, AMIs, images. */
  readonly ids: readonly string[];
  /**
   * `ok`, the error code, or `reset`, `cut`, `hang`, `http500` for what a fault did; `gone`: its
   * client went while it waited for its work. A call that waits so is not in the log yet. One whose
   * work is done and whose answer is held is `hang`, and stays so when it is let go.
   */
  readonly outcome: string;
  /** 0 when no answer was sent at once: also for a `hang` that was let go and answered later. */
  readonly httpStatus: number;
  /** The client's count of its tries, from 1; 0 when it does not say. */
  readonly attempt: number;
  /** The client did not get the answer at once, or not the whole of it. */
  readonly withheld: boolean;
}

/** The latest calls, oldest first. */
export interface Log {
  entries(): readonly LogEntry[];
  add(entry: LogEntry): void;
  clear(): void;
}

const capacity = 10_000;

export function createLog(): Log {
  let entries: LogEntry[] = [];
  return {
    entries: () => [...entries],
    add(entry) {
      entries.push(entry);
      if (entries.length > capacity) entries.shift();
    },
    clear() {
      entries = [];
    },
  };
}
