/** Many tasks of a family, and two ways to wait for all of them at once. */
import { createWaiter, WaiterState } from "@smithy/util-waiter";
import { stateOf } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import { awaitTask } from "../../provider/lifecycle/wait";
import { contextOn } from "../support/context";
import { median, seeded } from "../support/statistics";
import { Wire } from "../support/wire";
import type { Family } from "./families";

export interface Task {
  readonly id: string;
  readonly startedAt: number;
  readonly outputs: Props;
}

export interface Counted {
  readonly calls: number;
  readonly bytes: number;
  readonly refused: number;
  readonly failed: number;
  readonly lagMs: number;
  /** The longest that one was noticed late. */
  readonly mostLagMs: number;
}

export type Way = (
  wire: Wire,
  family: Family,
  tasks: readonly Task[],
) => readonly Promise<boolean>[];

/** As `up` waits: all in one process. */
export const ours: Way = ({ time, aws }, { kind }, tasks) => {
  const context = contextOn(time, aws, seeded(1));
  return tasks.map(async ({ id, outputs }) => {
    const outcome = await awaitTask(context, kind, id, outputs, outputs);
    return outcome.ending === "terminal" && outcome.sight.state === "succeeded";
  });
};

/** As the SDK's clients wait: a waiter for each task, none for the artifact. */
export const sdkWaiters: Way = ({ aws }, { kind }, tasks) =>
  tasks.map(async ({ id }) => {
    const { request, observations } = kind.describe([id]);
    const options = { client: {}, minDelay: 5, maxDelay: 120, maxWaitTime: 43_200 };
    const { state } = await createWaiter(options, {}, async () => {
      try {
        const [seen] = observations(await aws.send(request));
        const isDone = seen && stateOf(kind, seen) === "succeeded";
        return { state: isDone ? WaiterState.SUCCESS : WaiterState.RETRY };
      } catch (reason) {
        // What a generated waiter does with any error that it does not know.
        return { state: WaiterState.RETRY, reason };
      }
    });
    return state === WaiterState.SUCCESS;
  });

/** `spreadMs`: for how long they have been started one after the other when the waits begin. */
export async function counted(
  family: Family,
  count: number,
  spreadMs: number,
  way: Way,
  adjust: (wire: Wire) => void = () => undefined,
): Promise<Counted> {
  const wire = new Wire({ ...NO_LIMITS, durationMs: family.durationMs });
  const ofResults = { service: "ec2", operation: "DescribeImages", input: { Owners: ["self"] } };
  await wire.warmUp([ofResults, ...family.kind.candidates({}).map(({ request }) => request)]);
  const lags: number[] = [];
  const all = async () => {
    const tasks = await started(wire, family, count, spreadMs);
    wire.reset();
    adjust(wire);
    const waits = way(wire, family, tasks).map(async (wait, index) => {
      const isDone = await wait;
      lags.push(wire.time.now() - tasks[index]!.startedAt - family.durationMs);
      return isDone;
    });
    return Promise.all(waits);
  };
  const done = await wire.time.run(all, seeded(1));
  return {
    ...{ calls: wire.calls, bytes: wire.bytes, refused: wire.refused },
    failed: done.filter((isDone) => !isDone).length,
    ...{ lagMs: median(lags), mostLagMs: Math.max(...lags) },
  };
}

const MANY = 1_000_000;
const NO_LIMITS = {
  runningConversionLimit: MANY,
  workspaceImageLimit: MANY,
  artifactDelayMs: 0,
};

async function started(
  wire: Wire,
  family: Family,
  count: number,
  spreadMs: number,
): Promise<Task[]> {
  const others = Math.max(0, (family.tasksInAccount ?? 0) - count);
  for (let index = 0; index < others; index++) await start(wire, family, count + index);
  if (others > 0) await wire.time.sleep(2 * family.durationMs);
  const tasks: Task[] = [];
  for (let index = 0; index < count; index++) {
    if (spreadMs > 0 && index > 0) await wire.time.sleep(Math.round(spreadMs / count));
    tasks.push(await start(wire, family, index));
  }
  return tasks;
}

async function start({ time, aws }: Wire, { kind, inputs }: Family, index: number): Promise<Task> {
  const given = inputs(index);
  const startedAt = time.now();
  const { id, outputs } = kind.started(await aws.send(kind.start(given, `${index}`, {})), given);
  const __startedAt = new Date(startedAt).toISOString();
  const place = { taskState: "running", region: aws.region, __startedAt };
  return { id, startedAt, outputs: { ...given, ...outputs, ...place } };
}
