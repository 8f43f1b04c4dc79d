/** The three ways to wait that are compared, each for a job that begins now. */
import { createWaiter, WaiterState } from "@smithy/util-waiter";
import { Scheduler } from "../../provider/waiting/scheduler";
import { waitUntilDone } from "../../provider/waiting/wait";
import type { VirtualTime } from "../support/virtualTime";
import type { Job } from "./jobs";

export interface Waited {
  readonly calls: number;
  /** Between done and noticed. */
  readonly lagMs: number;
}

export type Waiter = (time: VirtualTime, job: Job, random: () => number) => Promise<Waited>;

const HALF_A_DAY_S = 43_200;

/** Our wait with the scheduler, as `up` makes it for an EC2 export with its default intervals. */
export const ours: Waiter = async (time, job, random) => {
  const startedAt = time.now();
  let calls = 0;
  const scheduler = new Scheduler(time, 100);
  const group = {
    key: "alone",
    batchSize: 100,
    async describe(ids: readonly string[]) {
      calls++;
      return new Map(ids.map((id) => [id, time.now() - startedAt]));
    },
  };
  await waitUntilDone<number>({
    id: "task",
    clock: time,
    random,
    signal: new AbortController().signal,
    timeoutMs: HALF_A_DAY_S * 1_000,
    ...{ minMs: 15_000, maxMs: 120_000, farMs: 600_000 },
    startedAt,
    look: (delayMs, signal, lateMs) => scheduler.look(group, "task", delayMs, signal, lateMs),
    judge: (elapsedMs) => ({
      observation: elapsedMs,
      state: job.isDone(elapsedMs) ? "succeeded" : "running",
      status: "active",
      percent: job.percent(elapsedMs),
    }),
    passes: () => "no",
    onProgress: () => undefined,
    onTrouble: () => undefined,
  });
  return { calls, lagMs: time.now() - startedAt - job.ms };
};

/** @smithy/util-waiter with what the SDK's clients pass to it: 5 to 120 seconds. */
export const sdk: Waiter = async (time, job) => {
  const startedAt = time.now();
  let calls = 0;
  const options = { client: {}, minDelay: 5, maxDelay: 120, maxWaitTime: HALF_A_DAY_S };
  await createWaiter(options, {}, async () => {
    calls++;
    const isDone = job.isDone(time.now() - startedAt);
    return { state: isDone ? WaiterState.SUCCESS : WaiterState.RETRY };
  });
  return { calls, lagMs: time.now() - startedAt - job.ms };
};

/** The loop of a shell script. */
export const fixedLoop: Waiter = async (time, job) => {
  const startedAt = time.now();
  for (let calls = 1; ; calls++) {
    if (job.isDone(time.now() - startedAt)) {
      return { calls, lagMs: time.now() - startedAt - job.ms };
    }
    await time.sleep(15_000);
  }
};
